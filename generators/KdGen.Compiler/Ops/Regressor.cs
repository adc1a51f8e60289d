using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>FitNets' regressor between two sizes: a convolution, then BatchNorm, and ReLU where activations are compared.</summary>
/// <param name="IsTransposed">The convolution enlarges.</param>
/// <param name="Height">Of its kernel.</param>
/// <param name="Width">Of its kernel.</param>
/// <param name="Stride">On both axes.</param>
/// <param name="Padding">On all sides.</param>
internal sealed record Regressor(bool IsTransposed, long Height, long Width, long Stride, long Padding)
{
    /// <summary>The module's class.</summary>
    public const string Type = "KdGen::Losses.ConvRegProjector";

    /// <summary>The regressor from one map's size to another's: it halves, doubles, or shrinks by what its kernel takes; null where none of the three leads there.</summary>
    public static Regressor? Between(Shape from, Shape to)
    {
        if (!from.IsMap || !to.IsMap)
        {
            return null;
        }

        (long height, long width) = (from.Dims[1], from.Dims[2]);
        (long tall, long wide) = (to.Dims[1], to.Dims[2]);
        return IsTwice(height, tall) && IsTwice(width, wide) ? new Regressor(false, 3, 3, 2, 1)
            : IsTwice(tall, height) && IsTwice(wide, width) ? new Regressor(true, 4, 4, 2, 1)
            : height >= tall && width >= wide ? new Regressor(false, 1 + height - tall, 1 + width - wide, 1, 0)
            : null;
    }

    /// <summary>The kernel with its bias, and the norm's scale and shift.</summary>
    public long Parameters(long from, long to)
        => Saturating.Multiply(to, Saturating.Add(Saturating.Multiply(from, Saturating.Multiply(Height, Width)), 3));

    /// <summary>The expression. Behind a ReLU nothing is below 0, where half of what stands before an activation is: none there.</summary>
    public string Factory(long from, long to, bool isBeforeActivation)
    {
        string sizes = $"{Literal.Of(from)}, {Literal.Of(to)}, kernel_size: {(Height == Width ? Literal.Of(Height) : $"({Literal.Of(Height)}, {Literal.Of(Width)})")}";
        string convolution = $"{(IsTransposed ? "ConvTranspose2d" : "Conv2d")}({sizes}{(Stride == 1 ? "" : $", stride: {Literal.Of(Stride)}, padding: {Literal.Of(Padding)}")})";
        return $"new {Type}({Names.Torch}.nn.{convolution}, {Literal.Of(to)}{(isBeforeActivation ? ", isBeforeActivation: true" : "")})";
    }

    private static bool IsTwice(long large, long small) => large % 2 == 0 && large / 2 == small;
}
