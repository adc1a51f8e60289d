using KdGen.Compiler.Collections;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ir;

/// <summary>A model after binding: every operator known and its arguments complete.</summary>
/// <param name="Type">The class.</param>
/// <param name="Form">Whether code can be added to it.</param>
/// <param name="Input">The shape of one sample; null when [Input] is missing or wrong.</param>
/// <param name="Layers">The operators in source order.</param>
/// <param name="Problems">What binding found.</param>
internal sealed record ModuleIr(
    TypeName Type,
    ClassForm Form,
    Shape? Input,
    EquatableArray<LayerIr> Layers,
    EquatableArray<Problem> Problems);
