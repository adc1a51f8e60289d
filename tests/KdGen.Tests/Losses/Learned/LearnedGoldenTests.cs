using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>The formulas without their networks, on features [3, 2, 2, 2] that anybody can write down: sin(0.3 i) of the student, cos(0.2 i) of the teacher, i counting the elements.</summary>
public sealed class LearnedGoldenTests
{
    private const double Tolerance = 5e-11;

    [Fact]
    public void VID_OfTheFeatureItself() => Check(0.8280107273, static (student, teacher)
        => VIDLoss.NegativeLogLikelihood(student, teacher, full([2], Math.Log(Math.Exp(5 - 1e-5) - 1), ScalarType.Float64)));

    [Fact]
    public void FT_OfTheFeaturesThemselves() => Check(0.0948593367, FTLoss.Distance);

    [Fact]
    public void ReviewKD_OfOneStage() => Check(0.2216056882, ReviewKDLoss.HierarchicalContext);

    [Fact]
    public void CC_WithoutEmbeddings() => Check(1.0086940827, static (student, teacher) =>
    {
        using var loss = new CCLoss(8, 8, 8).to(ScalarType.Float64);
        using (no_grad())
            foreach (var (key, parameter) in loss.named_parameters())
                parameter.copy_(key.EndsWith("bias", StringComparison.Ordinal) ? zeros(8) : eye(8));
        return loss.forward(student, teacher);
    });

    private static void Check(double expected, Func<Tensor, Tensor, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var index = arange(24, ScalarType.Float64).reshape(3, 2, 2, 2);
        Assert.Equal(expected, loss(index.mul(0.3).sin(), index.mul(0.2).cos()).item<double>(), Tolerance);
    }
}
