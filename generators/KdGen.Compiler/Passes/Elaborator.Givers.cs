using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

internal sealed partial class Elaborator
{
    /// <summary>The classes from the model to the one that is worked out.</summary>
    private readonly List<Giver> givers = [];

    /// <summary>A class on the way from the model to the one that is worked out.</summary>
    /// <param name="Class">The class.</param>
    /// <param name="By">The Repeat or Args that gives its [Arg] constants their values; null when they have their defaults.</param>
    private sealed record Giver(ModuleDecl Class, AttributeDecl? By);

    /// <summary>Who gives an [Arg] constant its number.</summary>
    /// <param name="By">The Repeat or Args.</param>
    /// <param name="Argument">The number's place in its list: "args[1]".</param>
    /// <param name="Name">The constant.</param>
    /// <param name="Value">The number as it is written there.</param>
    private sealed record GivenNumber(AttributeDecl By, string Argument, string Name, Constant Value);

    /// <summary>
    /// A number that does not fit is wrong where it is written: in the list of the Repeat or Args that gives it to the class, if one does. The block is right for others.
    /// </summary>
    private Problem OfGiver(Problem problem, AttributeDecl attribute)
    {
        Constant? written = attribute.Arguments.FirstOrDefault(argument => argument.Name == problem.Argument)?.Value;
        if (written is null || ArgIn(written) is null)
        {
            return problem;
        }

        if (!IsAboutANumber(problem.Code) || Source(written) is not { } source)
        {
            return problem with { Fixes = problem.Fixes.Where(fix => !fix.Edits.Any(IsOfTheNumber)).ToEquatableArray() };
        }

        Problem moved = problem with
        {
            Node = source.By.Node,
            Argument = source.Argument,
            Related = new([new Spot(attribute.Node, problem.Argument), .. problem.Related]),
            Fixes = problem.Fixes
                .Where(fix => written is Constant.Arg && fix.Edits.All(IsOfTheNumber))
                .Select(fix => fix with { Edits = fix.Edits.Select(edit => edit with { Node = source.By.Node, Argument = source.Argument }).ToEquatableArray() })
                .ToEquatableArray(),
        };
        if (problem.Code == ProblemCode.OutOfRange)
        {
            string isWrong = written is Constant.Arg ? "" : $", which makes {problem.Arguments[1]} of {attribute.Name}";
            return moved with { Arguments = new([source.By.Name, $"{source.Name} = {Scope.Code(source.Value)}{isWrong}", problem.Arguments[2]]) };
        }

        // What is computed from the number says another one than stands there.
        return written is Constant.Arg ? moved : problem;

        bool IsOfTheNumber(Edit edit) => edit.Kind == EditKind.SetArgument && edit.Node == problem.Node && edit.Argument == problem.Argument;
    }

    private static bool IsAboutANumber(ProblemCode code) => code
        is ProblemCode.OutOfRange
        or ProblemCode.ConvChannels
        or ProblemCode.LinearFeatures
        or ProblemCode.KernelTooLarge
        or ProblemCode.GroupsDoNotDivide
        or ProblemCode.GroupsDoNotDivideChannels
        or ProblemCode.HeadsDoNotDivide
        or ProblemCode.PatchDoesNotDivide
        or ProblemCode.ChannelsDoNotDivide
        or ProblemCode.BlockArguments;

    /// <summary>Who gives the first [Arg] constant of an expression its number; null when it keeps its default, or when there is none.</summary>
    private GivenNumber? Source(Constant written)
    {
        string? name = ArgIn(written);
        for (int i = givers.Count - 1; i >= 0 && name is not null; i--)
        {
            (ModuleDecl type, AttributeDecl? by) = givers[i];
            int place = type.Args.ToList().FindIndex(arg => arg.Name == name);
            if (place < 0)
            {
                if (!nested.Contains(type.Type.GlobalName))
                {
                    return null;
                }

                continue;
            }

            string list = by?.Name == "Repeat" ? "args" : "values";
            EquatableArray<Constant> given = by is null ? default : Given(by, list);
            if (place >= given.Count)
            {
                return null;
            }

            name = ArgIn(given[place]);
            if (name is null)
            {
                return new GivenNumber(by!, Element(list, place), type.Args[place].Name, given[place]);
            }
        }

        return null;
    }

    /// <summary>The first [Arg] constant that an expression names; null when there is none.</summary>
    private static string? ArgIn(Constant constant) => constant switch
    {
        Constant.Arg arg => arg.Name,
        Constant.Compute compute => ArgIn(compute.Left) ?? ArgIn(compute.Right),
        Constant.List list => list.Items.Select(ArgIn).FirstOrDefault(static name => name is not null),
        _ => null,
    };
}
