namespace KdGen;

/// <summary>What a model receives, without the batch dimension: <c>[Input(3, 32, 32)]</c> for colour images of 32x32, <c>[Input(20)]</c> for rows of 20 numbers.</summary>
/// <param name="shape">Channels, height and width of a map, or the number of features of a vector.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : Attribute
{
    /// <summary>The shape of one sample.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;
}
