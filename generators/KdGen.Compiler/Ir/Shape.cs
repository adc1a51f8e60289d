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

    /// <summary>[C, H, W] rather than [F].</summary>
    public bool IsMap => Rank == 3;

    /// <summary>C of a map, F of a vector.</summary>
    public long Channels => Dims[0];

    /// <summary>Values in one sample; <see cref="long.MaxValue"/> where the product is larger.</summary>
    public long Elements => Dims.Aggregate(1L, Saturating.Multiply);

    /// <summary>"[B, 32, 8, 8]": the shape as the tensor has it.</summary>
    public string Batched => $"[B, {string.Join(", ", Dims)}]";

    /// <summary>"32x8x8".</summary>
    public override string ToString() => string.Join("x", Dims);
}
