using KdGen.Tests.Data;
using KdGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

public sealed class EvaluationTests
{
    /// <summary>Number n is of class n; the logits say so of even numbers, and of odd ones that they are the next class.</summary>
    private sealed class EvenOnly(int classes) : nn.Module<Tensor, Tensor>(nameof(EvenOnly))
    {
        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor n = input.to(ScalarType.Int64);
            return nn.functional.one_hot((n + n.remainder(2)).remainder(classes), classes).to(ScalarType.Float32).MoveToOuterDisposeScope();
        }
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(10, 100)]
    [InlineData(9, 1)]
    public void Accuracy_CountsEverySampleOnce(int count, int batchSize)
    {
        using var model = new EvenOnly(count);
        int right = (count + 1) / 2;
        Assert.Equal((double)right / count, Evaluation.Accuracy(model, new CountingDataset(count), batchSize));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Accuracy_LeavesEachModuleInItsMode(bool outer, bool inner)
    {
        using var model = new TinyModel();
        model.train(outer);
        model.Inner.train(inner);

        Evaluation.Accuracy(model, new VectorDataset(10, 1));

        Assert.Equal([false], model.Modes);
        Assert.Equal((outer, inner), (model.training, model.Inner.training));
    }

    [Fact]
    public void Accuracy_Failing_LeavesTheModeToo()
    {
        using var model = new TinyModel();
        Assert.ThrowsAny<Exception>(() => Evaluation.Accuracy(model, new CountingDataset(10)));    // [B] is not [B, 2]
        Assert.True(model.training);
    }

    [Fact]
    public void Accuracy_TracksNoGradients()
    {
        using var model = new TinyModel();
        Evaluation.Accuracy(model, new VectorDataset(10, 1));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.grad is null));
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Accuracy_OfNothing_IsRefused()
    {
        using var model = new TinyModel();
        Assert.Throws<ArgumentException>(() => Evaluation.Accuracy(model, new VectorDataset(0, 1)));
    }
}
