using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Whether code can be added to a class (KDG3002).</summary>
internal static class FormChecks
{
    /// <param name="type">The class.</param>
    /// <param name="form">What its declaration looks like.</param>
    /// <param name="node">The class, where a problem is found.</param>
    public static EquatableArray<Problem> Of(TypeName type, ClassForm form, NodeId node = default)
    {
        (string? cure, Fix? fix) = form switch
        {
            { IsPartial: false } => ($"{form.NotPartial ?? type.Name} partial", new Fix("MakePartial", $"Make {form.NotPartial ?? type.Name} partial", Edit.AddModifier(node, "partial"))),
            { IsStatic: true } => ("it an ordinary class instead of a static one", Ordinary("static")),
            { IsGeneric: true } => ("it an ordinary class instead of a generic one", null),
            { IsAbstract: true } => ("it an ordinary class instead of an abstract one", Ordinary("abstract")),
            { IsRecord: true } => ("it an ordinary class instead of a record", null),
            { IsFileLocal: true } => ("it an ordinary class instead of a file-local one", Ordinary("file")),
            { Base: BaseClass.Other } => ($"it a class without the base class {form.BaseName}", null),
            _ => default((string?, Fix?)),
        };
        return cure is null ? default : new EquatableArray<Problem>([new Problem(ProblemCode.NotPartial, node, null, type.Name, cure) { Fixes = fix is null ? default : new([fix]) }]);

        Fix Ordinary(string modifier) => new("MakeOrdinary", "Make it an ordinary class", Edit.DropModifier(node, modifier));
    }

    /// <summary>Nothing can be emitted for the class, not even a skeleton.</summary>
    public static bool IsClosed(ClassForm form)
        => !form.IsPartial || form.IsStatic || form.IsGeneric || form.IsAbstract || form.IsRecord || form.IsFileLocal || form.Base == BaseClass.Other || form.TakesForward;
}
