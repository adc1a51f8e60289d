using System.Reflection;
using KdGen.Tests.Losses.Declared;

namespace KdGen.Tests.Losses;

/// <summary>What a run may change: weights, temperatures and what sums are divided by count in every form.</summary>
public sealed class LossSettingsTests
{
    [Theory]
    [MemberData(nameof(LossCase.Names), MemberType = typeof(LossCase))]
    public void ChangedWeightsAndTemperatures_CountInEveryForm(string name)
    {
        LossCase recipe = LossCase.Of(name);
        var generated = new GeneratedLoss(recipe.Recipe);
        LossInput input = LossInputs.Normal(33, recipe.Classes ?? 17, 2);
        string[] weights = [.. generated.SettingNames.Where(static setting => setting.EndsWith("Weight", StringComparison.Ordinal))];
        string[] temperatures = [.. generated.SettingNames.Where(static setting => setting == "T" || (setting[0] == 'T' && char.IsDigit(setting[1])))];
        Assert.Equal(recipe.Terms.Length, weights.Length);
        bool[] stated = StatesTemperature(recipe);
        Assert.Equal(recipe.Terms.Where((_, i) => stated[i]).Select(static term => term.T).Distinct().Order(), temperatures.Select(setting => (double)generated.Declared(setting)!).Order());

        var wrong = new Mismatches();
        foreach (double factor in new[] { 0.4, 1.5, 2 })
        {
            Term[] changed = [.. recipe.Terms.Select((term, i) => term with { Weight = 0.3 + (0.2 * i * factor), T = stated[i] ? term.T * factor : term.T })];
            object? settings = recipe.With(
            [
                .. weights.Select((setting, i) => (setting, (object?)changed[i].Weight)),
                .. temperatures.Select(setting => (setting, (object?)((double)generated.Declared(setting)! * factor))),
            ]);
            double expected = LossReference.Value(changed, input);
            (double value, double[][] gradients) = LossForm.Exact.Evaluate(recipe, input, settings);
            wrong.Compare($"{LossForm.Exact.Name}, x{factor}: value", expected, value, 1e-10 * Math.Max(1, Math.Abs(expected)));
            foreach (LossForm form in LossForm.All.Skip(1))
            {
                (double other, double[][] others) = form.Evaluate(recipe, input, settings);
                wrong.Compare($"{form.Name}, x{factor}: value", expected, other, form.ToleranceOf(recipe, input) * Math.Max(1, Math.Abs(expected)));
                wrong.CompareGradients($"{form.Name}, x{factor}", recipe, input, gradients, others, form.ToleranceOf(recipe, input), form.Rounding, form.Call == LossForm.Method.Composed);
            }
        }

        wrong.AssertNone();
    }

    /// <summary>All but those that are about the batch as a whole, or draw by the position in it.</summary>
    public static TheoryData<string> RowByRow => [.. LossCase.All.Where(static one => one.Terms.All(static term => term.Kind is not (Kind.DIST or Kind.CWTM or Kind.DKPP))).Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(RowByRow))]
    public void MicroBatches_AddUpToTheBatch(string name)
    {
        LossCase recipe = LossCase.Of(name);
        bool ignores = recipe.Terms.All(static term => term.ReadsLabel && !term.SoftTargets);
        LossInput whole = LossInputs.Normal(33, recipe.Classes ?? 17, 2);
        whole = ignores ? whole.Ignoring(static row => row % 3 == 0) : whole;
        double rows = whole.Labels.Count(static label => label != LossInput.Ignored);
        var wrong = new Mismatches();
        foreach (LossForm form in LossForm.All)
        {
            (double expected, double[][] expectedGradients) = form.Evaluate(recipe, whole, recipe.Settings);
            double sum = 0;
            double[][] gradients = [.. expectedGradients.Select(static gradient => new double[gradient.Length])];
            foreach ((int start, int end) in new[] { (0, 1), (1, 14), (14, 33) })
            {
                LossInput part = whole.Part(start, end);
                (double value, double[][] some) = form.Evaluate(recipe, part, recipe.With(("Rows", Divisor(recipe, whole, rows))));
                sum += value;
                foreach ((double[] into, double[] from) in gradients.Zip(some))
                {
                    from.CopyTo(into, start * whole.Classes);
                }
            }

            wrong.Compare($"{form.Name}: value", expected, sum, form.ToleranceOf(recipe, whole) * Math.Max(Math.Abs(expected), recipe.Unit(whole)));
            wrong.CompareGradients(form.Name, recipe, whole, expectedGradients, gradients, form.ToleranceOf(recipe, whole), form.Rounding, form.Call == LossForm.Method.Composed);
        }

        wrong.AssertNone();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NumbersThatNothingIsDividedBy_AreRefused(double number)
    {
        CeKl.LossSettings declared = CeKl.LossSettings.Declared;
        Assert.Equal("Rows", Assert.Throws<ArgumentOutOfRangeException>(() => declared with { Rows = number }).ParamName);
        Assert.Equal("T", Assert.Throws<ArgumentOutOfRangeException>(() => declared with { T = number }).ParamName);
        Assert.Null((declared with { Rows = 8 } with { Rows = null }).Rows);
    }

    /// <summary>What the whole batch's mean divides by: its rows, with class weights the sum of its labels' weights.</summary>
    private static double Divisor(LossCase recipe, LossInput whole, double rows)
        => recipe.Terms[0] is { ClassWeights: not null, SoftTargets: false } weighted ? LossReference.Divisor(weighted, whole) : rows;

    /// <summary>Which terms write a temperature: the attributes stand in the order of the terms.</summary>
    private static bool[] StatesTemperature(LossCase recipe) =>
    [
        .. recipe.Recipe.GetCustomAttributesData().Where(static data => data.AttributeType == typeof(DistillLossAttribute))
            .Select(static data => data.NamedArguments.Any(static argument => argument.MemberName == nameof(DistillLossAttribute.T))),
    ];
}
