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

    /// <summary>Gradients, relative to the largest entry of their row.</summary>
    /// <param name="rounding">What each entry may be off by of itself, since it is stored in few bits.</param>
    public void CompareGradients(string what, LossCase recipe, LossInput input, double[][] expected, double[][] actual, double relative, double rounding = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        double floor = recipe.Unit(input) / input.Rows;
        foreach ((string student, double[] should, double[] gradient) in recipe.Students.Zip(expected, actual))
        {
            Assert.Equal(should.Length, gradient.Length);
            for (int row = 0; row < input.Rows; row++)
            {
                int start = row * input.Classes;
                double tolerance = relative * Math.Max(Largest(should.AsSpan(start, input.Classes)), floor);
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
