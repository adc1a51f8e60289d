using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>The numbers of a recipe's loss that a run may change.</summary>
internal static class SettingsEmitter
{
    private const string Checked = "KdGen::Kernels.LossInputs";

    public static void Write(CodeWriter writer, RecipeIr recipe, params Graph[] graphs)
    {
        writer.Line("/// <summary>The numbers of the loss that a run may change: <c>LossSettings.Declared with { ... }</c>.</summary>");
        writer.Open($"public sealed record {ScheduleEmitter.Type}");
        LossSetting[] settings = [.. LossSetting.Of(recipe)];
        writer.Lines([.. settings.Select(static setting => $"readonly double {Field(setting)} = {Literal.Of(setting.Declared)};"), "readonly double? rows;", ""]);
        writer.Lines("/// <summary>As the recipe declares them.</summary>", $"public static {ScheduleEmitter.Type} Declared {{ get; }} = new();", "");
        foreach (LossSetting setting in settings)
        {
            string terms = string.Join(" and ", setting.Terms.Select(term => RecipeText.Term(recipe, term)));
            writer.Lines(
                $"/// <summary>{(setting.IsTemperature ? "The temperature, above 0, of " : "The weight, at least 0, of ")}{terms}.</summary>",
                $"public double {setting.Name} {{ get => {Field(setting)}; init => {Field(setting)} = {Checked}.{(setting.IsTemperature ? "Positive" : "NotNegative")}(value); }}",
                "");
        }

        if (graphs.Any(static graph => graph.Nodes.Any(static node => node.Node is Node.Permuted)))
        {
            writer.Lines("/// <summary>Decides how the teacher's probabilities are permuted; drawn from torch's generator at each call when null.</summary>", "public long? PermutationKey { get; init; }", "");
        }

        writer.Lines(
            "/// <summary>",
            "/// What sums over rows are divided by for their mean; the rows of the batch, or those with a label, when null. With the rows of a whole batch here, losses and gradients of its parts add up to those of",
            "/// the whole, whatever the sizes of the parts.");
        if (graphs.Any(static graph => graph.Nodes.Any(static node => node.Node is Node.GivenRows)))
        {
            writer.Line("/// Where classes have weights, it is the sum of the labels' weights that it stands for.");
        }

        if (recipe.AllLosses.FirstOrDefault(static term => LossCatalog.Of(term).DividesByOwnWeights) is { } weighed)
        {
            writer.Line($"/// {weighed.Kind} is divided by the sum of its own weights all the same.");
        }

        writer.Lines("/// </summary>", $"public double? Rows {{ get => rows; init => rows = value is {{ }} given ? {Checked}.Positive(given) : null; }}");
        writer.Close();
    }

    private static string Field(LossSetting setting) => Identifier.Small(setting.Name);
}
