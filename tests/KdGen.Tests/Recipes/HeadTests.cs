using KdGen.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Recipes;

/// <summary>Recipes whose terms name the heads that they read.</summary>
public sealed class HeadTests : IDisposable
{
    private readonly HeadTeacher teacher;
    private readonly TwoHeads student, twin;
    private readonly Tensor x, y;

    public HeadTests()
    {
        manual_seed(31);
        teacher = new();
        student = new();
        twin = new();
        twin.load_state_dict(student.state_dict());
        x = randn([8, 2]);
        y = randint(2, [8], dtype: ScalarType.Int64);
    }

    public void Dispose()
    {
        foreach (IDisposable one in (IDisposable[])[teacher, student, twin, x, y])
            one.Dispose();
    }

    [Fact]
    public void HardStep_IsThatOfDeiT()
    {
        using var recipe = new HardDeiT(teacher, student);
        Compare(recipe.Step(x, y), (cls, dist, taught) => (0.5 * Smoothed(cls)) + (0.5 * nn.functional.cross_entropy(dist, taught.argmax(1))));
    }

    [Fact]
    public void SoftStep_IsThatOfDeiT()
    {
        using var recipe = new SoftDeiT(teacher, student);
        Compare(recipe.Step(x, y), (cls, dist, taught) =>
        {
            Tensor p = (taught / 3).softmax(1), q = (dist / 3).softmax(1);
            return (0.5 * Smoothed(cls)) + (0.5 * 9 * (p * (p.log() - q.log())).mean());
        });
    }

    [Fact]
    public void ResultBesideAHead_IsRead()
    {
        using var recipe = new ResultAndHead(teacher, student);
        Compare(recipe.Step(x, y), (cls, dist, taught) =>
        {
            Tensor p = (taught / 2).softmax(1), q = (dist / 2).softmax(1);
            return nn.functional.cross_entropy((cls + dist) / 2, y) + (4 * (p * (p.log() - q.log())).sum() / x.shape[0]);
        });
    }

    [Fact]
    public void HeadOfTheTeacher_Teaches()
    {
        using var learns = new HeadTeacher();
        using var recipe = new FromAHead(student, learns);
        using Tensor loss = recipe.Step(x, y);
        Assert.All(learns.parameters(), static parameter => Assert.NotNull(parameter.grad));
        Assert.All(student.parameters(), static parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Training_LearnsBothHeads()
    {
        using var recipe = new HardDeiT(teacher, student);
        var data = new VectorDataset(64, 5);
        var result = recipe.Train(data, data);
        Assert.Equal(2, result.Epochs);
        Assert.All(student.parameters().Zip(twin.parameters()), static pair => Assert.False(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Targets_AreMadeOfADatasetsLabels()
    {
        using var recipe = new OnTargets(student);
        var data = new VectorDataset(64, 5);
        Assert.True(double.IsFinite(recipe.Train(data, data).Loss));
    }

    [Fact]
    public void Targets_AreProbabilities()
    {
        using var recipe = new OnTargets(student);
        using Tensor targets = rand([8, 2]).softmax(1);
        Compare(recipe.Step(x, targets), (cls, dist, _) => -(targets * ((cls + dist) / 2).log_softmax(1)).sum() / 8);
    }

    [Fact]
    public void FrozenLayersBeforeAFeature_AreLeftAlone()
    {
        foreach (Tensor parameter in student.body.parameters())
            parameter.requires_grad_(false);
        using var recipe = new BodyHint(twin, student);
        using Tensor loss = recipe.Step(x, y);
        Assert.All(student.body.parameters(), static parameter => Assert.Null(parameter.grad));
        Assert.All(student.cls.parameters(), static parameter => Assert.NotNull(parameter.grad));
    }

    private Tensor Smoothed(Tensor logits) => (0.9 * nn.functional.cross_entropy(logits, y)) - (0.1 * logits.log_softmax(1).mean());

    /// <summary>The step's loss and gradients against those of a loss written by hand on a student with the weights of before.</summary>
    private void Compare(Tensor loss, Func<Tensor, Tensor, Tensor, Tensor> byHand)
    {
        using var scope = NewDisposeScope();
        Tensor taught;
        using (no_grad())
            taught = teacher.forward(x);
        var (cls, dist) = twin.Heads(x);
        Tensor expected = byHand(cls, dist, taught);
        expected.backward();
        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-5);
        Assert.All(student.named_parameters().Zip(twin.named_parameters()), static pair =>
            Assert.True((pair.First.parameter.grad! - pair.Second.parameter.grad!).abs().max().item<float>() < 1e-5, pair.First.name));
        loss.Dispose();
    }
}
