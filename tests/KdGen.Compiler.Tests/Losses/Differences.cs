using KdGen.Compiler.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Central differences of a loss.</summary>
internal static class Differences
{
    /// <summary>Asserts that <paramref name="gradient"/> is the derivative of the loss for the student's logits.</summary>
    public static void Equal(double[,] gradient, Graph loss, LossInputs inputs, string message = "", string variable = "student")
    {
        const double Step = 1e-5;
        double[,] logits = inputs.Logits[variable];
        for (int row = 0; row < inputs.Rows; row++)
        {
            for (int c = 0; c < inputs.Classes; c++)
            {
                double at = logits[row, c];
                logits[row, c] = at + Step;
                double above = GraphInterpreter.Loss(loss, inputs);
                logits[row, c] = at - Step;
                double below = GraphInterpreter.Loss(loss, inputs);
                logits[row, c] = at;

                double expected = (above - below) / (2 * Step), tolerance = 1e-6 * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(above) * 1e-3));
                Assert.True(Math.Abs(expected - gradient[row, c]) <= tolerance, $"{message}[{row}, {c}]: {expected} by differences, {gradient[row, c]}");
            }
        }
    }
}
