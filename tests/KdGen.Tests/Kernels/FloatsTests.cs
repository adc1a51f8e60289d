using KdGen.Kernels;

namespace KdGen.Tests.Kernels;

/// <summary>The functions of floats against those of double, at every width.</summary>
public sealed unsafe class FloatsTests
{
    public static TheoryData<int> Widths => Width.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Exp_HasARelativeErrorBelow1e7(int bits) => Width.Run(bits, new ExpError());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Exp2_HasARelativeErrorBelow1e7(int bits) => Width.Run(bits, new Exp2Error());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Log_HasARelativeErrorBelow2e7(int bits) => Width.Run(bits, new LogError());

    [Theory]
    [MemberData(nameof(Widths))]
    public void ExpAndLog_KeepWhatIsNotFinite(int bits) => Width.Run(bits, new Limits());

    [Theory]
    [MemberData(nameof(Widths))]
    public void PartialVectors_TouchNothingBehindThem(int bits) => Width.Run(bits, new Tails());

    [Theory]
    [MemberData(nameof(Widths))]
    public void BFloat16_IsRoundedToTheNearest(int bits) => Width.Run(bits, new Rounding());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Lanes_AreAddedInDouble_AndCompared(int bits) => Width.Run(bits, new Across());

    private static float Applied<V>(Func<V, V> function, float value) where V : struct, IFloats<V>
    {
        float* lanes = stackalloc float[V.Count];
        function(V.Of(value)).Store(lanes);
        for (int i = 1; i < V.Count; i++)
            Assert.Equal(BitConverter.SingleToInt32Bits(lanes[0]), BitConverter.SingleToInt32Bits(lanes[i]));
        return lanes[0];
    }

    private sealed class ExpError : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            double worst = 0;
            float at = 0;
            for (int step = 0; step <= 2_000_000; step++)
            {
                float x = (float)(-86.9 + step * (175.6 / 2_000_000));
                double error = Math.Abs(Applied<V>(V.Exp, x) / Math.Exp(x) - 1);
                if (!(error <= worst))
                    (worst, at) = (error, x);
            }
            Assert.True(worst < 1e-7, $"{worst} at {at}");
            for (float x = -87.5f; x > -1e30f; x *= 1.5f)
                Assert.Equal(0, Applied<V>(V.Exp, x));
        }
    }

    private sealed class Exp2Error : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            double worst = 0;
            for (int step = 0; step <= 2_000_000; step++)
            {
                float x = (float)(-125.4 + step * (252.4 / 2_000_000));
                worst = Math.Max(worst, Math.Abs(Applied<V>(V.Exp2, x) / Math.Pow(2, x) - 1));
            }
            Assert.True(worst < 1e-7, $"{worst}");
            for (float x = -125.6f; x > -1e30f; x *= 1.5f)
                Assert.Equal(0, Applied<V>(V.Exp2, x));
        }
    }

    private sealed class LogError : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            double worst = 0;
            float at = 0;
            // All exponents, and every 16,001st float of them.
            for (int bits = 0x00800000; bits < 0x7f800000 - 16_001; bits += 16_001)
                Check(BitConverter.Int32BitsToSingle(bits));
            for (int near = -200_000; near <= 200_000; near++)
                Check(BitConverter.Int32BitsToSingle(0x3f800000 + near));
            Assert.True(worst < 2e-7, $"{worst} at {at}");

            void Check(float x)
            {
                double exact = Math.Log(x), error = exact == 0 ? Math.Abs(Applied<V>(V.Log, x)) : Math.Abs(Applied<V>(V.Log, x) / exact - 1);
                if (!(error <= worst))
                    (worst, at) = (error, x);
            }
        }
    }

    private sealed class Limits : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            Assert.Equal(0, Applied<V>(V.Exp, float.NegativeInfinity));
            Assert.Equal(0, Applied<V>(V.Exp, float.MinValue));
            Assert.Equal(1, Applied<V>(V.Exp, 0));
            Assert.Equal(float.PositiveInfinity, Applied<V>(V.Exp, 88.8f));
            Assert.Equal(float.PositiveInfinity, Applied<V>(V.Exp, float.MaxValue));
            Assert.Equal(float.PositiveInfinity, Applied<V>(V.Exp, float.PositiveInfinity));
            Assert.Equal(float.NaN, Applied<V>(V.Exp, float.NaN));
            Assert.Equal(0, Applied<V>(V.Exp2, float.NegativeInfinity));
            Assert.Equal(0, Applied<V>(V.Exp2, float.MinValue));
            Assert.Equal(1, Applied<V>(V.Exp2, 0));
            Assert.Equal(float.NaN, Applied<V>(V.Exp2, float.NaN));
            Assert.Equal(0, Applied<V>(V.Log, 1));
            Assert.Equal(float.NegativeInfinity, Applied<V>(V.Log, 0));
            Assert.Equal(float.PositiveInfinity, Applied<V>(V.Log, float.PositiveInfinity));
            Assert.Equal(float.NaN, Applied<V>(V.Log, -1));
            Assert.Equal(float.NaN, Applied<V>(V.Log, float.NaN));
            Assert.Equal(-1, Applied<V>(V.Sign, -3));
            Assert.Equal(0, Applied<V>(V.Sign, 0));
        }
    }

    private sealed class Tails : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            float* target = stackalloc float[V.Count + 1], source = stackalloc float[V.Count];
            for (int count = 1; count < V.Count; count++)
            {
                new Span<float>(target, V.Count + 1).Fill(-7);
                for (int i = 0; i < V.Count; i++)
                    source[i] = i + 1;
                V.Load(source).StoreFirst(target, count);
                for (int i = 0; i <= V.Count; i++)
                    Assert.Equal(i < count ? i + 1 : -7, target[i]);
                V.LoadFirst(source, count, -9).Store(target);
                for (int i = 0; i < V.Count; i++)
                    Assert.Equal(i < count ? i + 1 : -9, target[i]);
                (V.First(count) & V.Of(2f)).Store(target);
                for (int i = 0; i < V.Count; i++)
                    Assert.Equal(i < count ? 2 : 0, target[i]);
                (V.Only(count) & V.Of(2f)).Store(target);
                for (int i = 0; i < V.Count; i++)
                    Assert.Equal(i == count ? 2 : 0, target[i]);
                V.Of(1f).Without(count).Store(target);
                for (int i = 0; i < V.Count; i++)
                    Assert.Equal(i == count ? -1.2676506e30f : 1, target[i]);
                V.Exp(V.Of(1f).Without(count) - V.Of(1f)).Store(target);
                for (int i = 0; i < V.Count; i++)
                    Assert.Equal(i == count ? 0 : 1, target[i]);
                V.Of(1f).Without(count - V.Count).Store(target);
                Assert.Equal(1, target[0]);
            }
        }
    }

    private sealed class Rounding : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            (float Value, ushort Upper)[] cases =
            [
                (1, 0x3f80), (-2, 0xc000), (0, 0), (BitConverter.Int32BitsToSingle(0x3f808000), 0x3f80), (BitConverter.Int32BitsToSingle(0x3f818000), 0x3f82),
                (BitConverter.Int32BitsToSingle(0x3f808001), 0x3f81), (float.PositiveInfinity, 0x7f80), (float.MaxValue, 0x7f80), (BitConverter.Int32BitsToSingle(0x7f800001), 0x7fc0),
            ];
            ushort* upper = stackalloc ushort[V.Count];
            float* lanes = stackalloc float[V.Count];
            foreach ((float value, ushort expected) in cases)
            {
                V.Of(value).StoreUpper(upper);
                Assert.All(new Span<ushort>(upper, V.Count).ToArray(), one => Assert.Equal(expected, one));
                V.LoadUpper(upper).Store(lanes);
                Assert.All(new Span<float>(lanes, V.Count).ToArray(), one => Assert.Equal(BitConverter.Int32BitsToSingle(expected << 16), one));
            }
        }
    }

    private sealed class Across : IAtWidth
    {
        public void Run<V>() where V : struct, IFloats<V>
        {
            float* lanes = stackalloc float[V.Count];
            for (int at = 0; at < V.Count; at++)
            {
                for (int i = 0; i < V.Count; i++)
                    lanes[i] = i == at ? 1 << 25 : 1;
                Assert.Equal((1 << 25) + V.Count - 1, V.Sum(V.Load(lanes)));
                Assert.Equal(1 << 25, V.Max(V.Load(lanes)));
            }
        }
    }
}
