using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How values between the positions of a map are found.</summary>
    public enum InterpolationMode
    {
        /// <summary>The value of the nearest position, as PyTorch has always rounded it.</summary>
        Nearest = 0,

        /// <summary>Along a line, of [B, C, L].</summary>
        Linear = 1,

        /// <summary>Along two lines, of [B, C, H, W].</summary>
        Bilinear = 2,

        /// <summary>Cubic along two lines, of [B, C, H, W].</summary>
        Bicubic = 3,

        /// <summary>Along three lines, of [B, C, D, H, W].</summary>
        Trilinear = 4,

        /// <summary>The mean of the positions covered.</summary>
        Area = 5,

        /// <summary>The value of the nearest position, rounded as image libraries do.</summary>
        NearestExact = 6,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly AtenOp[] nearest = [new("aten::upsample_nearest1d", "vec"), new("aten::upsample_nearest2d", "vec"), new("aten::upsample_nearest3d", "vec")];
            private static readonly AtenOp[] nearestExact = [new("aten::_upsample_nearest_exact1d", "vec"), new("aten::_upsample_nearest_exact2d", "vec"), new("aten::_upsample_nearest_exact3d", "vec")];
            private static readonly AtenOp[] area = [NnOps.AdaptiveAvgPool1d, NnOps.AdaptiveAvgPool2d, NnOps.AdaptiveAvgPool3d];
            private static readonly AtenOp linearOne = new("aten::upsample_linear1d", "vec");
            private static readonly AtenOp bilinear = new("aten::upsample_bilinear2d", "vec");
            private static readonly AtenOp bilinearSmooth = new("aten::_upsample_bilinear2d_aa", "vec");
            private static readonly AtenOp bicubic = new("aten::upsample_bicubic2d", "vec");
            private static readonly AtenOp bicubicSmooth = new("aten::_upsample_bicubic2d_aa", "vec");
            private static readonly AtenOp trilinear = new("aten::upsample_trilinear3d", "vec");

            /// <summary>Resizes maps [B, C, L], [B, C, H, W] or [B, C, D, H, W] to a size, or by factors.</summary>
            /// <param name="x">The maps.</param>
            /// <param name="size">The new size of each dimension after the second; null where factors are given.</param>
            /// <param name="scale_factor">The factor of each such dimension; null where sizes are given.</param>
            /// <param name="mode">How values between positions are found.</param>
            /// <param name="align_corners">Whether corner positions lie on corner positions, instead of edges on edges; not for nearest and area.</param>
            /// <param name="recompute_scale_factor">Whether to compute with the ratio of the whole-numbered sizes instead of the factors given.</param>
            /// <param name="antialias">Whether to smooth before making smaller; bilinear and bicubic only.</param>
            /// <exception cref="ArgumentException">Neither or both of size and factors, too few of them, or an option that the mode has not.</exception>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null,
                bool recompute_scale_factor = false, bool antialias = false)
            {
                var spatial = (int)x.dim() - 2;
                if (spatial is < 1 or > 3) throw Refused("maps [B, C, L], [B, C, H, W] or [B, C, D, H, W]");
                if (size is null == scale_factor is null) throw Refused("either size or scale_factor");
                if ((size?.Length ?? scale_factor!.Length) != spatial) throw Refused($"{spatial} numbers as size or scale_factor");
                if (align_corners is not null && mode is (InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area))
                    throw Refused("no align_corners");
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic)) throw Refused("no antialias");
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                    (size, scale_factor) = ([.. scale_factor.Select((factor, d) => (long)Math.Floor(x.size(d + 2) * factor))], null);

                return mode switch
                {
                    InterpolationMode.Nearest => nearest[spatial - 1].Invoke(x, size, scale_factor),
                    InterpolationMode.NearestExact => nearestExact[spatial - 1].Invoke(x, size, scale_factor),
                    InterpolationMode.Area => area[spatial - 1].Invoke(x, size),
                    InterpolationMode.Linear when spatial == 1 => Smooth(linearOne),
                    InterpolationMode.Bilinear when spatial == 2 => Smooth(antialias ? bilinearSmooth : bilinear),
                    InterpolationMode.Bicubic when spatial == 2 => Smooth(antialias ? bicubicSmooth : bicubic),
                    InterpolationMode.Trilinear when spatial == 3 => Smooth(trilinear),
                    _ => throw Refused("maps of another rank"),
                };

                Tensor Smooth(AtenOp op) => op.Invoke(x, size, align_corners ?? false, scale_factor);
                ArgumentException Refused(string wanted) => new($"interpolate, {mode}, of an input {NnOps.Shape(x)} takes {wanted}");
            }

            /// <summary>Widens dimensions at both ends.</summary>
            /// <param name="input">The tensor.</param>
            /// <param name="pad">Widths before and after: the last dimension's two first, then those of the one before it, and so on.</param>
            /// <param name="mode">What the new places are filled with.</param>
            /// <param name="value">The constant, where they are filled with one.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => NnOps.Pad.Invoke(input, pad, NnOps.PadMode(mode), mode is PaddingModes.Constant or PaddingModes.Zeros ? value : Value.None);

            /// <inheritdoc cref="pad(Tensor,long[],PaddingModes,double)"/>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, pad.ToArray(), mode, value);

            /// <inheritdoc cref="pad(Tensor,long[],PaddingModes,double)"/>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, (long[])[pad.Item1, pad.Item2], mode, value);

            /// <inheritdoc cref="pad(Tensor,long[],PaddingModes,double)"/>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, (long[])[pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);
        }
    }
}
