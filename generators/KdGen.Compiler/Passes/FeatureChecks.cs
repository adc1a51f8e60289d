using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What must hold between the features that a term compares, and that the heads which it names are there. A model with errors of its own is not looked into.</summary>
internal static class FeatureChecks
{
    /// <summary>Checks what a recipe's terms read inside its models.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="readers">Its terms.</param>
    /// <param name="teacher">The teacher; null when it is no model declared here.</param>
    /// <param name="student">The class that learns; null as above.</param>
    /// <param name="insides">The models with all that is in them.</param>
    public static EquatableArray<Problem> Of(RecipeDecl recipe, EquatableArray<LossReader> readers, ModuleSignature? teacher, ModuleSignature? student, Insides insides)
    {
        List<Problem> problems = [];
        foreach (LossReader reader in readers)
        {
            AttributeDecl term = recipe.Losses.FirstOrDefault(loss => loss.Node == reader.Node) ?? recipe.Header;
            List<ComparedShapes> compared = [];
            int before = problems.Count;
            for (int place = 0; place < reader.Pairs.Count; place++)
            {
                TapPair pair = reader.Pairs[place];
                if (TapProblems.Swapped(term, place, teacher?.Taps?.Find(pair.Teacher), student?.Taps?.Find(pair.Student), insides) is { } swapped)
                {
                    problems.Add(swapped);
                    break;
                }

                TapAnswer? taught = Resolved(term, place, pair.Teacher, teacher, recipe.TeacherKind, recipe.Teacher ?? "", "teacher", insides, problems);
                TapAnswer? learned = Resolved(term, place, pair.Student, student, recipe.StudentKind, recipe.Student, "student", insides, problems);
                if (taught is not null && learned is not null)
                {
                    compared.Add(new ComparedShapes(pair, Taps.Text(teacher!.DisplayName, pair.Teacher), taught.Shape, Taps.Text(student!.DisplayName, pair.Student), learned.Shape)
                    {
                        TeacherArgument = StagePairs.Argument(term, "teacher", place),
                        StudentArgument = StagePairs.Argument(term, "student", place),
                        Spots = new([.. TapProblems.ClassOf(pair.Teacher, insides.Teacher, "teacher"), .. TapProblems.ClassOf(pair.Student, insides.Student, "student")]),
                    });
                }

                // One cause is said once, however many layers show it.
                if (problems.Count > before)
                {
                    break;
                }
            }

            foreach ((TapRequest? head, ModuleSignature? model, ModelKind kind, string? type, string role) in new[]
            {
                (reader.Heads.Teacher, teacher, recipe.TeacherKind, recipe.Teacher, "teacher"),
                (reader.Heads.Student, student, recipe.StudentKind, recipe.Student, "student"),
            })
            {
                if (head is not null && type is not null)
                {
                    Resolved(term, 0, head, model, kind, type, role, insides, problems);
                }
            }

            if (problems.Count == before && ShapeChecks.Of(reader, compared) is { } problem)
            {
                problems.Add(problem);
            }
        }

        return problems.ToEquatableArray();
    }

    private static TapAnswer? Resolved(AttributeDecl term, int place, TapRequest request, ModuleSignature? model, ModelKind kind, string type, string role, Insides insides, List<Problem> problems)
    {
        if (model is null && kind == ModelKind.Module)
        {
            problems.Add(new Problem(
                ProblemCode.TapOfOtherModel, term.Node, TapProblems.Argument(term, place, request, TapPart.Stage, role),
                Taps.NameOf(request.Stage), $"no stage that the build knows, since {role} {Taps.NameOf(type)} is not declared with attributes",
                request.IsHead ? $"declare the model, or leave {TapProblems.Argument(term, place, request, TapPart.Stage, role)} out" : "declare the model, or compare logits with Kind.KL"));
            return null;
        }

        if (model?.Taps?.Find(request) is not { } answer)
        {
            return null;
        }

        if (answer.Fault is { } fault)
        {
            // Both sides may have it: a loss that is not for stages without activation, or without attention.
            Problem problem = TapProblems.Of(term, place, request, fault, role, insides);
            if (!problems.Any(said => said.Code == problem.Code && said.Node == problem.Node && IsSameCause(said, problem)))
            {
                problems.Add(problem);
            }

            return null;
        }

        return answer;
    }

    private static bool IsSameCause(Problem said, Problem problem)
        => said.Code == ProblemCode.NoPreActivation || said.Arguments[1] == problem.Arguments[1] || (said.Arguments[2] == TapFinder.NoRepeat && problem.Arguments[2] == TapFinder.NoRepeat);
}
