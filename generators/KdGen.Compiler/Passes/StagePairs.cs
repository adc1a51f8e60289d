using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The stages that a term names: between its angle brackets, by two names, or by two lists of names.</summary>
internal static class StagePairs
{
    /// <summary>The pairs in the order of their lists; none where a side is missing or the lists differ in length.</summary>
    public static IReadOnlyList<(TapRequest Teacher, TapRequest Student)> Of(AttributeDecl term)
    {
        if (term.Types.Count == 2)
        {
            return [(new TapRequest(term.Types[0], PreAct: false, Layer: null), new TapRequest(term.Types[1], PreAct: false, Layer: null))];
        }

        (EquatableArray<string> teachers, EquatableArray<string> students) = (Names(term, "Teacher"), Names(term, "Student"));
        return teachers.Count != students.Count ? [] : [.. teachers.Zip(students, static (teacher, student) => (Named(teacher), Named(student)))];
    }

    /// <summary>What is wrong about the way a term names its stages; null when nothing is.</summary>
    public static Problem? Fault(AttributeDecl term, string kind, int least, bool isJoint)
    {
        bool isList = IsList(term);
        (int teachers, int students) = (Names(term, "Teacher").Count, Names(term, "Student").Count);
        if (teachers + students == 0)
        {
            return new Problem(
                ProblemCode.OutOfRange, term.Node, Has(term, "TeacherStages") ? "TeacherStages" : isList ? "StudentStages" : "kind", term.Name, $"{kind} without stages",
                least > 1 ? "list stages of each model, TeacherStages = [nameof(Teacher.Stage1), nameof(Teacher.Stage2)] and StudentStages"
                    : $"name a stage of each model, [DistillLoss<Teacher.Stage, Student.Stage>(Kind.{kind})]");
        }

        if (!isList && teachers + students == 1)
        {
            (string written, string missing) = teachers == 0 ? ("Student", "Teacher") : ("Teacher", "Student");
            return new Problem(ProblemCode.OutOfRange, term.Node, written, kind, $"a stage of the {written.ToLowerInvariant()} and none of the {missing.ToLowerInvariant()}", $"add {missing} = nameof({missing}.Stage)");
        }

        if (isList && (term.Types.Count == 2 || Has(term, "Teacher") || Has(term, "Student")))
        {
            string list = Has(term, "TeacherStages") ? "TeacherStages" : "StudentStages";
            return new Problem(ProblemCode.OutOfRange, term.Node, list, kind, $"{list} and a stage of its own", "name all stages in the lists, or one of each model");
        }

        if (isList && (Has(term, "TeacherLayers") || Has(term, "StudentLayers")))
        {
            string layers = Has(term, "TeacherLayers") ? "TeacherLayers" : "StudentLayers";
            return new Problem(ProblemCode.OutOfRange, term.Node, layers, kind, $"{layers} of a list of stages", "they are blocks of one stage: write a term for each stage")
            {
                Fixes = new([new Fix("DropLayers", "Remove the layers", [.. new[] { "TeacherLayers", "StudentLayers" }.Where(written => Has(term, written)).Select(written => Edit.Drop(term.Node, written))])]),
            };
        }

        if (teachers != students)
        {
            return new Problem(
                ProblemCode.LayerMap, term.Node, students == 0 ? "TeacherStages" : "StudentStages",
                kind, $"{Literal.Of(teachers)} TeacherStages and {Literal.Of(students)} StudentStages", "give as many of both, one pair a position")
            {
                Related = teachers == 0 || students == 0 ? default : new([new Spot(term.Node, "TeacherStages")]),
            };
        }

        // Blocks of one stage are a list, too.
        int pairs = term.Types.Count == 2 ? 1 : teachers;
        return isJoint && pairs < least && !Has(term, "TeacherLayers")
            ? new Problem(
                ProblemCode.LayerMap, term.Node, isList ? "StudentStages" : "kind",
                kind, Literal.Counted(pairs, "pair") + " of stages", $"list at least {Literal.Of(least)} neighbouring stages of each model in TeacherStages and StudentStages")
            : null;
    }

    /// <summary>The stages are named in lists.</summary>
    public static bool IsList(AttributeDecl term) => Has(term, "TeacherStages") || Has(term, "StudentStages");

    /// <summary>The names in one of a term's lists.</summary>
    /// <param name="term">The term.</param>
    /// <param name="argument">"TeacherStages" or "StudentStages".</param>
    public static EquatableArray<string> List(AttributeDecl term, string argument) => Value(term, argument) is Constant.Texts list ? list.Values : default;

    /// <summary>The argument that names a side's stage.</summary>
    /// <param name="term">The term.</param>
    /// <param name="role">"teacher" or "student".</param>
    /// <param name="index">Which pair.</param>
    public static string Argument(AttributeDecl term, string role, int index)
    {
        string side = role == "teacher" ? "Teacher" : "Student";
        return term.Types.Count == 2 ? $"T{side}Stage" : Has(term, side + "Stages") ? $"{side}Stages[{Literal.Of(index)}]" : side;
    }

    private static TapRequest Named(string stage) => new(stage, PreAct: false, Layer: null) { IsNamed = true };

    private static EquatableArray<string> Names(AttributeDecl term, string side)
        => Value(term, side + "Stages") is Constant.Texts list ? list.Values
            : Value(term, side) is Constant.Text name ? new([name.Value])
            : term.Types.Count == 2 ? new([side]) : default;

    private static bool Has(AttributeDecl term, string argument) => Value(term, argument) is not null;

    private static Constant? Value(AttributeDecl term, string argument) => term.Arguments.FirstOrDefault(known => known.Name == argument)?.Value;
}
