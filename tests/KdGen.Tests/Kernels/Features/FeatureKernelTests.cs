using KdGen.Kernels;
using KdGen.Losses;
using KdGen.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Kernels.Features;

/// <summary>The passes over features: each is what its operators give in double precision, whatever the size, the width of vectors and the number of threads.</summary>
public sealed class FeatureKernelTests
{
    /// <summary>The losses that have a pass, and whether they are about maps.</summary>
    private static readonly Dictionary<string, (bool OfMaps, Func<Tensor, Tensor, Tensor> Loss)> losses = new()
    {
        ["Hint"] = (false, static (s, t) => FeatureLoss.Hint(s, t)),
        ["smooth Hint"] = (false, static (s, t) => FeatureLoss.Hint(s, t, smooth: true)),
        ["AB"] = (false, static (s, t) => FeatureLoss.AB(s, t, 0.7)),
        ["AttentionMap"] = (false, static (s, t) => FeatureLoss.AttentionMap(s * 80, t * 80)),
        ["Cosine"] = (false, static (s, t) => FeatureLoss.Cosine(s, t)),
        ["SP"] = (false, static (s, t) => FeatureLoss.SP(s, t)),
        ["RKD"] = (false, static (s, t) => FeatureLoss.RKD(s, t, 0, 1)),
        ["OFD"] = (true, static (s, t) => FeatureLoss.OFD(s, t, linspace(-1, -0.1, s.size(1)))),
        ["AT"] = (true, static (s, t) => FeatureLoss.AT(s, t)),
        ["NST"] = (true, static (s, t) => FeatureLoss.NST(s, t)),
        ["CWD"] = (true, static (s, t) => FeatureLoss.CWD(s, t, 1.5)),
        ["PKD"] = (true, static (s, t) => FeatureLoss.PKD(s, t)),
        ["ICKD"] = (true, static (s, t) => FeatureLoss.ICKD(s, t)),
        ["FSP"] = (true, static (s, t) => FeatureLoss.FSP([s, s.flip(1)], [t, t.flip(1)])),
    };

    public static TheoryData<string> Names => [.. losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pass_IsTheOperatorsOfDoubles(string name)
    {
        var wrong = new Mismatches();
        foreach (int bits in Width.All)
        {
            foreach (long[] shape in Shapes(losses[name].OfMaps))
            {
                Compare(wrong, name, bits, shape);
            }
        }

        wrong.AssertNone();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pass_OfAnyNumberOfThreads_IsTheSameToTheBit(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        long[] shape = losses[name].OfMaps ? [9, 33, 11, 13] : [17, 4099];
        Tensor student = randn(shape).requires_grad_(), teacher = randn(shape);
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            (float value, Tensor gradient) = Run(losses[name].Loss, student, teacher);

            // Torch's products are its own affair: with more threads they may be added up otherwise.
            double rounding = name is "SP" or "RKD" or "NST" or "ICKD" or "FSP" ? 1e-5 : 0;
            foreach (int threads in new[] { 2, 5 })
            {
                set_num_threads(threads);
                (float other, Tensor otherGradient) = Run(losses[name].Loss, student, teacher);
                Assert.Equal(value, other, rounding * Math.Abs(value));
                Assert.InRange((gradient - otherGradient).abs().max().item<float>(), 0, rounding * gradient.abs().max().item<float>());
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>Samples between which some distances are small beside the samples or beside other distances.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> crowds = new()
    {
        ["small"] = static x => x * 1e-4f,
        ["large"] = static x => x * 1e4f,
        ["far from 0"] = static x => x + 1e3f,
        ["close together far from 0"] = static x => (x * 1e-2f) + 1e3f,
        ["two nearly equal"] = static x => cat([x, x.narrow(0, 1, 1) * (1 + 1e-6f)]),
        ["three nearly equal far from 0"] = static x => cat([x, x.narrow(0, 0, 2).mul(1e-3f) + x[3]]) + 1e3f,
        ["close together, one far away"] = static x => cat([x * 1e-3f, x.narrow(0, 2, 1) * 1e4f]),
    };

    public static TheoryData<string> Crowds => [.. crowds.Keys];

    [Theory]
    [MemberData(nameof(Crowds))]
    public void Angles_BetweenCloseAndDistantSamples_AreTheOperatorsOfDoubles(string crowd)
    {
        using var scope = NewDisposeScope();
        var wrong = new Mismatches();
        foreach (long length in new long[] { 3, 33, 2048 })
        {
            manual_seed(length);
            Tensor student = crowds[crowd](randn(7, length)).requires_grad_(), teacher = randn(student.shape), wide = student.detach().to(ScalarType.Float64).requires_grad_();
            double expected = FeatureLoss.RKD(wide, teacher.to(ScalarType.Float64), 0, 1).item<double>();
            (_, Tensor should) = Run(losses["RKD"].Loss, wide, teacher.to(ScalarType.Float64));
            (float value, Tensor gradient) = Run(losses["RKD"].Loss, student, teacher);
            wrong.Compare($"{length}: value", expected, value, 1e-6 * expected);

            // The gradient of a sample that has another one close by is far larger than that of the rest.
            Tensor off = (should - gradient.to(ScalarType.Float64)).abs().amax(1) / should.abs().amax(1);
            wrong.Compare($"{length}: the largest error of a sample's gradient", 0, off.max().item<double>(), 1e-5);
        }

        wrong.AssertNone();
    }

    [Fact]
    public void Pass_LeavesWhatLiesBehindItsRows()
    {
        using var scope = NewDisposeScope();
        Tensor whole = full([6, 13], 7f), inner = whole.narrow(0, 2, 3);
        using (no_grad())
            inner.copy_(randn(3, 13));
        Tensor expected = FeatureLoss.Hint(inner.clone(), ones(3, 13));
        whole.narrow(0, 0, 2).fill_(float.NaN);
        whole.narrow(0, 5, 1).fill_(float.NaN);
        Assert.Equal(expected.item<float>(), FeatureLoss.Hint(inner, ones(3, 13)).item<float>());
    }

    [Theory]
    [InlineData("Hint")]
    [InlineData("smooth Hint")]
    [InlineData("AB")]
    [InlineData("AttentionMap")]
    [InlineData("Cosine")]
    [InlineData("OFD")]
    [InlineData("CWD")]
    [InlineData("PKD")]
    public void Pass_OverANumberThatIsNone_DoesNotHideIt(string name)
    {
        using var scope = NewDisposeScope();
        Tensor student = randn(3, 4, 5, 7), teacher = randn(3, 4, 5, 7);
        student[1, 2, 3, 4] = float.NaN;
        (float value, Tensor gradient) = Run(losses[name].Loss, student.requires_grad_(), teacher);
        Assert.True(float.IsNaN(value));
        Assert.True(float.IsNaN(gradient[1, 2, 3, 4].item<float>()));
    }

    /// <summary>All but RKD's: from a sample to itself there is no direction, and the second derivative of its length is none.</summary>
    public static TheoryData<string> TwiceDifferentiable => [.. losses.Keys.Where(static name => name != "RKD")];

    [Theory]
    [MemberData(nameof(TwiceDifferentiable))]
    public void Gradient_CanBeDifferentiated(string name)
    {
        long[] shape = losses[name].OfMaps ? [3, 4, 3, 3] : [4, 7];
        using var scope = NewDisposeScope();
        Tensor should = Second(ScalarType.Float64);
        Assert.InRange((Second(ScalarType.Float32) - should).abs().max().item<double>(), 0, 1e-4 * should.abs().max().item<double>());

        Tensor Second(ScalarType type)
        {
            manual_seed(5);
            Tensor student = randn(shape, ScalarType.Float64).to(type).requires_grad_(), teacher = randn(shape, ScalarType.Float64).to(type);
            Tensor first = autograd.grad([losses[name].Loss(student, teacher)], [student], retain_graph: true, create_graph: true)[0];
            return autograd.grad([first.square().sum()], [student])[0].to(ScalarType.Float64);
        }
    }

    private static IEnumerable<long[]> Shapes(bool ofMaps) => ofMaps
        ? [[1, 1, 1, 2], [1, 3, 1, 1], [3, 2, 1, 1], [1, 2, 3, 5], [2, 5, 4, 4], [3, 4, 7, 5], [2, 3, 17, 31], [2, 2, 65, 64], [2, 21, 2, 3]]
        : [[1, 1], [2, 1], [1, 5], [3, 15], [2, 16], [3, 17], [5, 31], [2, 32], [3, 513], [2, 1025], [5, 20_001]];

    private static void Compare(Mismatches wrong, string name, int bits, long[] shape)
    {
        using var scope = NewDisposeScope();
        manual_seed(shape[0] + shape[^1]);
        Tensor student = randn(shape).requires_grad_(), teacher = randn(shape), wide = student.detach().to(ScalarType.Float64).requires_grad_();
        (_, Tensor should) = Run(losses[name].Loss, wide, teacher.to(ScalarType.Float64));
        double expected = losses[name].Loss(wide, teacher.to(ScalarType.Float64)).item<double>();
        RowLoss.Widest = bits;
        (float value, Tensor gradient) = Run(losses[name].Loss, student, teacher);
        RowLoss.Widest = 0;

        // Where the sides agree up to rounding, as one or two numbers do without their size, there is nothing left but rounding.
        string what = $"{name} of [{string.Join(", ", shape)}], {bits} bits";
        wrong.Compare($"{what}: value", expected, value, 1e-6 * Math.Max(Math.Abs(expected), 0.1));
        double largest = should.abs().max().item<double>(), off = (should - gradient.to(ScalarType.Float64)).abs().max().item<double>();
        wrong.Compare($"{what}: the largest error of the gradient", 0, off, 2e-6 * Math.Max(largest, student.numel() <= 2 ? 0.2 : 1e-2 / student.shape[0]));
    }

    private static (float Value, Tensor Gradient) Run(Func<Tensor, Tensor, Tensor> loss, Tensor student, Tensor teacher)
    {
        Tensor value = loss(student, teacher);
        return (value.to(ScalarType.Float32).item<float>(), autograd.grad([value * 3], [student])[0] / 3);
    }
}
