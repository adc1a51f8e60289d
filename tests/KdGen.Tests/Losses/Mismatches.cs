using System.Globalization;

namespace KdGen.Tests.Losses;

/// <summary>Numbers that are not what they should be: all of a test are told at once, those that are farthest off first.</summary>
internal sealed class Mismatches
{
    private readonly List<(double Error, string Text)> found = [];

    public void Compare(string what, double expected, double actual, double tolerance)
    {
        double error = expected.Equals(actual) ? 0 : Math.Abs(actual - expected) / tolerance;
        error = double.IsNaN(error) ? double.PositiveInfinity : error;
        if (error > 1)
        {
            found.Add((error, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, should be {expected:R} (off by {error:G3} times the tolerance {tolerance:G2})")));
        }
    }

    /// <summary>
    /// Gradients, relative to the largest entry of their row; where that is a small difference of probabilities (<see cref="LossCase.Subtracted"/>), to a quarter of these: a millionth of it is four
    /// roundings of a float32 of that size, and two that have been rounded twice are subtracted.
    /// </summary>
    /// <param name="what">Where they are from.</param>
    /// <param name="recipe">What they are of.</param>
    /// <param name="input">What they are at.</param>
    /// <param name="expected">Those of each of the student's logits.</param>
    /// <param name="actual">The same.</param>
    /// <param name="relative">The relative error that they may have.</param>
    /// <param name="isComposed">They are composed of torch's operators.</param>
    /// <param name="rounding">What each entry may be off by of itself, since it is stored in few bits.</param>
    public void CompareGradients(string what, LossCase recipe, LossInput input, double[][] expected, double[][] actual, double relative, double rounding = 0, bool isComposed = false)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((string student, double[] should, double[] gradient) in recipe.Students.Zip(expected, actual))
        {
            Assert.Equal(should.Length, gradient.Length);
            for (int row = 0; row < input.Rows; row++)
            {
                int start = row * input.Classes;
                double tolerance = relative * Math.Max(Largest(should.AsSpan(start, input.Classes)), 0.25 * recipe.Subtracted(input, student, row, isComposed));
                for (int at = start; at < start + input.Classes; at++)
                {
                    if (!(Math.Abs(gradient[at] - should[at]) <= tolerance))
                    {
                        Compare($"{what}: d {student}[{row}, {at - start}]", should[at], gradient[at], tolerance + (rounding * Math.Abs(should[at])));
                    }
                }
            }
        }
    }

    /// <summary>The largest magnitude.</summary>
    public static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    public void AssertNone() =>
        Assert.True(found.Count == 0, $"{found.Count} wrong:{Environment.NewLine}{string.Join(Environment.NewLine, found.OrderByDescending(static one => one.Error).Take(12).Select(static one => one.Text))}");
}
