using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

public sealed class LearnedLossTests
{
    public static TheoryData<string> Names => [.. LearnedCase.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Result_OfZeros_IsFinite(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();
        using (no_grad())
            foreach (Tensor feature in (Tensor[])[.. run.Students, .. run.Teachers])
                feature.zero_();

        var result = run.Result();
        LearnedRun.Backward(result);

        Assert.True(result.isfinite().all().item<bool>());
        foreach (Tensor learned in (Tensor[])[.. run.Students, .. run.Module.parameters()])
            Assert.True(learned.grad is null || learned.grad.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Module_MovedToSinglePrecision_IsTheSameLoss(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();
        string[] keys = [.. run.Module.state_dict().Keys];
        double[] expected = run.Result().data<double>().ToArray();

        using var moved = run with
        {
            Module = run.Module.to(ScalarType.Float32), Head = run.Head.to(ScalarType.Float32),
            Students = [.. run.Students.Select(static one => one.detach().to(ScalarType.Float32).requires_grad_())], Teachers = [.. run.Teachers.Select(static one => one.to(ScalarType.Float32))],
        };
        var result = moved.Result();
        LearnedRun.Backward(result);

        Assert.Equal(ScalarType.Float32, result.dtype);
        Assert.Equal(keys, moved.Module.state_dict().Keys);
        Assert.Contains(moved.Module.parameters(), static parameter => parameter.grad is not null);
        float[] values = result.data<float>().ToArray();
        // The running statistics have moved on by one batch, which changes nothing while training.
        for (int i = 0; i < values.Length; i++) Assert.True(Math.Abs(values[i] - expected[i]) <= 1e-3 * Math.Max(1, Math.Abs(expected[i])), $"{values[i]} is not {expected[i]}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Result_LeavesNothingElseBehind(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();

        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var result = run.Result();
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        result.Dispose();
        using (no_grad()) run.Result().Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void VID_GradientOfTheVariances_IsThatOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var loss = new VIDLoss(3, 6).to(ScalarType.Float64);
        manual_seed(5);
        Tensor student = randn([2, 3, 4, 4], ScalarType.Float64), teacher = randn([2, 6, 4, 4], ScalarType.Float64), scale = loss.get_parameter("log_scale")!;
        double[] scales = [-15, -1, 0, 4.9, 25, 50];
        using (no_grad()) scale.copy_(tensor(scales));
        loss.forward(student, teacher).backward();

        const double Step = 1e-5;
        for (int c = 0; c < scales.Length; c++)
        {
            double difference = (At(c, Step) - At(c, -Step)) / (2 * Step), gradient = scale.grad![c].item<double>();
            Assert.True(Math.Abs(difference - gradient) <= 1e-6 * Math.Max(1, Math.Abs(gradient)), $"{c}: {gradient} is not {difference}");
        }

        double At(int channel, double shift)
        {
            using var noGrad = no_grad();
            scale[channel] = tensor(scales[channel] + shift);
            double value = loss.forward(student, teacher).item<double>();
            scale[channel] = tensor(scales[channel]);
            return value;
        }
    }

    [Fact]
    public void VID_TrainsItsVariances()
    {
        using var scope = NewDisposeScope();
        using var loss = new VIDLoss(3, 4);
        using var optimizer = optim.SGD(loss.parameters(), 0.1);
        loss.forward(randn(2, 3, 4, 4), randn(2, 4, 4, 4)).backward();
        optimizer.step();

        float[] scales = loss.get_parameter("log_scale")!.data<float>().ToArray();
        Assert.All(scales, static scale => Assert.NotEqual(4.9932, scale, 1e-4));
    }

    [Fact]
    public void FT_TrainsOneOfItsNetworksAtATime()
    {
        using var scope = NewDisposeScope();
        using var loss = new FTLoss(3, 4);
        Tensor student = randn(2, 3, 4, 4), teacher = randn(2, 4, 4, 4);

        loss.Reconstruction(teacher).backward();
        Assert.All(loss.named_parameters(), static one => Assert.Equal(one.name.StartsWith("paraphraser.", StringComparison.Ordinal), one.parameter.grad is not null));

        loss.zero_grad();
        loss.forward(student, teacher).backward();
        Assert.All(loss.named_parameters(), static one => Assert.Equal(one.name.StartsWith("translator.", StringComparison.Ordinal), one.parameter.grad is not null));
    }

    [Fact]
    public void FT_OfFewChannels_HasACodeOfOne()
    {
        using var scope = NewDisposeScope();
        using var loss = new FTLoss(3, 4, factor: 0.1);
        Assert.Equal(1, loss.state_dict()["translator.encoder.6.weight"].size(0));
        Assert.True(loss.forward(randn(2, 3, 4, 4), randn(2, 4, 4, 4)).item<float>() >= 0);
    }

    [Fact]
    public void MGD_MaskFollowsTheSeed()
    {
        using var scope = NewDisposeScope();
        using var loss = new MGDLoss(3, 3);
        Tensor student = randn(4, 3, 6, 6), teacher = randn(4, 3, 6, 6);

        float[] values = [.. new[] { 1, 2, 1 }.Select(seed =>
        {
            manual_seed(seed);
            return loss.forward(student, teacher).item<float>();
        })];

        Assert.Equal(values[0], values[2]);
        Assert.NotEqual(values[0], values[1]);
    }

    [Fact]
    public void SRRL_KeepsNoGraphOfTheTeachersOwnLogits()
    {
        using var scope = NewDisposeScope();
        using var loss = new SRRLLoss(3, 4);
        Tensor weight = randn([2, 4], requires_grad: true);
        List<bool> tracked = [];

        loss.forward(randn(5, 3), randn([5, 4], requires_grad: true), feature =>
        {
            var logits = LearnedCase.Head(feature, weight);
            tracked.Add(logits.requires_grad);
            return logits;
        });

        Assert.Equal([false, true], tracked.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Teacher_OfAnotherType_IsTaken(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();
        double expected = run.Result().sum().item<double>();

        var result = (run with { Teachers = [.. run.Teachers.Select(static one => one.detach().to(ScalarType.Float32))], Head = run.Case.Kind == "SRRL" ? run.Head.to(ScalarType.Float32) : run.Head }).Result();

        Assert.Equal(expected, result.sum().item<double>(), 1e-4 * Math.Max(1, Math.Abs(expected)));
    }

    // Not the paraphraser's own loss: the transposed convolution of 16 bits of libtorch 1.13 takes no more channels than it gives.
    [Theory]
    [InlineData("vid")]
    [InlineData("cc")]
    [InlineData("ft")]
    [InlineData("review")]
    [InlineData("srrl")]
    [InlineData("simkd")]
    [InlineData("mgd")]
    public void Loss_OfSixteenBits_IsSummedIn32(string name)
    {
        using var scope = NewDisposeScope();
        using var run = LearnedCase.All[name].Start();
        double expected = run.Result().item<double>();

        using var moved = run with
        {
            Module = run.Module.to(ScalarType.BFloat16), Head = run.Head.to(ScalarType.BFloat16),
            Students = [.. run.Students.Select(static one => one.detach().to(ScalarType.BFloat16).requires_grad_())], Teachers = [.. run.Teachers.Select(static one => one.to(ScalarType.BFloat16))],
        };
        var result = moved.Result();
        LearnedRun.Backward(result);

        Assert.Equal(ScalarType.Float32, result.dtype);
        Assert.Equal(expected, result.item<float>(), 0.1 * Math.Max(1, Math.Abs(expected)));
        Assert.Contains(moved.Module.parameters(), static parameter => parameter.grad is not null);
    }

    [Theory]
    [InlineData("vid", 6 * (4 + 2 * 6 + 1))]
    [InlineData("cc", 128 * (5 + 7 + 2))]
    [InlineData("srrl", 6 * (4 + 2))]
    [InlineData("ofd", 6 * (4 + 2))]
    [InlineData("mlp", 6 * (2 * 4 + 2 * 6 + 3))]
    [InlineData("mlp-map", 6 * (2 * 4 + 2 * 6 + 5))]
    public void Parameters_AreAsManyAsDocumented(string name, long expected)
    {
        using var module = LearnedCase.All[name].Make();
        Assert.Equal(expected, module.parameters().Sum(static parameter => parameter.numel()));
    }
}
