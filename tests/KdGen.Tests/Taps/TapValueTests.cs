using TorchSharp;
using static KdGen.Tests.Taps.TapReading;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>What is read is what a walk over the model's fields finds there.</summary>
public sealed class TapValueTests
{
    // A block, with its value before the last activation; nothing in place.
    private static (Tensor PreAct, Tensor Output) Walk(TappedBlock block, Tensor x)
    {
        Tensor y = block.batchNorm4.forward(block.conv3.forward(block.batchNorm1.forward(block.conv0.forward(x)).relu()));
        Tensor sum = y + (block.shortcut5 is null ? x : block.shortcut5.forward(x));
        return (sum, sum.relu());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PostActivation_StagesLayersAndPreActivations(bool training)
    {
        manual_seed(11);
        using var scope = NewDisposeScope();
        using var teacher = new DeepTapped();
        Prepare(teacher, training);
        Tensor input = randn([6, 3, 8, 8]);
        using var _ = no_grad();
        Tensor x = teacher.stem.forward(input);
        List<(Tensor PreAct, Tensor Output)> first = [], second = [];
        foreach (TappedBlock block in teacher.stage1.blocks)
            first.Add(Walk(block, x = first.Count == 0 ? x : first[^1].Output));
        x = first[^1].Output;
        foreach (TappedBlock block in teacher.stage2.blocks)
            second.Add(Walk(block, x = second.Count == 0 ? x : second[^1].Output));

        Dictionary<string, Tensor> values = Read(typeof(HintsAndLogits), "Teacher", teacher, input);

        Assert.Equal(["Logits", "Stage1Layer0", "Stage1Layer1PreAct", "Stage1Layer2", "Stage2PreAct", "Stage2"], values.Keys);
        AssertSame(first[0].Output, values["Stage1Layer0"]);
        AssertSame(first[1].PreAct, values["Stage1Layer1PreAct"]);
        AssertSame(first[2].Output, values["Stage1Layer2"]);
        AssertSame(second[3].PreAct, values["Stage2PreAct"]);
        AssertSame(second[3].Output, values["Stage2"]);
        AssertSame(teacher.forward(input), values["Logits"], 1e-6);
    }

    [Fact]
    public void PreActivation_IsNotClampedByTheActivationBehindIt()
    {
        manual_seed(12);
        using var scope = NewDisposeScope();
        using var teacher = new DeepTapped();
        Dictionary<string, Tensor> values = Read(typeof(HintsAndLogits), "Teacher", teacher, randn([6, 3, 8, 8]));
        Assert.True(values["Stage2PreAct"].min().item<float>() < 0);
        AssertSame(values["Stage2PreAct"].relu(), values["Stage2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PreActivationNetwork_IsReadAtTheNextNorm(bool training)
    {
        using var scope = NewDisposeScope();
        using var model = new TappedWide();
        manual_seed(13);
        Prepare(model, training);
        Tensor input = randn([6, 3, 8, 8]);
        using var _ = no_grad();
        manual_seed(131);   // Dropout
        Tensor x = model.stage1.forward(model.stem.forward(input));
        Tensor expected = model.stage2.blocks[0].pre.batchNorm0.forward(x);

        manual_seed(131);
        Dictionary<string, Tensor> teacher = Read(typeof(PreActivationNetwork), "Teacher", model, input);

        Assert.Equal([""], teacher.Keys);
        AssertSame(expected, teacher[""]);
        Assert.True(teacher[""].min().item<float>() < 0);
    }

    /// <summary>Behind the norm stands a Dropout, whose result in evaluation is the norm's own memory: the ReLU behind it must not write there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PreActivationNetwork_GoesOnBehindTheNorm(bool training)
    {
        using var scope = NewDisposeScope();
        using var model = new TappedWide();
        manual_seed(17);
        Prepare(model, training);
        Tensor input = randn([6, 3, 8, 8]);
        using var _ = no_grad();
        manual_seed(171);
        Tensor expected = model.forward(input);
        manual_seed(171);
        Dictionary<string, Tensor> student = Read(typeof(PreActivationNetwork), "Student", model, input);
        manual_seed(171);
        Tensor norm = model.stage2.blocks[0].pre.batchNorm0.forward(model.stage1.forward(model.stem.forward(input)));
        AssertSame(expected, student["Logits"]);
        AssertSame(norm, student["Stage1PreAct"]);
    }

    [Fact]
    public void Branches_JoinsHeadsAndOwnForwards()
    {
        manual_seed(14);
        using var scope = NewDisposeScope();
        using var model = new TappedBranches();
        Tensor input = randn([6, 3, 8, 8]);
        Tensor stem = model.stem.forward(input);
        Tensor sum = model.a.forward(stem) + model.b.forward(stem);
        Tensor pooled = model.pooled.forward(model.both.forward(sum));

        Dictionary<string, Tensor> values = Read(typeof(Branches), "Student", model, input);

        Assert.Equal(["Logits", "Sum", "Own", "WidePreAct", "Left"], values.Keys);
        AssertSame(sum, values["Sum"]);
        AssertSame(sum, values["Own"]);
        AssertSame(model.both.wide.conv0.forward(sum), values["WidePreAct"]);
        AssertSame(model.left.forward(pooled), values["Left"]);
        AssertSame((model.left.forward(pooled) + model.right.forward(pooled)) / 2, values["Logits"]);
        AssertSame(model.forward(input), values["Logits"]);
    }

    [Fact]
    public void AnotherAssembly_IsReadTheSame()
    {
        manual_seed(15);
        using var scope = NewDisposeScope();
        using var model = new global::Models.Wrn16x2();
        model.eval();
        using var _ = no_grad();
        Tensor input = randn([2, 3, 32, 32]);
        Tensor second = model.stage2.blocks[0].forward(model.stage1.forward(model.stem.forward(input)));
        Tensor third = model.pooled.batchNorm0.forward(model.stage3.forward(model.stage2.blocks[1].forward(second)));

        Dictionary<string, Tensor> values = Read(typeof(OfAnotherAssembly), "Teacher", model, input);

        AssertSame(second, values["Stage2Layer0"]);
        AssertSame(third, values["Stage3PreAct"]);
    }

    [Fact]
    public void Student_ReadsItsLogitsAsForwardGivesThem()
    {
        manual_seed(16);
        using var scope = NewDisposeScope();
        using var model = new global::Models.Wrn16x2();
        model.eval();
        Tensor input = randn([2, 3, 32, 32]);
        AssertSame(model.forward(input), Read(typeof(OfAnotherAssembly), "Student", model, input)["Logits"]);
    }

    // Norms with statistics of their own, so that evaluation does something; without momentum, so that two passes see the same.
    private static void Prepare(nn.Module model, bool training)
    {
        using (no_grad())
            foreach ((string name, Tensor buffer) in model.named_buffers())
                if (name.EndsWith("running_mean", StringComparison.Ordinal))
                    buffer.normal_();
        model.train(training);
    }
}
