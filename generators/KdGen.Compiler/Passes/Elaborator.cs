using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>
/// Follows one model through all its classes: each class is worked out at each of its places, with the [Arg] values and the shape that it has there.
/// Equal places are worked out once.
/// </summary>
internal sealed partial class Elaborator(ModuleIr model)
{
    /// <summary>A model has some thousands of operators at most; a declaration that multiplies repeats is stopped.</summary>
    private const long MostOperators = 100_000;

    /// <summary>Equal places are worked out once; blocks that grow from one to the next are all different, and each takes its time while somebody types.</summary>
    private const int MostPlaces = 1_000;

    private readonly List<Problem> problems = [];

    // Where each problem stands in the list: a class says it once, at whatever places it is wrong.
    private readonly Dictionary<(ProblemCode, NodeId, string?), int> reported = [];
    private readonly HashSet<NodeId> fine = [];
    private readonly Dictionary<string, ModuleDecl> classes = [];
    private readonly Dictionary<string, int> branches = [];
    private readonly HashSet<string> nested = [];
    private readonly Dictionary<PlaceKey, ShapedClass> places = [];
    private readonly List<string> path = [];

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The model's own class; null when nothing is known about what it receives.</summary>
    public ShapedClass? Model()
    {
        ModuleDecl declaration = model.Declaration;
        Know(declaration, isNested: false);
        ModuleDecl body = declaration.Template is { } template && declaration.FamilyArgs is not null ? template : declaration;
        if (body != declaration)
        {
            Know(body, isNested: false);
        }

        foreach (ModuleDecl block in declaration.Blocks)
        {
            Know(block, isNested: false);
        }

        if (model.Input is not { } input)
        {
            return null;
        }

        EquatableArray<BoundArgument> args = Arguments(body, declaration.FamilyArgs, "values", Scope.Empty, declaration.Type.Name) ?? Defaults(body);
        Flow flow = Flow.FromInput(input, Dims.Numbers(input), model.InputNode, model.InputIsIndices);
        ShapedClass result = Class(body, args, flow, hiddenBy: null, isOnly: true, isStage: false, declaration.FamilyArgs);
        OfferStatedShapes();
        KeepFixesOfAllPlaces();
        return result;
    }

    /// <summary>A class at one place.</summary>
    /// <param name="declaration">The class.</param>
    /// <param name="args">The [Arg] constants in its scope.</param>
    /// <param name="given">What it receives, in the words of the class around; null when unknown.</param>
    /// <param name="hiddenBy">Whose code hides what it receives; null when nothing does, or when a mistake is the reason.</param>
    /// <param name="isOnly">This is its only place: it is no block and stands in none.</param>
    /// <param name="isStage">It is nested, so that a single operator takes its name.</param>
    /// <param name="giver">The attribute that gives its [Arg] constants their values; null where they have their defaults or are those of the class around.</param>
    private ShapedClass Class(ModuleDecl declaration, EquatableArray<BoundArgument> args, Flow? given, string? hiddenBy, bool isOnly, bool isStage, AttributeDecl? giver = null)
    {
        PlaceKey key = new(declaration.Type.GlobalName, args, given?.Shape, given?.Dims ?? default, given?.IsIndices ?? false, given?.IsSignal ?? false, hiddenBy, isOnly);
        if (places.TryGetValue(key, out ShapedClass? known))
        {
            return known;
        }

        string name = declaration.Type.GlobalName;
        if (path.Contains(name))
        {
            Report(new Problem(ProblemCode.Composition, ClassNode(declaration), null, declaration.Type.Name, "contains itself", "use another block inside it"));
            return Broken(declaration, args, given);
        }

        if (places.Count >= MostPlaces)
        {
            Report(new Problem(
                ProblemCode.Composition, ClassNode(declaration), null,
                declaration.Type.Name, $"makes a model of more than {Literal.Grouped(MostPlaces)} blocks that all differ", "repeat fewer"));
            return Broken(declaration, args, given);
        }

        path.Add(name);
        givers.Add(new Giver(declaration, giver));
        ShapedClass result = new Body(this, declaration, new Scope(args), given, hiddenBy, isOnly, isStage).Run();
        givers.RemoveAt(givers.Count - 1);
        path.RemoveAt(path.Count - 1);
        if (result.Operators > MostOperators)
        {
            Report(new Problem(
                ProblemCode.Composition, ClassNode(declaration), null,
                declaration.Type.Name, $"has more than {Literal.Grouped(MostOperators)} operators, its blocks' counted", "repeat fewer"));
            result = Broken(declaration, args, given);
        }

        places[key] = result;
        return result;
    }

    private static ShapedClass Broken(ModuleDecl declaration, EquatableArray<BoundArgument> args, Flow? given)
        => new(declaration, false, args, given?.Shape, default, given?.Dims ?? default, default, default, 0, null, null, default, 0, IsComplete: false);

    private void Know(ModuleDecl declaration, bool isNested)
    {
        string name = declaration.Type.GlobalName;
        classes[name] = declaration;
        if (isNested)
        {
            nested.Add(name);
        }

        foreach (string branch in declaration.Operators.Where(static op => op.Name is "Repeat" or "Parallel").SelectMany(static op => op.Types))
        {
            branches[branch] = branches.TryGetValue(branch, out int times) ? times + 1 : 1;
        }

        foreach (ModuleDecl stage in declaration.Stages)
        {
            Know(stage, isNested: true);
        }
    }

    private void Report(Problem problem)
    {
        (ProblemCode, NodeId, string?) key = (problem.Code, problem.Node, problem.Argument);
        if (!reported.TryGetValue(key, out int first))
        {
            reported[key] = problems.Count;
            problems.Add(problem);
            return;
        }

        // Another place of the class: what mends it has to mend both.
        problems[first] = problems[first] with { Fixes = problems[first].Fixes.Where(problem.Fixes.Contains).ToEquatableArray() };
    }

    /// <summary>A class may be right at one place and wrong at another: a number or an operator that mends the one would break the other.</summary>
    private void KeepFixesOfAllPlaces()
    {
        for (int i = 0; i < problems.Count; i++)
        {
            if (problems[i].Fixes.Count > 0 && fine.Contains(problems[i].Node))
            {
                problems[i] = problems[i] with { Fixes = problems[i].Fixes.Where(static fix => fix.Edits.All(IsRightAnywhere)).ToEquatableArray() };
            }
        }

        static bool IsRightAnywhere(Edit edit) => edit.Kind is EditKind.DropArgument or EditKind.AddAttribute || (edit.Kind == EditKind.SetArgument && Expression.Number(edit.Text) is null);
    }

    /// <summary>A class at a place that this model does not have but others of its family do: what is wrong there is theirs to say. Null when it cannot be built.</summary>
    private ShapedClass? Unreported(Func<ShapedClass> elaborate)
    {
        Problem[] before = [.. problems];
        ShapedClass place = elaborate();
        if (problems.Count > before.Length)
        {
            foreach ((ProblemCode, NodeId, string?) key in reported.Where(known => known.Value >= before.Length).Select(static known => known.Key).ToArray())
            {
                reported.Remove(key);
            }

            problems.Clear();
            problems.AddRange(before);
            places.Clear();
        }

        return place.IsComplete ? place : null;
    }

    private NodeId ClassNode(ModuleDecl declaration)
        => declaration.Type == model.Type ? NodeId.Class : new NodeId(0, declaration.Type.GlobalName);

    /// <summary>The values of a block's [Arg] constants: those that an attribute gives, in order, and the defaults of the others; null when they do not fit, which is reported.</summary>
    /// <param name="block">The block.</param>
    /// <param name="attribute">Repeat or Args.</param>
    /// <param name="list">The argument that holds the values.</param>
    /// <param name="scope">What the attribute sees.</param>
    /// <param name="user">Who gives them, for the message.</param>
    private EquatableArray<BoundArgument>? Arguments(ModuleDecl block, AttributeDecl? attribute, string list, Scope scope, string user)
    {
        if (attribute is null)
        {
            return null;
        }

        EquatableArray<Constant> given = Given(attribute, list);
        if (given.Count > block.Args.Count)
        {
            string[] codes = [.. given.Select(Scope.Code)];
            string kept = string.Join(", ", codes.Take(block.Args.Count));
            Edit edit = kept.Length == 0 ? Edit.Drop(attribute.Node, list) : Edit.Set(attribute.Node, list, kept);
            Report(new Problem(
                ProblemCode.BlockArguments, attribute.Node, list,
                user, $"gives {Literal.Counted(given.Count, "argument")} to {block.Type.Name}", HasArgs(block))
            {
                Related = new([new Spot(ClassNode(block))]),
                Fixes = codes.Contains("") || given.Any(static value => value is Constant.Text) ? default : new([new Fix("LeaveOut", $"Leave out {string.Join(", ", codes.Skip(block.Args.Count))}", edit)]),
            });
            return null;
        }

        List<BoundArgument> args = [];
        for (int i = 0; i < block.Args.Count; i++)
        {
            ArgDecl arg = block.Args[i];
            if (i >= given.Count)
            {
                args.Add(new BoundArgument(arg.Name, arg.Default, false, Scope.Code(arg.Default)));
                continue;
            }

            Constant? value = scope.Evaluate(given[i]);
            Constant? typed = (arg.Type, value) switch
            {
                ("int", Constant.Integer) => value,
                ("double", Constant.Integer integer) => new Constant.Real(integer.Value),
                ("double", Constant.Real) => value,
                ("bool", Constant.Bool) => value,
                _ => null,
            };
            if (typed is null)
            {
                if (value is not (null or Constant.Invalid))
                {
                    Report(new Problem(
                        ProblemCode.BlockArguments, attribute.Node, Element(list, i),
                        user, $"gives {arg.Name} of {block.Type.Name} the value {Scope.Code(value)}", $"{arg.Name} is {(arg.Type == "int" ? "an int" : $"a {arg.Type}")}"));
                }

                return null;
            }

            args.Add(new BoundArgument(arg.Name, typed, true, given[i] is Constant.Arg or Constant.Compute ? Scope.Code(given[i]) : Scope.Code(typed)));
        }

        return args.ToEquatableArray();
    }

    /// <summary>The values that an attribute lists for a block's [Arg] constants.</summary>
    private static EquatableArray<Constant> Given(AttributeDecl attribute, string list) => attribute.Arguments.FirstOrDefault(argument => argument.Name == list)?.Value switch
    {
        Constant.List items => items.Items,
        Constant.Integers items => items.Values.Select(static item => (Constant)new Constant.Integer(item)).ToEquatableArray(),
        _ => default,
    };

    /// <summary>One value of a list, as a problem names it: "args[1]".</summary>
    private static string Element(string list, int index) => $"{list}[{Index(index)}]";

    /// <summary>"1 argument", "2 arguments".</summary>
    private static string HasArgs(ModuleDecl block)
        => block.Args.Count == 0 ? "it has no [Arg] constants" : $"it has {Literal.Of(block.Args.Count)}: {string.Join(", ", block.Args.Select(static arg => arg.Name))}";

    private static EquatableArray<BoundArgument> Defaults(ModuleDecl block)
        => block.Args.Select(static arg => new BoundArgument(arg.Name, arg.Default, false, Scope.Code(arg.Default))).ToEquatableArray();

    private sealed record PlaceKey(string Class, EquatableArray<BoundArgument> Args, Shape? Input, EquatableArray<Dim> Dims, bool IsIndices, bool IsSignal, string? HiddenBy, bool IsOnly);

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);
}
