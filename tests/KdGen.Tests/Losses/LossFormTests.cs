using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>
/// One declaration, many forms: the composed loss in double is what the reference and PyTorch say, and every other form is what the composed one in double says. Errors of gradients are relative to
/// the largest entry of their row.
/// </summary>
public sealed class LossFormTests
{
    private static readonly Dictionary<string, LossInput> golden = new() { ["4x5 golden"] = LossInputs.Golden };

    [Theory]
    [MemberData(nameof(LossCase.Names), MemberType = typeof(LossCase))]
    public void ComposedLoss_IsTheReference(string name)
    {
        LossCase recipe = LossCase.Of(name);
        var wrong = new Mismatches();
        foreach ((string key, LossInput input) in recipe.Inputs(golden, LossInputs.Ordinary, LossInputs.Extreme))
        {
            (double value, double[][] gradients) = LossForm.Exact.Evaluate(recipe, input, recipe.Settings);
            double expected = LossReference.Value(recipe.Terms, input);
            wrong.Compare($"{key}: value", expected, value, 1e-10 * Math.Max(Math.Abs(expected), recipe.Unit(input)));
            double noise = LossDifferences.Noise(recipe.Terms, input);
            foreach ((string student, double[] gradient) in recipe.Students.Zip(gradients))
            {
                Assert.DoesNotContain(gradient, static entry => !double.IsFinite(entry));
                foreach ((int row, int @class) in LossDifferences.Sample(input))
                {
                    double largest = Mismatches.Largest(gradient.AsSpan(row * input.Classes, input.Classes));
                    double difference = LossDifferences.At(recipe.Terms, input, student, row, @class);
                    wrong.Compare($"{key}: d {student}[{row}, {@class}]", difference, gradient[(row * input.Classes) + @class], (1e-7 * largest) + noise);
                }
            }
        }

        wrong.AssertNone();
    }

    [OracleTheory]
    [MemberData(nameof(LossCase.Names), MemberType = typeof(LossCase))]
    public void ComposedLoss_IsPyTorchs(string name)
    {
        LossCase recipe = LossCase.Of(name);
        var wrong = new Mismatches();
        foreach ((string key, LossInput input) in recipe.Inputs(LossOracle.Inputs))
        {
            (double expected, double[][] expectedGradients) = LossOracle.Of(recipe, key);
            (double value, double[][] gradients) = LossForm.Exact.Evaluate(recipe, input, recipe.Settings);
            wrong.Compare($"{key}: value", expected, value, 1e-9 * Math.Max(Math.Abs(expected), 1e-3));
            wrong.CompareGradients(key, recipe, input, expectedGradients, gradients, 1e-8, isComposed: true);
        }

        wrong.AssertNone();
    }

    [Theory]
    [MemberData(nameof(LossCase.Names), MemberType = typeof(LossCase))]
    public void Forms_AreTheComposedLossInDouble(string name)
    {
        LossCase recipe = LossCase.Of(name);
        var wrong = new Mismatches();
        foreach ((string key, LossInput input) in recipe.Inputs(LossInputs.Ordinary, LossInputs.Extreme))
        {
            object? settings = recipe.Settings;
            (double expected, double[][] expectedGradients) = LossForm.Exact.Evaluate(recipe, input, settings);
            foreach (LossForm form in LossForm.All.Skip(1).Where(form => form.Type != ScalarType.Float64 || input.Classes < 32000))
            {
                (double value, double[][] gradients) = form.Evaluate(recipe, input, settings);
                double relative = form.ToleranceOf(recipe, input);
                wrong.Compare($"{form.Name}, {key}: value", expected, value, relative * Math.Max(Math.Abs(expected), recipe.Unit(input)));
                wrong.CompareGradients($"{form.Name}, {key}", recipe, input, expectedGradients, gradients, relative, form.Rounding, form.Call == LossForm.Method.Composed);
            }
        }

        wrong.AssertNone();
    }

    /// <summary>As many rows as a batch has, with as many classes as a language model.</summary>
    [Fact]
    public void LargeBatchOfManyClasses_IsTheComposedLossInDouble()
    {
        LossCase recipe = LossCase.Of(nameof(Declared.CeKl));
        LossInput input = LossInputs.Normal(64, 32000, 2);
        (double expected, double[][] expectedGradients) = LossForm.Exact.Evaluate(recipe, input);
        var wrong = new Mismatches();
        foreach (string form in new[] { "fused, 512 bits", "fused, 256 bits", "fused, 128 bits, bfloat16" })
        {
            (double value, double[][] gradients) = LossForm.Of(form).Evaluate(recipe, input);
            wrong.Compare($"{form}: value", expected, value, 1e-6 * expected);
            wrong.CompareGradients(form, recipe, input, expectedGradients, gradients, 1e-6, LossForm.Of(form).Rounding);
        }

        wrong.AssertNone();
    }

    [Theory]
    [InlineData(nameof(Declared.KlStandardized))]
    [InlineData(nameof(Declared.DkdStandardized))]
    [InlineData(nameof(Declared.CeKlStandardized))]
    public void StandardizedLogitsThatDoNotDiffer_AreFinite(string name)
    {
        LossCase recipe = LossCase.Of(name);
        foreach ((string key, LossInput input) in LossInputs.Ordinary.Concat(LossInputs.Extreme).Where(static pair => pair.Value.IsFlat))
        {
            foreach (LossForm form in LossForm.All)
            {
                (double value, double[][] gradients) = form.Evaluate(recipe, input);
                Assert.True(double.IsFinite(value) && gradients[0].All(double.IsFinite), $"{form.Name}, {key}: {value}, {string.Join(' ', gradients[0].Take(5))}");
            }
        }
    }
}
