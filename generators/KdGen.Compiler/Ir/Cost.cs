namespace KdGen.Compiler.Ir;

/// <summary>What a layer or a model costs.</summary>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="MultiplyAdds">Multiplications with an addition for one sample, forward; bias, activations and pooling count nothing.</param>
/// <param name="Activations">Values that the layers put out for one sample.</param>
internal readonly record struct Cost(long Parameters, long MultiplyAdds, long Activations)
{
    public static Cost operator +(Cost left, Cost right) => new(
        Saturating.Add(left.Parameters, right.Parameters),
        Saturating.Add(left.MultiplyAdds, right.MultiplyAdds),
        Saturating.Add(left.Activations, right.Activations));
}
