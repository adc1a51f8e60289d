using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What a term says when a value that it compares is not to be had.</summary>
internal static class TapProblems
{
    /// <summary>The slip of a term whose stages stand in the wrong order; null when it is another one, or none.</summary>
    /// <param name="term">The term.</param>
    /// <param name="place">Which of its pairs.</param>
    /// <param name="teacher">What the teacher says of its stage.</param>
    /// <param name="student">What the student says.</param>
    /// <param name="insides">The models.</param>
    public static Problem? Swapped(AttributeDecl term, int place, TapAnswer? teacher, TapAnswer? student, Insides insides)
        => teacher?.Fault is { IsOfRival: true } fault && student?.Fault is { IsOfRival: true }
            ? new Problem(
                fault.Code, term.Node, Argument(term, place, teacher.Request, fault.Part, "teacher"),
                [fault.Words[0], fault.Words[1], term.Types.Count == 2 ? "the teacher's stage stands first, the student's second" : "swap the two"])
            {
                Related = new([new Spot(term.Node, Argument(term, place, student.Request, fault.Part, "student"))]),
                Fixes = Swap(term, insides),
            }
            : null;

    /// <summary>A fault of one of a term's values.</summary>
    /// <param name="term">The term.</param>
    /// <param name="place">Which of its pairs.</param>
    /// <param name="request">The value.</param>
    /// <param name="fault">What is wrong about it.</param>
    /// <param name="role">"teacher" or "student".</param>
    /// <param name="insides">The models.</param>
    public static Problem Of(AttributeDecl term, int place, TapRequest request, TapFault fault, string role, Insides insides)
        => request.IsHead ? new(fault.Code, term.Node, Argument(term, place, request, fault.Part, role), fault.Words) { Fixes = LikelyStage(term, place, request, role, insides) }
        : new(fault.Code, term.Node, Argument(term, place, request, fault.Part, role), Words(term, fault))
        {
            Related = ClassOf(request, Module(insides, role), role),
            Fixes = fault.Code switch
            {
                ProblemCode.LayerMap => LayerMaps.Fixes(term, insides),
                ProblemCode.TapOfOtherModel when fault.Part == TapPart.PreAct => new([DropPreAct(term)]),
                ProblemCode.TapOfOtherModel => LikelyStage(term, place, request, role, insides),
                ProblemCode.NoPreActivation => OtherPreAct(term, request, fault, role, insides),
                _ => default,
            },
        };

    /// <summary>The argument of a term that says a part of a request: its stage too where the part is not written, since the loss means it.</summary>
    public static string Argument(AttributeDecl term, int place, TapRequest request, TapPart part, string role)
        => request.IsHead ? role == "teacher" ? "Teacher" : "Student"
            : part == TapPart.Layer ? role == "teacher" ? "TeacherLayers" : "StudentLayers"
            : part == TapPart.PreAct && IsWritten(term) && !(IsOfNorm(term) && request.PreAct) ? "PreAct"
            : StagePairs.Argument(term, role, place);

    /// <summary>The class of the stage that a request names; none where it is unknown.</summary>
    public static EquatableArray<Spot> ClassOf(TapRequest request, ShapedModule? module, string role)
        => (!request.IsNamed ? request.Stage
            : module is { HasErrors: false, Body: { } body } ? new TapFinder(body, module.Module.Type.Name, role).ClassOf(request) : null) is { } stage ? new([new Spot(new NodeId(0, stage))]) : default;

    /// <summary>What fills the message: who speaks is the term's loss, or the option that it would do without.</summary>
    private static string[] Words(AttributeDecl term, TapFault fault)
    {
        string[] words = [.. fault.Words];
        switch (fault.Code)
        {
            case ProblemCode.LayerMap:
                words[0] = KindOf(term);
                break;
            case ProblemCode.NoPreActivation when words[0] != "PreAct":
                words[0] = KindOf(term);
                break;
            case ProblemCode.NoPreActivation when NeedsOf(term) is { IsBeforeActivation: true }:
                words[0] = KindOf(term);
                words[words.Length - 1] = IsOfNorm(term) ? "name another stage" : "set PreAct = false";
                break;
        }

        return words;
    }

    /// <summary>What a term's loss needs of features; null for one over logits, or no loss.</summary>
    public static FeatureNeeds? NeedsOf(AttributeDecl term) => LossBinder.SpecOf(term)?.Features;

    /// <summary>The loss means nothing elsewhere than before an activation.</summary>
    private static bool IsOfNorm(AttributeDecl term) => NeedsOf(term) is { TakesTeacherNorm: true };

    private static bool IsWritten(AttributeDecl term) => term.Arguments.Any(static argument => argument.Name == "PreAct");

    private static string KindOf(AttributeDecl term) => term.Arguments.FirstOrDefault(static argument => argument.Name == "kind")?.Value is Constant.Text kind ? kind.Value : term.Name;

    /// <summary>What is compared instead is what the stage gives, or of a loss that means nothing there what enters its activation.</summary>
    private static EquatableArray<Fix> OtherPreAct(AttributeDecl term, TapRequest request, TapFault fault, string role, Insides insides)
        => IsOfNorm(term) ? fault.Part == TapPart.PreAct && !request.PreAct && FinderOf(insides, role)?.Find(request with { PreAct = true }, out _) is not null ? new([DropPreAct(term)]) : default
            : NeedsOf(term) is { IsBeforeActivation: true } ? new([new Fix("DropPreAct", "Set PreAct = false", Edit.Set(term.Node, "PreAct", "false"))])
            : IsWritten(term) ? new([DropPreAct(term)]) : default;

    private static Fix DropPreAct(AttributeDecl term) => new("DropPreAct", "Leave PreAct out", Edit.Drop(term.Node, "PreAct"));

    /// <summary>The stage that is likely meant: the one of the same name in the model that should have it, since half of a pair is easily copied and not changed, or of a name that is written one whose name is a slip away.</summary>
    private static EquatableArray<Fix> LikelyStage(AttributeDecl term, int place, TapRequest request, string role, Insides insides)
    {
        if (FinderOf(insides, role) is not { } finder || finder.Has(request) || finder.Likely(request.Stage) is not { } stage
            || (!request.IsNamed && Taps.NameOf(stage) != Taps.NameOf(request.Stage)) || finder.Find(request with { Stage = stage, IsNamed = false }, out _) is null)
        {
            return default;
        }

        string argument = Argument(term, place, request, TapPart.Stage, role);
        return new([new Fix("UseSameStage", $"Use {Module(insides, role)!.Module.Type.Name}.{Taps.NameOf(stage)}", Edit.Set(term.Node, argument, request.IsNamed ? $"nameof({stage})" : stage))]);
    }

    /// <summary>Every stage to the model that has it: of a list all pairs that stand the wrong way round.</summary>
    private static EquatableArray<Fix> Swap(AttributeDecl term, Insides insides)
    {
        if (term.Types.Count == 2)
        {
            return Swapping("TTeacherStage", term.Types[1], "TStudentStage", term.Types[0]);
        }

        (string? Teacher, string? Student)[] pairs = [.. StagePairs.Of(term).Select(pair =>
            (Name(pair.Teacher, "teacher") ?? Name(pair.Student, "teacher"), Name(pair.Teacher, "teacher") is null ? Name(pair.Teacher, "student") : Name(pair.Student, "student")))];
        return pairs.Any(static pair => pair.Teacher is null || pair.Student is null) ? default
            : StagePairs.IsList(term) ? Swapping("TeacherStages", $"[{string.Join(", ", pairs.Select(static pair => pair.Teacher))}]", "StudentStages", $"[{string.Join(", ", pairs.Select(static pair => pair.Student))}]")
            : Swapping("Teacher", pairs[0].Teacher!, "Student", pairs[0].Student!);

        EquatableArray<Fix> Swapping(string teacher, string first, string student, string second) => new([new Fix("Swap", "Swap the stages", Edit.Set(term.Node, teacher, first), Edit.Set(term.Node, student, second))]);

        string? Name(TapRequest request, string role) => FinderOf(insides, role)?.ClassOf(request) is { } stage ? $"nameof({stage})" : null;
    }

    private static ShapedModule? Module(Insides insides, string role) => role == "teacher" ? insides.Teacher : insides.Student;

    private static TapFinder? FinderOf(Insides insides, string role) => Module(insides, role) is { HasErrors: false, Body: { } body } module ? new TapFinder(body, module.Module.Type.Name, role) : null;
}
