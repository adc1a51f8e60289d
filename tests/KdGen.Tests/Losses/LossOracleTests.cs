using KdGen.Tests.Oracle;

namespace KdGen.Tests.Losses;

/// <summary>The reference and PyTorch, written down apart from each other, say the same: values, and differences beside autograd's gradients.</summary>
public sealed class LossOracleTests
{
    [OracleTheory]
    [MemberData(nameof(LossCase.Names), MemberType = typeof(LossCase))]
    public void Reference_IsPyTorch(string name)
    {
        LossCase recipe = LossCase.Of(name);
        var wrong = new Mismatches();
        foreach ((string key, LossInput input) in LossOracle.Inputs.Where(input => recipe.Takes(input.Value)))
        {
            (double value, double[][] gradients) = LossOracle.Of(recipe, key);
            wrong.Compare($"{key}: value", value, LossReference.Value(recipe.Terms, input), 1e-9 * Math.Abs(value) + 1e-12);
            double noise = LossDifferences.Noise(recipe.Terms, input);
            foreach ((string student, double[] gradient) in recipe.Students.Zip(gradients))
            {
                foreach ((int row, int @class) in LossDifferences.Sample(input))
                {
                    double largest = gradient.AsSpan(row * input.Classes, input.Classes).ToArray().Max(Math.Abs);
                    wrong.Compare($"{key}: d {student}[{row}, {@class}]", gradient[(row * input.Classes) + @class], LossDifferences.At(recipe.Terms, input, student, row, @class), 1e-7 * largest + noise);
                }
            }
        }

        wrong.AssertNone();
    }
}
