using KdGen.Losses;
using KdGen.Tests.Oracle;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

public sealed class OFDMarginsTests
{
    // The mean of the negative part, by the trapezoidal rule over 40 deviations; what is too rare, by count.
    private const string Script = """
        import math
        def margin(scale, shift):
            s, n = abs(scale), 400000
            step = 40 * s / n
            xs = [-40 * s + step * i for i in range(n + 1)]
            density = [math.exp(-0.5 * ((x - shift) / s) ** 2) / (s * math.sqrt(2 * math.pi)) * (0.5 if i in (0, n) else 1) for i, x in enumerate(xs)]
            mass = sum(density) * step
            return sum(x * d for x, d in zip(xs, density)) * step / mass if mass > 0.001 else -3 * s
        show('margins', torch.tensor([margin(scale, shift) for scale, shift in zip(scales, shifts)], dtype=torch.float64))
        """;

    [OracleFact]
    public void Margins_AreTheMeansOfTheNegativeParts()
    {
        double[] scales = [1, -1, 0.5, 2, 1, 1, 0.3, 1], shifts = [0, 0.5, -0.4, 1, 3.05, 3.2, 2, -6];
        using var scope = NewDisposeScope();
        var expected = new OracleNumbers($"scales, shifts = [{string.Join(", ", scales)}], [{string.Join(", ", shifts)}]\n{Script}");
        expected.AssertClose("margins", OFDMargins.Of(tensor(scales), tensor(shifts)), 1e-7);
    }

    [Fact]
    public void Margins_OfAConstantChannel_AreTheConstantWhereItIsNegative()
    {
        using var scope = NewDisposeScope();
        float[] margins = OFDMargins.Of(zeros(3), tensor(new float[] { -2, 0, 2 })).data<float>().ToArray();
        Assert.Equal([-2f, 0f, 0f], margins);
    }

    [Fact]
    public void Margins_LeaveNothingBehind_AndNeedNoGradient()
    {
        using var scope = NewDisposeScope();
        var scale = ones(3).requires_grad_();
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var margins = OFDMargins.Of(scale, scale);
        Assert.Equal(before + 1, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(margins.requires_grad);
    }
}
