using KdGen.Losses;
using TorchSharp;
using static KdGen.Tests.Taps.TapReading;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>Recipes with losses between stages: what they compute, what they train, and that they compute nothing else.</summary>
public sealed class FeatureLossRecipeTests
{
    private static (Tensor X, Tensor Y) Batch(int samples = 6) => (randn([samples, 3, 8, 8]), randint(5, [samples], dtype: ScalarType.Int64));

    [Fact]
    public void Functions_AddUpToTheLoss()
    {
        manual_seed(51);
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        using var student = new FeatureStudent();
        using var recipe = new EveryFunction(teacher, student);
        (Tensor x, Tensor y) = Batch();
        student.eval();
        Dictionary<string, Tensor> t, s;
        using (no_grad())
        {
            t = Read(typeof(EveryFunction), "Teacher", teacher, x);
            s = Read(typeof(EveryFunction), "Student", student, x);
        }

        recipe.Adapters.eval();
        Tensor projected;
        using (no_grad()) projected = recipe.Adapters.stage3.forward(s["Stage3"]);
        Tensor expected = nn.functional.cross_entropy(s["Logits"], y)
            + FeatureLoss.Hint(s["Stage2"], t["Stage2"], smooth: true)
            + FeatureLoss.Cosine(s["Stage2"], t["Stage3"], pool: true)
            + 10 * FeatureLoss.AT(s["Stage3"], t["Stage2"])
            + FeatureLoss.NST(s["Stage2"], t["Stage3"])
            + FeatureLoss.RKD(s["Pooled"], t["Pooled"])
            + FeatureLoss.SP(s["Pooled"], t["Stage3"])
            + FeatureLoss.PKT(s["Pooled"], t["Pooled"])
            + FeatureLoss.CWD(s["Stage2"], t["Stage2"], temperature: 4)
            + FeatureLoss.PKD(s["Stage2"], t["Stage2"])
            + FeatureLoss.ICKD(projected, t["Stage3"])
            + FeatureLoss.FSP([s["Stage1"], s["Stage2"]], [t["Stage1"], t["Stage2"]])
            + FeatureLoss.KDSVD([s["Stage1"], s["Stage2"]], [t["Stage1"], t["Stage2"]])
            + 0.5 * FeatureLoss.AB(s["Stage1PreAct"], t["Stage1PreAct"])
            + FeatureLoss.AB(s["Stage2PreAct"], t["Stage2PreAct"]);

        AssertSame(expected.detach(), recipe.Step(x, y), 1e-4);
    }

    /// <summary>Every module's weights and every weight of the student's learn in one step; the teacher's do not.</summary>
    [Fact]
    public void Modules_AreTrainedWithTheStudent()
    {
        manual_seed(52);
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        using var student = new FeatureStudent();
        using var recipe = new EveryModule(teacher, student);
        (Tensor x, Tensor y) = Batch();
        Tensor[] taught = [.. teacher.parameters().Select(static parameter => parameter.detach().clone())];
        Dictionary<string, Tensor> before = recipe.Adapters.named_parameters().ToDictionary(static named => named.name, static named => named.parameter.detach().clone());
        for (int i = 0; i < 3; i++)
            Assert.True(recipe.Step(x, y).isfinite().item<bool>());

        // The paraphraser of FT is trained in a phase of its own; what it gives is the target here.
        Assert.All(
            recipe.Adapters.named_parameters().Where(static named => !named.name.Contains("paraphraser")),
            named => Assert.True((named.parameter - before[named.name]).abs().max().item<float>() > 0, named.name));
        Assert.All(student.parameters(), static parameter => Assert.NotNull(parameter.grad));
        Assert.All(teacher.parameters().Zip(taught), static pair => AssertSame(pair.Second, pair.First));
        Assert.All(teacher.parameters(), static parameter => Assert.Null(parameter.grad));
        Assert.All(teacher.parameters(), static parameter => Assert.True(parameter.requires_grad));
    }

    /// <summary>Of several stages OFD counts the last whole and the one before it half; margins come from the norm before the activation.</summary>
    [Fact]
    public void Margins_AreThoseOfTheNormBeforeTheActivation()
    {
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        using var student = new FeatureStudent();
        using (no_grad())
        {
            teacher.stage2.batchNorm1.weight!.copy_(tensor(new float[] { 1, 2, 0.5f, -1, 1, 0 }));
            teacher.stage2.batchNorm1.bias!.copy_(tensor(new float[] { 0, 1, -1, 0.5f, 9, -0.25f }));
        }

        using var recipe = new EveryModule(teacher, student);

        // φ(m/s) and Φ(-m/s) from tables; the fifth is nowhere below 0: -3 scale.
        float[] expected = [-0.797885f, 1 - 2 * 0.352065f / 0.308538f, -1 - 0.5f * 0.053991f / 0.977250f, 0.5f - 0.352065f / 0.308538f, -3, -0.25f];
        AssertSame(tensor(expected), recipe.Adapters.ofdStage2PreAct.get_buffer("margins")!, 1e-4);
        Assert.Equal([8L], recipe.Adapters.ofdStage3PreAct.get_buffer("margins")!.shape);
    }

    /// <summary>What lies behind a stage, given that stage's value, are the model's own logits.</summary>
    [Fact]
    public void RestOfTheTeacher_GivesItsLogits()
    {
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        teacher.eval();
        using var _ = no_grad();
        Tensor x = randn([2, 3, 8, 8]);
        Tensor feature = teacher.stage3.forward(teacher.stage2.forward(teacher.stage1.forward(x)));
        AssertSame(teacher.forward(x), Read(typeof(EveryModule), "TeacherBehindStage3", teacher, feature)[""]);
    }

    [Fact]
    public void AttentionScores_AreWhatTheMapIsTheSoftmaxOf()
    {
        manual_seed(53);
        using var scope = NewDisposeScope();
        using var teacher = new TallEncoder();
        using var student = new ShortEncoder();
        using var recipe = new TinyBertKd(teacher, student);
        (Tensor x, Tensor y) = Batch(3);
        Dictionary<string, Tensor> read;
        using (no_grad()) read = Read(typeof(TinyBertKd), "Teacher", teacher, x);
        Tensor scores = read["EncoderLayer1AttentionScores"];
        Assert.Equal([3L, 3L, 4L, 4L], scores.shape);
        using (no_grad())
        {
            FeatureLayer block = teacher.encoder.blocks[1];
            Tensor entering = block.mix.layerNorm0.forward(teacher.encoder.blocks[0].forward(teacher.embed.forward(x)));
            AssertSame(block.mix.attention1.ForwardWithMap(entering).Map, scores.softmax(-1), 1e-6);
        }

        recipe.Step(x, y);
        Assert.All(student.parameters(), static parameter => Assert.NotNull(parameter.grad));
        Assert.All(teacher.parameters(), static parameter => Assert.Null(parameter.grad));
    }

    /// <summary>Queries and keys are computed once, for what the model makes of them and for the scores.</summary>
    [Fact]
    public void AttentionScores_ShareTheModelsQueriesAndKeys()
    {
        manual_seed(54);
        using var scope = NewDisposeScope();
        using var student = new ShortEncoder();
        student.eval();
        using var _ = no_grad();
        Tensor x = randn([2, 3, 8, 8]);
        Dictionary<string, Tensor> read = Read(typeof(TinyBertKd), "Student", student, x);
        AssertSame(student.forward(x), read["Logits"], 1e-5);

        long whole = Operators(() => student.forward(x)), tapped = Operators(() => Read(typeof(TinyBertKd), "Student", student, x));
        Tensor entering = randn([2, 4, 6]);
        KdGen.Modules.Attention attention = student.encoder.blocks[0].mix.attention1;
        long own = Operators(() => attention.forward(entering)), both = Operators(() => attention.ForwardWithScores(entering, out Tensor _));

        Assert.Equal(whole + (2 * (both - own)), tapped);
    }

    /// <summary>Behind the last tap of the teacher nothing runs: as many operators as its stages up to there.</summary>
    [Fact]
    public void Teacher_StopsBehindTheLastTap()
    {
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        teacher.eval();
        Tensor x = randn([2, 3, 8, 8]);
        long upToStage2 = Operators(() => teacher.stage2.forward(teacher.stage1.forward(x)));
        long all = Operators(() => teacher.forward(x));
        Assert.True(upToStage2 < all);
        Assert.Equal(upToStage2, Operators(() => Read(typeof(StopsEarly), "Teacher", teacher, x)));
    }

    /// <summary>A tap in the middle is the value that is there: no operator more than without it.</summary>
    [Fact]
    public void TapInTheMiddle_CostsNothing()
    {
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        using var student = new FeatureStudent();
        teacher.eval();
        Tensor x = randn([2, 3, 8, 8]);
        Assert.Equal(Operators(() => teacher.forward(x)), Operators(() => Read(typeof(TapsInTheMiddle), "Teacher", teacher, x)));
        Assert.Equal(Operators(() => student.forward(x)), Operators(() => Read(typeof(TapsInTheMiddle), "Student", student, x)));
    }

    /// <summary>Losses that are means over samples add up over the parts of a batch when they are told the rows of the whole.</summary>
    [Fact]
    public void PartsOfABatch_AddUpToTheWhole()
    {
        manual_seed(54);
        using var scope = NewDisposeScope();
        using var teacher = new FeatureTeacher();
        using var student = new FeatureStudent();
        teacher.eval();
        student.eval();
        (Tensor x, Tensor y) = Batch(5);
        using var _ = no_grad();
        MeansOfSamples.LossSettings settings = MeansOfSamples.LossSettings.Declared with { Rows = 5 };
        Tensor Loss(Tensor part, Tensor labels, MeansOfSamples.LossSettings? with)
        {
            Dictionary<string, Tensor> t = Read(typeof(MeansOfSamples), "Teacher", teacher, part), s = Read(typeof(MeansOfSamples), "Student", student, part);
            return MeansOfSamples.Loss(s["Logits"], labels, s["Stage2"], t["Stage2"], s["Stage3"], s["Stage1PreAct"], t["Stage1PreAct"], s["Stage2PreAct"], t["Stage2PreAct"], with);
        }

        Tensor parts = Loss(x[..2], y[..2], settings) + Loss(x[2..], y[2..], settings);
        AssertSame(Loss(x, y, null), parts, 1e-5);
    }

    private static long Operators(Action compute)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        long before = DisposeScopeManager.Statistics.CreatedInScopeCount;
        compute();
        return DisposeScopeManager.Statistics.CreatedInScopeCount - before;
    }
}
