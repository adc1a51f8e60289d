using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What must hold between a recipe's models. Shapes that are unknown are not checked.</summary>
internal static class PairChecks
{
    /// <summary>Checks a recipe's models against each other and against the terms that read them.</summary>
    /// <param name="header">The recipe's [Distill] or [Train].</param>
    /// <param name="readers">Its terms.</param>
    /// <param name="sources">Where its terms read logits.</param>
    /// <param name="insides">The models with all that is in them.</param>
    public static EquatableArray<Problem> Of(NodeId header, EquatableArray<LossReader> readers, LogitSources sources, Insides insides)
    {
        List<Problem> problems = [];
        (ModelRef? teacher, ModelRef student) = (sources.Teacher, sources.Student);
        if (teacher is { Input: { } taught } && student.Input is { } learned && (taught != learned || OneTakesIndices(insides)))
        {
            bool isOfTypes = OneTakesIndices(insides);
            problems.Add(new Problem(
                ProblemCode.InputsDiffer, header, "TStudent",
                teacher.DisplayName, Taken(taught, insides.Teacher), student.DisplayName, Taken(learned, insides.Student))
            {
                Related = Spots(ModelChanges.InputOf, insides),
                Fixes = isOfTypes ? default : ModelChanges.InputFixes(insides),
            });

            string Taken(Shape shape, ShapedModule? module) => isOfTypes ? $"{shape} {(module!.Module.InputIsIndices ? "indices" : "real numbers")}" : shape.ToString();
        }

        problems.AddRange(LogitShapes.Of(readers, sources, insides));
        return problems.ToEquatableArray();
    }

    private static bool OneTakesIndices(Insides insides)
        => insides is { Teacher: { } teacher, Student: { } student } && teacher.Module.InputIsIndices != student.Module.InputIsIndices;

    /// <summary>A student that is larger than its teacher, which is seldom meant. An equal one is: networks are distilled into their own kind (Furlanello et al., 2018).</summary>
    public static Problem? StudentLarger(NodeId header, Insides insides)
        => ModelChanges.ParametersOf(insides.Teacher) is { } taught && ModelChanges.ParametersOf(insides.Student) is { } learned && learned > taught
            ? new Problem(
                ProblemCode.StudentLarger, header, "TStudent",
                insides.Student!.Module.Type.Name, Literal.Grouped(learned), insides.Teacher!.Module.Type.Name, Literal.Grouped(taught))
            {
                Related = Spots(static module => new Spot(new NodeId(0, module.Module.Type.GlobalName)), insides),
            }
            : null;

    private static EquatableArray<Spot> Spots(Func<ShapedModule, Spot> find, Insides insides)
        => new[] { insides.Teacher, insides.Student }.OfType<ShapedModule>().Select(find).ToEquatableArray();
}
