using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
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
    public static Problem? Swapped(AttributeDecl term, int place, TapAnswer? teacher, TapAnswer? student)
        => teacher?.Fault is { IsOfRival: true } fault && student?.Fault is { IsOfRival: true }
            ? new Problem(
                fault.Code, term.Node, Argument(term, place, teacher.Request, fault.Part, "teacher"),
                [fault.Words[0], fault.Words[1], term.Types.Count == 2 ? "the teacher's stage stands first, the student's second" : "swap the two"])
            {
                Related = new([new Spot(term.Node, Argument(term, place, student.Request, fault.Part, "student"))]),
                Fixes = term.Types.Count == 2 ? new([new Fix("Swap", "Swap the stages", Edit.Replace(term.Node, Text(term, [term.Types[1], term.Types[0]])))]) : default,
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
        => request.IsHead ? new(fault.Code, term.Node, Argument(term, place, request, fault.Part, role), fault.Words)
        : new(fault.Code, term.Node, Argument(term, place, request, fault.Part, role), Words(term, fault))
        {
            Related = ClassOf(request, role == "teacher" ? insides.Teacher : insides.Student, role),
            Fixes = fault.Code switch
            {
                ProblemCode.LayerMap => LayerMaps.Fixes(term, insides),
                ProblemCode.TapOfOtherModel when fault.IsOfRival => SameStage(term, request, role, insides) is { } fix ? new([fix]) : default,
                ProblemCode.NoPreActivation => WithoutPreAct(term),
                _ => default,
            },
        };

    /// <summary>The argument of a term that says a part of a request: its stage too where the part is not written, since the loss means it.</summary>
    public static string Argument(AttributeDecl term, int place, TapRequest request, TapPart part, string role)
        => request.IsHead ? role == "teacher" ? "Teacher" : "Student"
            : part == TapPart.Layer ? role == "teacher" ? "TeacherLayers" : "StudentLayers"
            : part == TapPart.PreAct && term.Arguments.Any(static argument => argument.Name == "PreAct") ? "PreAct"
            : StagePairs.Argument(term, role, place);

    /// <summary>The class of the stage that a request names; none where it is unknown.</summary>
    public static EquatableArray<Spot> ClassOf(TapRequest request, ShapedModule? module, string role)
        => (!request.IsNamed ? request.Stage
            : module is { HasErrors: false, Body: { } body } ? new TapFinder(body, module.Module.Type.Name, role).ClassOf(request) : null) is { } stage ? new([new Spot(new NodeId(0, stage))]) : default;

    /// <summary>What fills the message: who speaks is the term's loss.</summary>
    private static string[] Words(AttributeDecl term, TapFault fault)
    {
        bool isWritten = term.Arguments.Any(static argument => argument.Name == "PreAct");
        return fault.Code == ProblemCode.LayerMap || (fault.Code == ProblemCode.NoPreActivation && (fault.Words[0] != "PreAct" || !isWritten))
            ? [KindOf(term), .. fault.Words.Skip(1).Take(fault.Words.Count - 2), fault.Words[0] != "PreAct" ? fault.Words[fault.Words.Count - 1] : CanTakeActivated(term) ? "set PreAct = false" : "name another stage"]
            : [.. fault.Words];
    }

    private static string KindOf(AttributeDecl term) => term.Arguments.FirstOrDefault(static argument => argument.Name == "kind")?.Value is Constant.Text kind ? kind.Value : term.Name;

    /// <summary>The loss takes what enters an activation unless the term says otherwise, which it may: a loss that reads the norm there means nothing elsewhere.</summary>
    private static bool CanTakeActivated(AttributeDecl term) => LossBinder.SpecOf(term)?.Features is { IsBeforeActivation: true, TeacherExtra: TapExtra.None };

    /// <summary>What is compared instead is what the stage gives; not for a loss that means nothing there.</summary>
    private static EquatableArray<Fix> WithoutPreAct(AttributeDecl term)
        => term.Arguments.Any(static argument => argument.Name == "PreAct") ? new([new Fix("DropPreAct", "Leave PreAct out", Edit.Drop(term.Node, "PreAct"))])
            : CanTakeActivated(term) ? new([new Fix("DropPreAct", "Set PreAct = false", Edit.Set(term.Node, "PreAct", "false"))])
            : default;

    /// <summary>The stage of that name in the model that should have it: half of a pair is easily copied and not changed.</summary>
    private static Fix? SameStage(AttributeDecl term, TapRequest request, string role, Insides insides)
    {
        bool isTeacher = role == "teacher";
        if ((isTeacher ? insides.Teacher : insides.Student) is not { HasErrors: false, Body: { } body } module)
        {
            return null;
        }

        if (term.Types.Count != 2)
        {
            return null;
        }

        string[] same = [.. body.Steps.OfType<Step.Child>().Select(static child => child.Class.Declaration.Type).Where(type => type.Name == Taps.NameOf(request.Stage)).Select(static type => type.GlobalName)];
        if (same.Length != 1 || new TapFinder(body, module.Module.Type.Name, role).Find(request with { Stage = same[0] }, out _) is null)
        {
            return null;
        }

        string[] stages = isTeacher ? [same[0], term.Types[1]] : [term.Types[0], same[0]];
        return new Fix("UseSameStage", $"Use {module.Module.Type.Name}.{Taps.NameOf(same[0])}", Edit.Replace(term.Node, Text(term, stages)));
    }

    /// <summary>A term as it is written, with other stages.</summary>
    private static string Text(AttributeDecl term, string[] stages)
    {
        IEnumerable<string> arguments = term.Arguments.Select(static argument => argument.Name == "kind" ? Value(argument) : $"{argument.Name} = {Value(argument)}");
        return $"DistillLoss<{string.Join(", ", stages)}>({string.Join(", ", arguments)})";
    }

    private static string Value(Argument argument) => argument.Value switch
    {
        Constant.Text text => $"{(argument.Name == "kind" ? "Kind" : "Projector")}.{text.Value}",
        Constant.Integers list => $"[{Scope.Code(list)}]",
        Constant.Real real => Literal.Text(real.Value),
        var other => Scope.Code(other),
    };
}
