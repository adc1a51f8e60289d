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
    public static Problem? Swapped(AttributeDecl term, TapAnswer? teacher, TapAnswer? student)
        => teacher?.Fault is { IsOfRival: true } fault && student?.Fault is { IsOfRival: true }
            ? new Problem(fault.Code, term.Node, Argument(fault.Part, "teacher"), [fault.Words[0], fault.Words[1], "the teacher's stage stands first, the student's second"])
            {
                Related = new([new Spot(term.Node, Argument(fault.Part, "student"))]),
                Fixes = new([new Fix("Swap", "Swap the stages", Edit.Replace(term.Node, Text(term, [term.Types[1], term.Types[0]])))]),
            }
            : null;

    /// <summary>A fault of one of a term's values.</summary>
    /// <param name="term">The term.</param>
    /// <param name="request">The value.</param>
    /// <param name="fault">What is wrong about it.</param>
    /// <param name="role">"teacher" or "student".</param>
    /// <param name="insides">The models.</param>
    public static Problem Of(AttributeDecl term, TapRequest request, TapFault fault, string role, Insides insides)
        => request.IsHead ? new(fault.Code, term.Node, Argument(role), fault.Words)
        : new(fault.Code, term.Node, Argument(fault.Part, role), fault.Words)
        {
            Related = new([new Spot(new NodeId(0, request.Stage))]),
            Fixes = fault.Code switch
            {
                ProblemCode.LayerMap => LayerMaps.Fixes(term, insides),
                ProblemCode.TapOfOtherModel when fault.IsOfRival => SameStage(term, request, role, insides) is { } fix ? new([fix]) : default,
                ProblemCode.NoPreActivation => new([new Fix("DropPreAct", "Leave PreAct out", Edit.Drop(term.Node, "PreAct"))]),
                _ => default,
            },
        };

    /// <summary>The argument of a term that says a part of a request.</summary>
    public static string Argument(TapPart part, string role) => part switch
    {
        TapPart.PreAct => "PreAct",
        TapPart.Layer => role == "teacher" ? "TeacherLayers" : "StudentLayers",
        _ => role == "teacher" ? "TTeacherStage" : "TStudentStage",
    };

    /// <summary>The argument of a term that names a head.</summary>
    public static string Argument(string role) => role == "teacher" ? "Teacher" : "Student";

    /// <summary>The stage of that name in the model that should have it: half of a pair is easily copied and not changed.</summary>
    private static Fix? SameStage(AttributeDecl term, TapRequest request, string role, Insides insides)
    {
        bool isTeacher = role == "teacher";
        if ((isTeacher ? insides.Teacher : insides.Student) is not { HasErrors: false, Body: { } body } module)
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
