using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Programs in which values of the classes are rounded to float32, as the emitted forms have them, where a difference of nearly equal numbers would show what that has lost.</summary>
public sealed class ExactnessTests
{
    /// <summary>Equal logits have no deviation, and their gradient is divided by 1e-7: whatever is not exactly 0 would be seen.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(1000)]
    public void StandardizedLogitsThatAreEqual_HaveNoGradientOfKl(int classes)
    {
        foreach (string losses in new[] { "DistillLoss(Kind.KL, T = 2, Standardize = true)", "DistillLoss(Kind.CE, Weight = 0), DistillLoss(Kind.KL, T = 2, Weight = 9, Standardize = true)" })
        {
            LossInputs inputs = LossInputs.Random(3, classes);
            Fill(inputs.Logits["student"], (row, _) => row + 0.7f);
            Fill(inputs.Logits["teacher"], (row, _) => -3.3f * row);
            (Dictionary<string, double> terms, double[,] gradient) = Single(losses, inputs);
            Assert.Equal(0, terms["kl"], 1e-15);
            Assert.All(gradient.Cast<double>(), entry => Assert.Equal(0, entry));
        }
    }

    /// <summary>The mean is subtracted from the logits, not something else from it: it may be far larger than what they differ by.</summary>
    [Theory]
    [InlineData("DistillLoss(Kind.KL, T = 2, Standardize = true)")]
    [InlineData("DistillLoss(Kind.DKD, T = 2, Standardize = true)")]
    [InlineData("DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 2, Weight = 9, Standardize = true)")]
    public void StandardizedLogitsFarFromZero_AreExact(string losses)
    {
        LossInputs inputs = LossInputs.Random(8, 17);
        Shift(inputs.Logits["student"], 1024);
        Shift(inputs.Logits["teacher"], -4096);
        IsExact(losses, inputs);
    }

    /// <summary>Two distributions that differ little: the value is of second order in what they differ by, the gradient of first.</summary>
    [Theory]
    [InlineData("DistillLoss(Kind.JSD)", 1)]
    [InlineData("DistillLoss(Kind.JSD, Beta = 0.1, T = 3)", 1)]
    [InlineData("DistillLoss(Kind.JSD, Beta = 0.99)", 1)]
    [InlineData("DistillLoss(Kind.JSD)", 3)]
    [InlineData("DistillLoss(Kind.JSD, Beta = 0.01)", 3)]
    public void Jsd_IsExact(string losses, double scale)
    {
        foreach (int classes in new[] { 2, 3, 17, 1000 })
        {
            IsExact(losses, LossInputs.Random(8, classes, 5, scale));
        }
    }

    /// <summary>Both models leave next to nothing to the classes but one: what they leave is compared, not what is left of 1.</summary>
    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL)")]
    [InlineData("DistillLoss(Kind.CE, Weight = 0.001), DistillLoss(Kind.KL)")]
    [InlineData("DistillLoss(Kind.DKPP)")]
    [InlineData("DistillLoss(Kind.TopKKL, K = 2)")]
    public void SureOfTheSameClass_IsExact(string losses)
    {
        LossInputs inputs = LossInputs.Random(8, 3);
        Fill(inputs.Logits["student"], (row, c) => inputs.Logits["student"][row, c] + (c == inputs.Labels[row] ? 15 : 0));
        Fill(inputs.Logits["teacher"], (row, c) => inputs.Logits["teacher"][row, c] + (c == inputs.Labels[row] ? 20 : 0));
        IsExact(losses, inputs);
    }

    /// <summary>1 + x is rounded, and its logarithm with it; x is not.</summary>
    [Theory]
    [InlineData(1e-9)]
    [InlineData(-1e-5)]
    [InlineData(0.3)]
    [InlineData(-0.9)]
    [InlineData(99)]
    public void LogNearOne_IsAsExactAsWhatIsAdded(double x)
    {
        double ratio = (float)(1 + x), log = Arithmetic.Binary(BinaryOp.LogNearOne, ratio, x);
        double expected = Math.Abs(x) < 0.01 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);
        Assert.Equal(expected, log, 2e-7 * Math.Abs(expected));
    }

    private static void IsExact(string losses, LossInputs inputs)
    {
        RowProgram program = Assert.Single(LossPlanner.Plan(Samples.Distill(losses)).Fused);
        (Dictionary<string, double> exact, double[,] expected) = RowInterpreter.Run(program, inputs);
        (Dictionary<string, double> single, double[,] actual) = RowInterpreter.Run(program, inputs, isSingle: true);
        foreach ((string term, double value) in exact)
        {
            Assert.Equal(value, single[term], 1e-6 * Math.Abs(value));
        }

        for (int row = 0; row < inputs.Rows; row++)
        {
            double largest = Enumerable.Range(0, inputs.Classes).Max(c => Math.Abs(expected[row, c]));
            Assert.All(Enumerable.Range(0, inputs.Classes), c => Assert.InRange(actual[row, c] - expected[row, c], -1e-6 * largest, 1e-6 * largest));
        }
    }

    private static (Dictionary<string, double> Terms, double[,] Gradient) Single(string losses, LossInputs inputs)
        => RowInterpreter.Run(Assert.Single(LossPlanner.Plan(Samples.Distill(losses)).Fused), inputs, isSingle: true);

    private static void Shift(double[,] logits, double by) => Fill(logits, (row, c) => (float)(logits[row, c] + by));

    private static void Fill(double[,] logits, Func<int, int, double> value)
    {
        for (int row = 0; row < logits.GetLength(0); row++)
        {
            for (int c = 0; c < logits.GetLength(1); c++)
            {
                logits[row, c] = (float)value(row, c);
            }
        }
    }
}
