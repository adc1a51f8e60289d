namespace KdGen;

/// <summary>
/// What a model receives, without the batch dimension: <c>[Input(3, 32, 32)]</c> for colour images of 32x32, <c>[Input(20)]</c> for rows of 20 numbers,
/// <c>[Input(128, DType = DType.I64)]</c> for 128 token ids.
/// </summary>
/// <param name="shape">Channels, height and width of a map; tokens and features of a sequence (channels and length of a signal); or the number of features of a vector.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : Attribute
{
    /// <summary>The shape of one sample.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>What the numbers are; real numbers unless set.</summary>
    public DType DType { get; set; }
}

/// <summary>What a model's numbers are.</summary>
public enum DType
{
    /// <summary>Real numbers, as the weights have them.</summary>
    F32,

    /// <summary>64-bit indices, which only Embedding takes.</summary>
    I64,
}
