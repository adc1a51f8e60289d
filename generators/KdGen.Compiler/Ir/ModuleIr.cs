using KdGen.Compiler.Collections;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ir;

/// <summary>A model after binding: what the class itself says is checked; its operators are bound where their class is used, since [Arg] constants differ from place to place.</summary>
/// <param name="Declaration">The model as it is written.</param>
/// <param name="Input">The shape of one sample; null when [Input] is missing or wrong.</param>
/// <param name="InputIsIndices">[Input(..., DType = DType.I64)].</param>
/// <param name="Problems">What binding found.</param>
internal sealed record ModuleIr(ModuleDecl Declaration, Shape? Input, bool InputIsIndices, EquatableArray<Problem> Problems)
{
    /// <summary>The class.</summary>
    public TypeName Type => Declaration.Type;

    /// <summary>The [Input] that holds for it: its own, or its family's.</summary>
    public NodeId? InputNode => (Declaration.Input ?? Declaration.Template?.Input)?.Node;

    /// <summary>Whether code can be added to it.</summary>
    public ClassForm Form => Declaration.Form;
}
