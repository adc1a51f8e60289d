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

    /// <summary>
    /// An argument out of its range is wrong where its number is written: in the list of the Repeat or Args that gives it to the class, if one does.
    /// </summary>
    private Problem OfGiver(Problem problem, AttributeDecl attribute)
    {
        Constant? written = attribute.Arguments.FirstOrDefault(argument => argument.Name == problem.Argument)?.Value;
        string? name = written is null || problem.Code != ProblemCode.OutOfRange ? null : ArgIn(written);
        for (int i = givers.Count - 1; i >= 0 && name is not null; i--)
        {
            (ModuleDecl type, AttributeDecl? by) = givers[i];
            int place = type.Args.ToList().FindIndex(arg => arg.Name == name);
            if (place < 0)
            {
                if (!nested.Contains(type.Type.GlobalName))
                {
                    break;
                }

                continue;
            }

            string list = by?.Name == "Repeat" ? "args" : "values";
            EquatableArray<Constant> given = by is null ? default : Given(by, list);
            if (place >= given.Count)
            {
                break;
            }

            name = ArgIn(given[place]);
            if (name is null)
            {
                string isWrong = written is Constant.Arg ? "" : $", which makes {problem.Arguments[1]} of {attribute.Name}";
                return new Problem(ProblemCode.OutOfRange, by!.Node, Element(list, place), by.Name, $"{type.Args[place].Name} = {Scope.Code(given[place])}{isWrong}", problem.Arguments[2])
                {
                    Related = new([new Spot(attribute.Node, problem.Argument)]),
                };
            }
        }

        return problem;
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
