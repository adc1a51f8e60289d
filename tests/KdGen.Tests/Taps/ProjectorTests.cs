using KdGen.Tests.Training;
using KdGen.Training;
using KdGen.Weights;
using TorchSharp;
using static KdGen.Tests.Taps.TapReading;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>The projectors of a recipe: trained with the student, saved beside it, no part of it.</summary>
public sealed class ProjectorTests
{
    [Fact]
    public void Projectors_StayOutOfTheStudentAndItsWeights()
    {
        using var plain = new ProjectedStudent();
        using var teacher = new ProjectedTeacher();
        using var student = new ProjectedStudent();
        using var recipe = new EveryProjector(teacher, student);
        using Tensor x = randn([4, 3, 8, 8]), y = randint(4, [4], dtype: ScalarType.Int64);
        recipe.Step(x, y).Dispose();
        Assert.Equal(plain.state_dict().Keys, student.state_dict().Keys);
        Assert.Equal(plain.parameters().Count(), student.parameters().Count());
    }

    /// <summary>Student and projectors from two files go on as if nothing had happened.</summary>
    [Fact]
    public void Saved_GoOnWhereTheyWere()
    {
        string folder = Directory.CreateTempSubdirectory("kdgen-").FullName;
        try
        {
            manual_seed(41);
            using var scope = NewDisposeScope();
            using var teacher = new ProjectedTeacher();
            using var student = new ProjectedStudent();
            using var recipe = new EveryProjector(teacher, student);
            Tensor x = randn([4, 3, 8, 8]), y = randint(4, [4], dtype: ScalarType.Int64);
            recipe.Step(x, y);
            Safetensors.Write(Path.Combine(folder, "student.safetensors"), student);
            Safetensors.Write(Path.Combine(folder, "projectors.safetensors"), recipe.Adapters);

            using var later = new ProjectedStudent();
            later.LoadWeights(Path.Combine(folder, "student.safetensors"));
            using var resumed = new EveryProjector(teacher, later);
            resumed.Adapters.LoadWeights(Path.Combine(folder, "projectors.safetensors"));

            AssertSame(recipe.Step(x, y), resumed.Step(x, y));
            Assert.All(
                recipe.Adapters.named_parameters().Zip(resumed.Adapters.named_parameters()),
                pair => AssertSame(pair.First.parameter.grad!, pair.Second.parameter.grad!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Training_PutsThemIntoTrainingModeAndTrainsThem()
    {
        manual_seed(42);
        using var scope = NewDisposeScope();
        using var teacher = new VectorTeacher();
        using var student = new VectorStudent();
        using var recipe = new ProjectedVectors(teacher, student);
        recipe.Adapters.eval();
        Tensor before = recipe.Adapters.hidden.weight.detach().clone();
        var data = new VectorDataset(32, seed: 1);
        recipe.Train(data, data);
        Assert.True(recipe.Adapters.training);
        Assert.True((recipe.Adapters.hidden.weight - before).abs().max().item<float>() > 1e-3);
    }

    /// <summary>The loss of a loop written by hand: it is given what the projector makes of the feature.</summary>
    [Fact]
    public void Loss_OfALoopByHand_ReachesProjectorAndFeature()
    {
        manual_seed(43);
        using var scope = NewDisposeScope();
        using var teacher = new TokenTeacher();
        using var student = new TokenStudent();
        using var recipe = new ProjectedTokens(teacher, student);
        Tensor x = randn([3, 5, 4]), y = zeros([3], dtype: ScalarType.Int64);
        Tensor taught, learned = student.tokens.forward(x);
        using (no_grad())
            taught = teacher.tokens.forward(x);
        Tensor loss = ProjectedTokens.Loss(student.logits.forward(learned), y, recipe.Adapters.tokens.forward(learned), taught);
        loss.backward();
        Tensor byHand = recipe.Adapters.tokens.weight.grad!.clone(), ofStudent = student.tokens.parameters().First().grad!.clone();

        AssertSame(loss.detach(), recipe.Step(x, y), 1e-6);
        AssertSame(byHand, recipe.Adapters.tokens.weight.grad!, 1e-6);
        AssertSame(ofStudent, student.tokens.parameters().First().grad!, 1e-6);
    }

    /// <summary>One value a channel has no variance: the regressor does then what the losses with weights of their own do.</summary>
    [Fact]
    public void Regressor_OfOneSampleAndOnePosition_TakesTheRunningStatistics()
    {
        manual_seed(45);
        using var scope = NewDisposeScope();
        using var teacher = new PointTeacher();
        using var student = new PointStudent();
        using var recipe = new ProjectedPoint(teacher, student);
        Tensor x = randn([8, 3, 4, 4]), y = randint(4, [8], dtype: ScalarType.Int64);
        recipe.Step(x, y);
        Dictionary<string, Tensor> before = recipe.Adapters.state_dict().ToDictionary(named => named.Key, named => named.Value.detach().clone());

        Assert.True(recipe.Step(x[..1], y[..1]).isfinite().item<bool>());

        Dictionary<string, Tensor> after = recipe.Adapters.state_dict();
        AssertSame(before["point.bn.running_mean"], after["point.bn.running_mean"]);
        Assert.NotEqual(0, (after["point.conv.weight"] - before["point.conv.weight"]).abs().max().item<float>());
    }

    [Fact]
    public void Steps_LeaveNoTensorBehind()
    {
        manual_seed(44);
        using var teacher = new ProjectedTeacher();
        using var student = new ProjectedStudent();
        using var recipe = new EveryProjector(teacher, student);
        using Tensor x = randn([4, 3, 8, 8]), y = randint(4, [4], dtype: ScalarType.Int64);
        Run(3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long tensors = Tensor.TotalCount;

        Run(20);

        Assert.Equal(tensors, Tensor.TotalCount);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
                recipe.Step(x, y).Dispose();
        }
    }

    [Fact]
    public void Recipe_FreesItsProjectorsAndNothingElse()
    {
        using var teacher = new ProjectedTeacher();
        using var student = new ProjectedStudent();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long tensors = Tensor.TotalCount;
        new EveryProjector(teacher, student).Dispose();
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void ModelWithoutParameters_LeavesWhatStandsBesideIt()
    {
        using var none = nn.ReLU();
        using var module = nn.Linear(2, 2).to(ScalarType.Float64);
        Assert.Same(module, Placement.Beside(none, module));
        Assert.Equal(ScalarType.Float64, module.weight.dtype);
    }
}
