using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>The shape of one sample, [C, H, W] or [F]: the batch dimension in front of it is always free and never written.</summary>
internal sealed record Shape(EquatableArray<long> Dims)
{
    public Shape(params long[] dims)
        : this(new EquatableArray<long>(dims))
    {
    }

    public int Rank => Dims.Count;

    /// <summary>Values in one sample.</summary>
    public long Elements => Dims.Aggregate(1L, (product, dim) => product * dim);

    /// <summary>"32x8x8".</summary>
    public override string ToString() => string.Join("x", Dims);
}
