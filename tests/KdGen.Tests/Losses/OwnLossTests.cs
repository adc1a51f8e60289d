using TorchSharp;
using static TorchSharp.torch;
using LossMethod = System.Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace KdGen.Tests.Losses;

/// <summary>Losses that users write: what the build makes of a method over rows is the mean of what the method itself gives, row by row in C#.</summary>
public sealed class OwnLossTests
{
    /// <summary>A loss as C# and as the build's.</summary>
    /// <param name="Name">Its method.</param>
    /// <param name="OfRow">The method.</param>
    /// <param name="Composed">From torch's operators.</param>
    /// <param name="Loss">As recipes use it.</param>
    /// <param name="Gradient">The gradient for the student's logits, in the form that steps use.</param>
    public sealed record Case(string Name, Func<Row, Row, int, double> OfRow, LossMethod Composed, LossMethod Loss, LossMethod Gradient);

    private static readonly Case[] all =
    [
        new("Focal", (s, t, y) => OwnLosses.Focal(s, y), (s, t, y) => OwnFocal.ComposedLoss(s, t, y), (s, t, y) => OwnFocal.Loss(s, t, y), (s, t, y) => OwnFocal.LossAndGradient(s, t, y).StudentGradient),
        new("Poly", (s, t, y) => OwnLosses.Poly(s, y), (s, t, y) => OwnPoly.ComposedLoss(s, t, y), (s, t, y) => OwnPoly.Loss(s, t, y), (s, t, y) => OwnPoly.LossAndGradient(s, t, y).StudentGradient),
        new("Soft", (s, t, y) => OwnLosses.Soft(s, t), (s, t, y) => OwnSoft.ComposedLoss(s, t, y), (s, t, y) => OwnSoft.Loss(s, t, y), (s, t, y) => OwnSoft.LossAndGradient(s, t, y).StudentGradient),
        new("TaughtFocal", OwnLosses.TaughtFocal, (s, t, y) => OwnTaughtFocal.ComposedLoss(s, t, y), (s, t, y) => OwnTaughtFocal.Loss(s, t, y), (s, t, y) => OwnTaughtFocal.LossAndGradient(s, t, y).StudentGradient),
        new("SquaredHinge", (s, t, y) => OwnLosses.SquaredHinge(s, y), (s, t, y) => OwnSquaredHinge.ComposedLoss(s, t, y), (s, t, y) => OwnSquaredHinge.Loss(s, t, y), (s, t, y) => OwnSquaredHinge.LossAndGradient(s, t, y).StudentGradient),
        new("Entropy", (s, t, y) => OwnLosses.Entropy(s), (s, t, y) => OwnEntropy.ComposedLoss(s, t, y), (s, t, y) => OwnEntropy.Loss(s, t, y), (s, t, y) => OwnEntropy.LossAndGradient(s, t, y).StudentGradient),
        new("Tsallis", (s, t, y) => OwnLosses.Tsallis(s, t), (s, t, y) => OwnTsallis.ComposedLoss(s, t, y), (s, t, y) => OwnTsallis.Loss(s, t, y), (s, t, y) => OwnTsallis.LossAndGradient(s, t, y).StudentGradient),
        new("ChiSquared", (s, t, y) => OwnLosses.ChiSquared(s, t), (s, t, y) => OwnChiSquared.ComposedLoss(s, t, y), (s, t, y) => OwnChiSquared.Loss(s, t, y), (s, t, y) => OwnChiSquared.LossAndGradient(s, t, y).StudentGradient),
        new("TopMargin", OwnLosses.TopMargin, (s, t, y) => OwnTopMargin.ComposedLoss(s, t, y), (s, t, y) => OwnTopMargin.Loss(s, t, y), (s, t, y) => OwnTopMargin.LossAndGradient(s, t, y).StudentGradient),
        new("Huber", (s, t, y) => OwnLosses.Huber(s, t), (s, t, y) => OwnHuber.ComposedLoss(s, t, y), (s, t, y) => OwnHuber.Loss(s, t, y), (s, t, y) => OwnHuber.LossAndGradient(s, t, y).StudentGradient),
        new("JensenShannon", (s, t, y) => OwnLosses.JensenShannon(s, t), (s, t, y) => OwnJensenShannon.ComposedLoss(s, t, y), (s, t, y) => OwnJensenShannon.Loss(s, t, y), (s, t, y) => OwnJensenShannon.LossAndGradient(s, t, y).StudentGradient),
        new("Bhattacharyya", (s, t, y) => OwnLosses.Bhattacharyya(s, t), (s, t, y) => OwnBhattacharyya.ComposedLoss(s, t, y), (s, t, y) => OwnBhattacharyya.Loss(s, t, y), (s, t, y) => OwnBhattacharyya.LossAndGradient(s, t, y).StudentGradient),
        new("BinaryCrossEntropy", (s, t, y) => OwnLosses.BinaryCrossEntropy(s, t), (s, t, y) => OwnBinaryCrossEntropy.ComposedLoss(s, t, y), (s, t, y) => OwnBinaryCrossEntropy.Loss(s, t, y), (s, t, y) => OwnBinaryCrossEntropy.LossAndGradient(s, t, y).StudentGradient),
        new("Sharpened", (s, t, y) => OwnLosses.Sharpened(s, t), (s, t, y) => OwnSharpened.ComposedLoss(s, t, y), (s, t, y) => OwnSharpened.Loss(s, t, y), (s, t, y) => OwnSharpened.LossAndGradient(s, t, y).StudentGradient),
        new("Trusting", OwnLosses.Trusting, (s, t, y) => OwnTrusting.ComposedLoss(s, t, y), (s, t, y) => OwnTrusting.Loss(s, t, y), (s, t, y) => OwnTrusting.LossAndGradient(s, t, y).StudentGradient),
        new("Binary", (s, t, y) => OwnLosses.Binary(s, t), (s, t, y) => OwnBinary.ComposedLoss(s, t, y), (s, t, y) => OwnBinary.Loss(s, t, y), (s, t, y) => OwnBinary.LossAndGradient(s, t, y).StudentGradient),
        new("Sigmoids", (s, t, y) => OwnLosses.Sigmoids(s, t), (s, t, y) => OwnSigmoids.ComposedLoss(s, t, y), (s, t, y) => OwnSigmoids.Loss(s, t, y), (s, t, y) => OwnSigmoids.LossAndGradient(s, t, y).StudentGradient),
        new("Weighted", OwnLosses.Weighted, (s, t, y) => OwnWeighted.ComposedLoss(s, t, y), (s, t, y) => OwnWeighted.Loss(s, t, y), (s, t, y) => OwnWeighted.LossAndGradient(s, t, y).StudentGradient),
    ];

    public static TheoryData<string> Names => [.. all.Select(one => one.Name)];

    private static Case Of(string name) => all.Single(one => one.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_IsTheMeanOfTheMethod(string name)
    {
        foreach ((int batch, int classes) in ((int, int)[])[(1, 2), (4, 5), (3, 17), (64, 10), (2, 1000)])
        {
            using var scope = NewDisposeScope();
            (Tensor student, Tensor teacher, Tensor labels) = Random(batch, classes);
            double expected = Mean(Of(name), student, teacher, labels);
            Assert.Equal(expected, Of(name).Composed(student, teacher, labels).item<double>(), 1e-11 * Math.Max(1, Math.Abs(expected)));
            Assert.Equal(expected, Of(name).Loss(student, teacher, labels).item<double>(), 1e-11 * Math.Max(1, Math.Abs(expected)));

            // float32 knows the logits to seven digits: the same are given to both.
            (Tensor single, Tensor singleTeacher) = (student.to(ScalarType.Float32), teacher.to(ScalarType.Float32));
            double rounded = Mean(Of(name), single.to(ScalarType.Float64), singleTeacher.to(ScalarType.Float64), labels);
            Assert.Equal(rounded, Of(name).Loss(single, singleTeacher, labels).item<float>(), 2e-6 * Math.Max(1, Math.Abs(rounded)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_IsTheDifferenceOfTheMethod(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Random(6, 7);
        Case one = Of(name);
        double[] composed = one.Gradient(student, teacher, labels).data<double>().ToArray();
        float[] single = one.Gradient(student.to(ScalarType.Float32), teacher.to(ScalarType.Float32), labels).data<float>().ToArray();

        // A factor that is detached has no part in the gradient: it stays what it is.
        double[] values = student.data<double>().ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            double expected = name == "Weighted" ? DetachedDifference(student, teacher, labels, i) : Difference(shifted => Mean(one, shifted, teacher, labels), student, i);
            Assert.Equal(expected, composed[i], 1e-6);
            Assert.Equal(expected, single[i], 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Extremes_AreFinite(string name)
    {
        foreach (double size in (double[])[0, 100, 1e4])
        {
            foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
            {
                using var scope = NewDisposeScope();
                manual_seed(3);
                Tensor student = (rand([8, 5], dtype: ScalarType.Float64) * 2 - 1).mul(size).to(type), teacher = (rand([8, 5], dtype: ScalarType.Float64) * 2 - 1).mul(size).to(type);
                Tensor labels = arange(8, dtype: ScalarType.Int64).remainder(5);

                // 1 / softmax is as large as that, whatever is done about it.
                if (size == 0 || name != "ChiSquared")
                {
                    Assert.True(Of(name).Loss(student, teacher, labels).isfinite().all().item<bool>(), $"{name} at {size}");
                    Assert.True(Of(name).Gradient(student, teacher, labels).isfinite().all().item<bool>(), $"gradient of {name} at {size}");
                }
            }
        }
    }

    [Theory]
    [InlineData("Soft")]
    [InlineData("Tsallis")]
    [InlineData("Weighted")]
    [InlineData("TaughtFocal")]
    [InlineData("JensenShannon")]
    [InlineData("Bhattacharyya")]
    public void TeacherClassAtMinusInfinity_IsFinite(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Random(4, 5);
        teacher[1, 3] = double.NegativeInfinity;
        labels[1] = 0;
        Assert.Equal(Mean(Of(name), student, teacher, labels), Of(name).Composed(student, teacher, labels).item<double>(), 1e-11);
        (Tensor single, Tensor singleTeacher) = (student.to(ScalarType.Float32), teacher.to(ScalarType.Float32));
        Assert.True(Of(name).Loss(single, singleTeacher, labels).isfinite().item<bool>());
        Assert.True(Of(name).Gradient(single, singleTeacher, labels).isfinite().all().item<bool>());
    }

    [Fact]
    public void IgnoredRows_AreNotCounted()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Random(6, 5);
        labels[2] = -100;
        labels[5] = -100;
        Tensor kept = tensor(new long[] { 0, 1, 3, 4 });
        Assert.Equal(
            Mean(Of("Focal"), student.index_select(0, kept), teacher.index_select(0, kept), labels.index_select(0, kept)),
            OwnFocal.Loss(student, teacher, labels).item<double>(), 1e-12);
    }

    [Fact]
    public void LossOverTensors_IsWhatTheMethodGives()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Random(6, 5);
        Assert.Equal(OwnLosses.Cosine(student, teacher).item<double>(), OwnCosine.Loss(student, teacher, labels).item<double>(), 1e-12);
        Assert.Equal(OwnLosses.Anything(student, teacher, labels).item<double>(), OwnAnything.Loss(student, teacher, labels).item<double>(), 1e-12);
        double[] gradient = OwnAnything.LossAndGradient(student, teacher, labels).StudentGradient.data<double>().ToArray();
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.Equal(Difference(shifted => OwnLosses.Anything(shifted, teacher, labels).item<double>(), student, i), gradient[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-11)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void OwnLosses_AddUpWithAllOthers(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Random(6, 5);
        double others = -0.2 * student.log_softmax(1).gather(1, labels.unsqueeze(1)).mean().item<double>() + Mean(Of("Soft"), student, teacher, labels);
        double expected = others + 0.5 * Mean(Of("Focal"), student, teacher, labels) + 2 * Mean(Of("Soft"), student, teacher, labels) + 0.25 * OwnLosses.Anything(student, teacher, labels).item<double>();
        (Tensor value, Tensor gradient) = OwnAmongOthers.LossAndGradient(student.to(type), teacher.to(type), labels);
        Assert.Equal(expected, value.to(ScalarType.Float64).item<double>(), tolerance * expected);

        student.requires_grad_();
        OwnAmongOthers.ComposedLoss(student, teacher, labels).backward();
        Assert.True((student.grad! - gradient.to(ScalarType.Float64)).abs().max().item<double>() < tolerance);
    }

    [Fact]
    public void Weights_AreThoseOfTheSettings()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Random(6, 5);
        Assert.Equal(
            3 * Mean(Of("Focal"), student, teacher, labels),
            OwnAlone.Loss(student, labels, OwnAlone.LossSettings.Declared with { FocalWeight = 3 }).item<double>(), 1e-11);
    }

    private static (Tensor Student, Tensor Teacher, Tensor Labels) Random(int batch, int classes)
    {
        manual_seed(batch + classes);
        return (
            randn([batch, classes], dtype: ScalarType.Float64) * 2,
            randn([batch, classes], dtype: ScalarType.Float64) * 2,
            randint(classes, [batch], dtype: ScalarType.Int64));
    }

    /// <summary>The mean over the rows of what the method gives in C#.</summary>
    private static double Mean(Case one, Tensor student, Tensor teacher, Tensor labels) => Rows(student, teacher, labels).Average(row => one.OfRow(row.Student, row.Teacher, row.Label));

    private static IEnumerable<(Row Student, Row Teacher, int Label)> Rows(Tensor student, Tensor teacher, Tensor labels)
    {
        int classes = (int)student.shape[1];
        double[][] learned = [.. student.data<double>().ToArray().Chunk(classes)], taught = [.. teacher.data<double>().ToArray().Chunk(classes)];
        return labels.data<long>().ToArray().Select((label, i) => (new Row(learned[i]), new Row(taught[i]), (int)label));
    }

    private static double Difference(Func<Tensor, double> loss, Tensor student, int index)
    {
        const double Step = 1e-5;
        double At(double shift)
        {
            using var scope = NewDisposeScope();
            Tensor shifted = student.detach().clone();
            shifted.view(-1)[index] += shift;
            return loss(shifted);
        }

        return (At(Step) - At(-Step)) / (2 * Step);
    }

    private static double DetachedDifference(Tensor student, Tensor teacher, Tensor labels, int index)
    {
        double[] factors = [.. Rows(student, teacher, labels).Select(row => 1 - global::KdGen.RowMath.Softmax(row.Student)[row.Label])];
        return Difference(
            shifted => Rows(shifted, teacher, labels).Zip(factors, (row, factor) => factor / (1 - global::KdGen.RowMath.Softmax(row.Student)[row.Label]) * OwnLosses.Weighted(row.Student, row.Teacher, row.Label)).Average(),
            student,
            index);
    }
}
