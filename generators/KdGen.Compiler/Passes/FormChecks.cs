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
        string? cure = form switch
        {
            { IsPartial: false } => $"{form.NotPartial ?? type.Name} partial",
            { IsStatic: true } => "it an ordinary class instead of a static one",
            { IsGeneric: true } => "it an ordinary class instead of a generic one",
            { IsAbstract: true } => "it an ordinary class instead of an abstract one",
            { IsRecord: true } => "it an ordinary class instead of a record",
            { IsFileLocal: true } => "it an ordinary class instead of a file-local one",
            _ => null,
        };
        return cure is null ? default : new EquatableArray<Problem>([new Problem(ProblemCode.NotPartial, node, null, type.Name, cure)]);
    }

    /// <summary>Nothing can be emitted for the class, not even a skeleton.</summary>
    public static bool IsClosed(ClassForm form) => !form.IsPartial || form.IsStatic || form.IsGeneric || form.IsAbstract || form.IsRecord || form.IsFileLocal;
}
