using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Whether what terms take for logits is a vector of classes, as many as they need. Shapes that are unknown are not checked.</summary>
internal static class LogitShapes
{
    public static IEnumerable<Problem> Of(EquatableArray<LossReader> readers, LogitSources sources, Insides insides)
    {
        // What one source gives is one cause, however many terms read it; so are other classes.
        HashSet<string> said = [];
        List<Problem> problems = [];
        string studentRole = sources.Teacher is null ? "" : "student ";
        foreach (LossReader reader in readers.Where(static reader => (reader.Reads & LossReads.Student) != 0))
        {
            LogitSource student = sources.OfStudent(reader.Heads.Student);
            LogitSource? teacher = (reader.Reads & LossReads.Teacher) != 0 ? sources.OfTeacher(reader.Heads.Teacher) : null;
            Add("student " + student.Text, NoVector(reader, student, studentRole, "Student"));
            if (teacher is not null)
            {
                Add("teacher " + teacher.Text, NoVector(reader, teacher, "teacher ", "Teacher"));
                Add($"{teacher.Text} and {student.Text}", ClassesDiffer(reader, teacher, student, insides));
            }

            Add($"{reader.Name} of {student.Text}", TooFew(reader, student, studentRole));
            Add($"weights in {reader.Node.Value}", OtherWeights(reader, student, studentRole));
        }

        return problems;

        void Add(string cause, Problem? problem)
        {
            if (problem is not null && said.Add(cause))
            {
                problems.Add(problem);
            }
        }
    }

    private static Problem? NoVector(LossReader reader, LogitSource source, string role, string head) => source.Shape switch
    {
        { Rank: > 1 } feature when !source.IsResult => new Problem(ProblemCode.FeatureKind, reader.Node, head, reader.Name, "vectors of classes", source.Text, Ranks.Describe(feature))
        {
            Related = source.Spots,
            Fixes = new([new Fix("Drop" + head, $"Leave {head} out, for the logits of the {head.ToLowerInvariant()}", Edit.Drop(reader.Node, head))]),
        },
        { IsMap: true } map => new Problem(ProblemCode.MapNotFlattened, reader.Node, null, reader.Name, Ranks.Describe(map), role + source.Text, "at its end")
        {
            Related = source.Spots,
            Fixes = ModelChanges.PoolFixes(source.Module),
        },
        { Rank: 2 } sequence => new Problem(
            ProblemCode.WrongRank, reader.Node, null, reader.Name, "a vector of classes", Ranks.Describe(sequence), role + source.Text, "end it with Select(0) or Mean and a Linear") { Related = source.Spots },
        _ => null,
    };

    private static Problem? ClassesDiffer(LossReader reader, LogitSource teacher, LogitSource student, Insides insides)
    {
        if (teacher.Shape is not { Rank: 1 } given || student.Shape is not { Rank: 1 } got || given == got)
        {
            return null;
        }

        bool areResults = teacher.IsResult && student.IsResult;
        return new Problem(ProblemCode.ClassesDiffer, reader.Node, !student.IsResult ? "Student" : !teacher.IsResult ? "Teacher" : "kind", reader.Name, teacher.Text, given.ToString(), student.Text, got.ToString())
        {
            Related = areResults ? new[] { insides.Teacher, insides.Student }.OfType<ShapedModule>().Select(ModelChanges.LogitsOf).ToEquatableArray() : teacher.Spots.Concat(student.Spots).ToEquatableArray(),
            Fixes = areResults ? ModelChanges.ClassFixes(insides, given, got) : default,
        };
    }

    private static Problem? TooFew(LossReader reader, LogitSource student, string role)
        => student.Shape is { Rank: 1, Channels: var classes } && classes < reader.LeastClasses
            ? new Problem(
                ProblemCode.OutOfRange, reader.Node, reader.IsWritten ? "kind" : null,
                reader.Name, $"{Classes(classes)} of {role}{student.Text}", $"it needs at least {Literal.Of(reader.LeastClasses)}{(reader.ForOneClass is { } other ? $", {other} takes one" : "")}")
            {
                Related = student.Spots,
                Fixes = reader.ForOneClass is { } kind ? new([UseBinary(reader, $"Kind.{kind}")]) : default,
            }
            : null;

    private static Fix UseBinary(LossReader reader, string kind) => reader.IsWritten
        ? new Fix("UseBinary", $"Use {kind}", Edit.Set(reader.Node, "kind", kind))
        : new Fix("UseBinary", $"Add [DistillLoss({kind})]", Edit.AddAttribute(reader.Node, $"DistillLoss({kind})"));

    private static Problem? OtherWeights(LossReader reader, LogitSource student, string role)
        => student.Shape is { Rank: 1, Channels: var classes }
            && reader.Options.FirstOrDefault(static option => option.Name == "ClassWeights")?.Value is Constant.Reals { Values.Count: > 0 and var weights } && weights != classes
            ? new Problem(
                ProblemCode.OutOfRange, reader.Node, "ClassWeights",
                reader.Name, $"{Literal.Of(weights)} ClassWeights", $"give {Literal.Of(classes)}, one for each class of {role}{student.Text}") { Related = student.Spots }
            : null;

    private static string Classes(long number) => number == 1 ? "1 class" : $"{Literal.Of(number)} classes";
}
