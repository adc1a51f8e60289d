using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes.Lints;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>
/// Runs the shape of one sample through a model, every stage and every copy of a block. One cause gives one error: after a mismatch it goes on
/// with what is declared, and where nothing is known it says nothing.
/// </summary>
internal static class ShapeInference
{
    public static ShapedModule Infer(ModuleIr module)
    {
        Elaborator elaborator = new(module);
        ShapedClass? body = elaborator.Model();
        // Where a layer cannot do without the hidden shape, its error says what the note would.
        bool isNeeded = elaborator.Problems.Any(static problem => problem.Code == ProblemCode.SizeUnknown);
        List<Problem> problems = [.. module.Problems, .. elaborator.Problems.Where(problem => !isNeeded || problem.Code != ProblemCode.ShapeUnknown)];
        if (body is { IsComplete: true } && IsSound() && TwiceNamed(body) is { } name)
        {
            problems.Add(new Problem(
                ProblemCode.Composition, NodeId.Class, null,
                module.Type.Name, $"has two weights called {name}", "give one of their operators or stages another Key"));
        }

        if (body is { IsComplete: true } && IsSound() && BlockRanks.Check(body) is { } mixed)
        {
            problems.Add(mixed);
        }

        problems.AddRange(NameChecks.Of(module.Declaration, body, body is { IsComplete: true } && IsSound()));

        // What could be better is said of models that work.
        if (body is { IsComplete: true } && IsSound())
        {
            IReadOnlyList<ShapedClass> places = Places.Of(body);
            problems.AddRange(LinearTwice.Of(places));
            problems.AddRange(BiasBeforeNorm.Of(places));
            problems.AddRange(LogitChecks.OfRole(module.Declaration, body));
        }

        return new ShapedModule(
            module,
            body,
            problems
                .OrderBy(static problem => problem.Node.Owner ?? "", StringComparer.Ordinal)
                .ThenBy(static problem => problem.Node.Value)
                .ToEquatableArray());

        // A note does not stop the checks that need the whole model; an error does.
        bool IsSound() => !problems.Any(static problem => problem.IsError);
    }

    /// <summary>A state_dict name that two tensors would have; null when all differ.</summary>
    private static string? TwiceNamed(ShapedClass body)
    {
        List<StateTensor> tensors = [];
        StateDict.Add(body, "", tensors);
        HashSet<string> names = [];
        return tensors.FirstOrDefault(tensor => !names.Add(tensor.Name))?.Name;
    }
}
