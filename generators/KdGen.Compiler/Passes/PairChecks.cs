using System.Collections.Generic;
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
    public static EquatableArray<Problem> Of(NodeId header, EquatableArray<LossReader> readers, ModelRef? teacher, ModelRef student)
    {
        List<Problem> problems = [];
        if (teacher is { Input: { } taught } && student.Input is { } learned && taught != learned)
        {
            problems.Add(new Problem(
                ProblemCode.InputsDiffer, header, "TStudent",
                teacher.DisplayName, taught.ToString(), student.DisplayName, learned.ToString()));
        }

        // A map in place of logits is one cause, however many terms read it.
        bool studentIsMap = false;
        bool teacherIsMap = false;
        foreach (LossReader reader in readers)
        {
            if (reader.Kind == LossKind.Hint)
            {
                continue;
            }

            ModelRef? read = reader.Kind == LossKind.KL ? teacher : null;
            Check(student, teacher is null ? "" : "student ", ref studentIsMap);
            if (read is not null)
            {
                Check(read, "teacher ", ref teacherIsMap);
            }

            if (read?.Output is { IsMap: false } given && student.Output is { IsMap: false } got && given != got)
            {
                problems.Add(new Problem(
                    ProblemCode.ClassesDiffer, reader.Node, "kind",
                    reader.Kind.ToString(), read.DisplayName, Literal.Of(given.Channels), student.DisplayName, Literal.Of(got.Channels)));
            }

            void Check(ModelRef model, string role, ref bool isMap)
            {
                if (model.Output is { IsMap: true } map && !isMap)
                {
                    isMap = true;
                    problems.Add(new Problem(
                        ProblemCode.MapNotFlattened, reader.Node, null,
                        reader.Kind.ToString(), map.ToString(), role + model.DisplayName, "at its end"));
                }
            }
        }

        return problems.ToEquatableArray();
    }
}
