using KdGen.Losses;
using KdGen.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Kernels.Features;

/// <summary>A feature loss makes nothing as large as the feature but its gradient, and RKD never has the directions between the samples.</summary>
public sealed class FeatureMemoryTests
{
    private static readonly long[] map = [64, 64, 32, 32], vector = [64, 2048];

    private static readonly Dictionary<string, (long[] Shape, Func<Tensor, Tensor, Tensor> Loss)> losses = new()
    {
        ["Hint"] = (map, static (s, t) => FeatureLoss.Hint(s, t)),
        ["Cosine"] = (map, static (s, t) => FeatureLoss.Cosine(s, t)),
        ["AT"] = (map, static (s, t) => FeatureLoss.AT(s, t)),
        ["SP"] = (map, FeatureLoss.SP),
        ["AB"] = (map, static (s, t) => FeatureLoss.AB(s, t)),
        ["CWD"] = (map, static (s, t) => FeatureLoss.CWD(s, t)),
        ["PKD"] = (map, FeatureLoss.PKD),
        ["RKD"] = (vector, static (s, t) => FeatureLoss.RKD(s, t)),
    };

    public static TheoryData<string> Names => [.. losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_AtItsPeak_HasItsGradientAndLittleMore(string name)
    {
        (long[] shape, Func<Tensor, Tensor, Tensor> loss) = losses[name];
        using var scope = NewDisposeScope();
        Tensor student = randn(shape).requires_grad_(), teacher = randn(shape);
        Differentiate();
        long before = PeakMemory.Forget();
        Differentiate();
        long peak = PeakMemory.Bytes - before, gradient = student.numel() * sizeof(float);

        // RKD has both features in double precision and what its distances make; its directions, [B, B, D], would take 32 MB for either side.
        long most = name == "RKD" ? gradient * 16 : gradient * 3 / 2;
        Assert.True(peak < most, $"{peak >> 20} MB more at the peak, the gradient has {gradient >> 20}");

        void Differentiate()
        {
            using var own = NewDisposeScope();
            autograd.grad([loss(student, teacher)], [student]);
        }
    }
}
