namespace KdGen.Compiler.Ir;

/// <summary>
/// A size as generated code writes it. In a model without [Arg] constants it is a number; a block serves many places, so there it is an
/// expression of its constructor's parameters: "C", "4 * D", "inChannels".
/// </summary>
/// <param name="Code">The expression.</param>
/// <param name="Of">The size that this one is a whole fraction of by <paramref name="Stride"/>, as a stride-2 convolution halves a height; null otherwise.</param>
/// <param name="Stride">The stride's expression ("2", "S"); null without <paramref name="Of"/>.</param>
internal sealed record Dim(string Code, string? Of = null, string? Stride = null)
{
    public override string ToString() => Code;
}
