using System.Globalization;
using KdGen.Tests.Losses.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>Whatever tensors a loss is called with: right, or an error that says what is wrong.</summary>
public sealed class LossUseTests
{
    private static readonly string[] few = ["CeKl", "CeSoft", "Bce", "DkdStandardized", "CeNkd", "Dist", "TopKTail", "Cwtm", "Everything"];

    public static TheoryData<string> Few => [.. few];

    /// <summary>Those that read a class of each sample.</summary>
    public static TheoryData<string> Labelled => [.. few.Where(static name => LossCase.Of(name).Terms.Any(static term => term.ReadsLabel && !term.SoftTargets))];

    /// <summary>Ways to lay out [B, C] in memory.</summary>
    private static readonly (string Name, Func<Tensor, Tensor> Of)[] layouts =
    [
        ("transposed", static logits => logits.t().contiguous().t()),
        ("every other column", static logits => cat([logits.unsqueeze(2), logits.unsqueeze(2)], 2).select(2, 0)),
        ("part of wider rows", static logits => cat([logits, logits], 1).narrow(1, 0, logits.shape[1])),
        ("one row for all", static logits => logits.narrow(0, 0, 1).expand(logits.shape)),
    ];

    /// <summary>Not taken for a loss without labels, whose rows would all be of the first class.</summary>
    [Fact]
    public void MissingTensors_AreNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = randn(4, 5), teacher = randn(4, 5), labels = zeros([4], ScalarType.Int64);
        Says("labels is null, but the loss reads it", () => CeKl.LossAndGradient(student, teacher, null!));
        Says("labels is null, but the loss reads it", () => CeKl.Loss(student, teacher, null!));
        Says("teacher is null, but the loss reads it", () => CeKl.Loss(student, null!, labels));
        Says("student is null, but the loss reads it", () => CeKl.Loss(null!, teacher, labels));

        static void Says(string message, Func<object> act) => Assert.StartsWith(message, Assert.Throws<ArgumentNullException>(act).Message);
    }

    [Theory]
    [MemberData(nameof(Few))]
    public void Layouts_DoNotMatter(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        LossCase recipe = LossCase.Of(name);
        var generated = new GeneratedLoss(recipe.Recipe);
        LossInput input = LossInputs.Normal(33, 17, 2);
        foreach ((string layout, Func<Tensor, Tensor> of) in layouts)
        {
            foreach (bool isTeacher in new[] { false, true })
            {
                Dictionary<string, Tensor> laidOut = LossTensors.Of(recipe, input, ScalarType.Float32), plain = LossTensors.Of(recipe, input, ScalarType.Float32);
                string which = isTeacher ? "teacher" : "student";
                laidOut[which] = of(laidOut[which]);
                plain[which] = laidOut[which].contiguous();
                Assert.False(laidOut[which].is_contiguous(), layout);
                (Tensor expected, Tensor[] expectedGradients) = generated.LossAndGradient(plain);
                (Tensor value, Tensor[] gradients) = generated.LossAndGradient(laidOut);
                Assert.True((expected - value).abs().item<float>() <= 2e-6f * Math.Max(1, Math.Abs(expected.item<float>())), $"{layout} {which}: {value.item<float>()} in place of {expected.item<float>()}");
                Assert.All(expectedGradients.Zip(gradients), pair => Assert.True(Largest(pair.First - pair.Second) <= 2e-6f * Math.Max(Largest(pair.First), 0.01f), $"{layout} {which}: gradient"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Few))]
    public void MixedTypes_AreRightAndGradientsHaveTheStudentsType(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        LossCase recipe = LossCase.Of(name);
        var generated = new GeneratedLoss(recipe.Recipe);
        LossInput input = LossInputs.Normal(33, 17, 2);
        double expected = LossReference.Value(recipe.Terms, input);
        ScalarType[] types = [ScalarType.Float64, ScalarType.Float32, ScalarType.BFloat16];
        foreach (ScalarType student in types)
        {
            foreach (ScalarType teacher in types.Where(type => type != student))
            {
                Dictionary<string, Tensor> tensors = LossTensors.Of(recipe, input, student);
                tensors["teacher"] = tensors["teacher"].to(teacher);
                (Tensor value, Tensor[] gradients) = generated.LossAndGradient(tensors);
                Assert.Equal(expected, value.to(ScalarType.Float64).item<double>(), 2e-6 * Math.Max(1, Math.Abs(expected)));
                Assert.All(gradients, gradient => Assert.Equal(student, gradient.dtype));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Labelled))]
    public void LabelOutOfRange_IsNamed(string name)
    {
        LossCase recipe = LossCase.Of(name);

        foreach (long label in new[] { 5L, -1, 70_000_000_000 })
        {
            LossInput input = LossInputs.Normal(4, 5, 1);
            input = input with { Labels = [.. input.Labels.Select((one, row) => row == 2 ? label : one)] };
            foreach (LossForm form in LossForm.All)
            {
                ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => form.Evaluate(recipe, input));
                Assert.Contains(label.ToString(CultureInfo.InvariantCulture), error.Message);
                Assert.Contains("[2]", error.Message);
                Assert.Contains("5 classes", error.Message);
            }
        }
    }

    [Fact]
    public void LabelsThatAllWeighNothing_GiveNoLossAndNoGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
        {
            Tensor student = randn(3, 5).to(type), labels = zeros(3, dtype: ScalarType.Int64);
            (Tensor value, Tensor gradient) = CeClassLeftOut.LossAndGradient(student, student, labels);
            Tensor leaf = student.detach().requires_grad_();
            Tensor composed = CeClassLeftOut.ComposedLoss(leaf, student, labels);
            composed.backward();
            Assert.All(new[] { value, composed, gradient.abs().max(), leaf.grad!.abs().max() }, static number => Assert.InRange(number.to(ScalarType.Float64).item<double>(), 0, 1e-20));
        }
    }

    /// <summary>A part of a batch is divided by the weights of the whole: what smoothing gives of its rows counts.</summary>
    [Fact]
    public void LabelsThatAllWeighNothing_ArePartOfABatchThatDoes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = randn([4, 5], ScalarType.Float64), labels = tensor(new long[] { 0, 0, 2, 4 });
        (Tensor whole, Tensor gradient) = CeClassLeftOut.LossAndGradient(student, student, labels);
        CeClassLeftOut.LossSettings settings = CeClassLeftOut.LossSettings.Declared with { Rows = 5 };
        (Tensor first, Tensor ofFirst) = CeClassLeftOut.LossAndGradient(student.narrow(0, 0, 2), student.narrow(0, 0, 2), labels.narrow(0, 0, 2), settings);
        (Tensor second, Tensor ofSecond) = CeClassLeftOut.LossAndGradient(student.narrow(0, 2, 2), student.narrow(0, 2, 2), labels.narrow(0, 2, 2), settings);
        Assert.Equal(whole.item<double>(), (first + second).item<double>(), 1e-12);
        Assert.True(Largest(cat([ofFirst, ofSecond], 0) - gradient) < 1e-12);
    }

    [Theory]
    [MemberData(nameof(Few))]
    public void EmptyBatch_IsAnError(string name)
    {
        foreach (LossForm form in LossForm.All)
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => form.Evaluate(LossCase.Of(name), LossInputs.Normal(0, 5, 1)));
            Assert.Contains("[0, 5]", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Few))]
    public void LossAndGradient_LeavesNoGraph(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        LossCase recipe = LossCase.Of(name);
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            Dictionary<string, Tensor> tensors = LossTensors.Of(recipe, LossInputs.Normal(4, 17, 1), type);
            tensors["student"] = tensors["student"].requires_grad_();
            (Tensor value, Tensor[] gradients) = new GeneratedLoss(recipe.Recipe).LossAndGradient(tensors);
            Assert.False(value.requires_grad);
            Assert.All(gradients, gradient => Assert.False(gradient.requires_grad));
            Assert.Null(tensors["student"].grad);
        }
    }

    [Theory]
    [MemberData(nameof(Few))]
    public void Loss_IsAnOrdinaryDifferentiableScalar(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        LossCase recipe = LossCase.Of(name);
        var generated = new GeneratedLoss(recipe.Recipe);
        Dictionary<string, Tensor> tensors = LossTensors.Of(recipe, LossInputs.Normal(33, 17, 1), ScalarType.Float32);
        (Tensor value, Tensor[] gradients) = generated.LossAndGradient(tensors);

        Tensor alone = generated.Loss(tensors);
        Assert.False(alone.requires_grad);
        Assert.Equal(value.item<float>(), alone.item<float>(), 1e-5f * Math.Max(1, Math.Abs(value.item<float>())));
        using (no_grad())
        {
            Assert.False(generated.Loss(tensors).requires_grad);
        }

        // In the middle of a graph: a layer in front, a factor behind.
        Tensor weight = eye(17).requires_grad_();
        tensors["student"] = tensors["student"].matmul(weight);
        (generated.Loss(tensors) * 3).backward();
        Tensor expected = tensors["student"].detach().t().matmul(gradients[0]) * 3;
        Assert.True(Largest(expected - weight.grad!) <= 1e-5f * Largest(expected));
    }

    [Theory]
    [MemberData(nameof(Few))]
    public void NotANumber_StaysOne(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        LossCase recipe = LossCase.Of(name);
        Dictionary<string, Tensor> tensors = LossTensors.Of(recipe, LossInputs.Normal(4, 17, 1), ScalarType.Float32);
        tensors["student"][1, 3] = float.NaN;
        (Tensor value, Tensor[] gradients) = new GeneratedLoss(recipe.Recipe).LossAndGradient(tensors);
        Assert.True(float.IsNaN(value.item<float>()));
        Assert.True(gradients[0].isnan().any().item<bool>());
        Assert.True(float.IsNaN(new GeneratedLoss(recipe.Recipe).Loss(tensors).item<float>()));
    }

    [Theory]
    [MemberData(nameof(LossCase.Names), MemberType = typeof(LossCase))]
    public void Threads_DoNotChangeABit(string name)
    {
        LossCase recipe = LossCase.Of(name);
        LossInput input = LossInputs.Normal(33, recipe.Classes ?? 1000, 2);
        LossForm form = LossForm.Of("fused, 512 bits");
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            (double value, double[][] gradients) = form.Evaluate(recipe, input, recipe.Settings);
            set_num_threads(2);
            (double again, double[][] same) = form.Evaluate(recipe, input, recipe.Settings);
            Assert.Equal(value, again);
            Assert.Equal(gradients, same);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static float Largest(Tensor difference) => difference.abs().max().to(ScalarType.Float32).item<float>();
}
