using KdGen.Tests.Losses.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>Several heads of a student against several of a teacher.</summary>
public sealed class TeacherHeadTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 1.0 / 256)]
    public void Gradients_OfAllPassesAreAdded(ScalarType type, double relative)
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(3);
        Tensor Logits() => (2 * randn(33, 5, generator: random)).to(type);
        Tensor cls = Logits(), dist = Logits(), teacherCls = Logits(), teacherDist = Logits(), labels = randint(0, 5, [33L], ScalarType.Int64, generator: random);

        (Tensor value, Tensor clsGradient, Tensor distGradient) = TwoTeacherHeads.LossAndGradient(cls, dist, teacherCls, teacherDist, labels);
        (Tensor clsLeaf, Tensor distLeaf) = (cls.to(ScalarType.Float64).requires_grad_(), dist.to(ScalarType.Float64).requires_grad_());
        Tensor composed = TwoTeacherHeads.ComposedLoss(clsLeaf, distLeaf, teacherCls.to(ScalarType.Float64), teacherDist.to(ScalarType.Float64), labels);
        composed.backward();

        Assert.Equal(composed.item<double>(), value.to(ScalarType.Float64).item<double>(), 1e-6 * composed.item<double>());
        foreach ((Tensor expected, Tensor gradient) in new[] { (clsLeaf.grad!, clsGradient), (distLeaf.grad!, distGradient) })
        {
            Assert.Equal(type, gradient.dtype);
            Tensor error = (expected - gradient.to(ScalarType.Float64)).abs(), allowed = (relative * expected.abs()) + (1e-6 * expected.abs().amax([1], keepdim: true));
            Assert.False(error.gt(allowed).any().item<bool>());
        }
    }
}
