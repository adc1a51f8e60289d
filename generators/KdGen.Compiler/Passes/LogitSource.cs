using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What a term takes for logits: a model's result, or what a stage of it gives.</summary>
/// <param name="Text">As messages name it: "DeepNN", "DeiT.Dist".</param>
/// <param name="Shape">Its shape for one sample; null when it is unknown, or when there is no such stage.</param>
/// <param name="Stage">The stage's class as a global:: name, where it is known; null for a result.</param>
/// <param name="Module">The model with all that is in it; null when it is unknown.</param>
/// <param name="IsResult">It is the model's result.</param>
internal sealed record LogitSource(string Text, Shape? Shape, string? Stage, ShapedModule? Module, bool IsResult)
{
    /// <summary>Where it is declared.</summary>
    public EquatableArray<Spot> Spots => (Stage ?? (IsResult ? Module?.Module.Type.GlobalName : null)) is { } type ? new([new Spot(new NodeId(0, type))]) : default;
}

/// <summary>Finds what a recipe's terms take for logits.</summary>
internal sealed class LogitSources(ModelRef? teacher, ModuleSignature? teacherSignature, ModelRef student, ModuleSignature? studentSignature, Insides insides)
{
    /// <summary>The teacher; null for [Train].</summary>
    public ModelRef? Teacher => teacher;

    /// <summary>The class that learns.</summary>
    public ModelRef Student => student;

    /// <summary>Of the teacher; null when there is none.</summary>
    public LogitSource? OfTeacher(TapRequest? head) => teacher is null ? null : Of(teacher, teacherSignature, head, insides.Teacher, "teacher");

    /// <summary>Of the class that learns.</summary>
    public LogitSource OfStudent(TapRequest? head) => Of(student, studentSignature, head, insides.Student, "student");

    private static LogitSource Of(ModelRef model, ModuleSignature? signature, TapRequest? head, ShapedModule? module, string role)
    {
        if (head is null)
        {
            return new LogitSource(model.DisplayName, model.Output, null, module, IsResult: true);
        }

        TapAnswer? answer = signature?.Taps?.Find(head);
        string? stage = module is { HasErrors: false, Body: { } body } ? new TapFinder(body, model.DisplayName, role).ClassOf(head) : null;
        return new LogitSource(Taps.Text(model.DisplayName, head), answer?.Shape, stage, module, IsResult: false);
    }
}
