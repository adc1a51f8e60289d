using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>A recipe's settings, which a run may change, and what schedules make of them in an epoch.</summary>
internal static class ScheduleEmitter
{
    /// <summary>The record of weights and temperatures, inside the recipe.</summary>
    public const string Type = "LossSettings";

    /// <summary>The recipe's property that holds them.</summary>
    public const string Property = "Settings";

    /// <summary>The method that gives those of an epoch.</summary>
    public const string At = "SettingsAt";

    private const string Weights = "KdGen::Training.WeightSchedule";

    /// <summary>A weight changes with the epochs.</summary>
    public static bool IsScheduled(RecipeIr recipe) => recipe.AllLosses.Any(static term => term.Schedule is not null);

    /// <summary>The property, and the method where there is a schedule.</summary>
    public static void Settings(CodeWriter writer, RecipeIr recipe)
    {
        writer.Lines(
            $"/// <summary>The weights and temperatures of the loss, as they are declared unless they are changed.{(IsScheduled(recipe) ? $" <c>{At}</c> has those of an epoch." : "")}</summary>",
            $"public {Type} {Property} {{ get; set; }} = {Type}.Declared;",
            "");
        if (!IsScheduled(recipe))
        {
            return;
        }

        writer.Lines(
            $"/// <summary>What <c>{Property}</c> are in one epoch of a run.</summary>",
            $"/// <param name=\"epoch\">The epoch, from 1{(recipe.Phases.Count > 0 ? " in each phase and in the main training" : "")}.</param>",
            $"/// <param name=\"epochs\">How many there are{(recipe.Phases.Count > 0 ? " of these" : "")}.</param>");
        writer.Open($"public {Type} {At}(int epoch, int epochs) => {Property} with");
        foreach (LossTerm term in recipe.AllLosses.Where(static term => term.Schedule is not null))
        {
            writer.Line($"{LossSetting.WeightOf(term)} = {string.Join(" * ", Factors(term, term.Schedule!))},");
        }

        writer.Close(";");
        writer.Line();
    }

    private static IEnumerable<string> Factors(LossTerm term, WeightSchedule schedule)
    {
        string weight = $"{Property}.{LossSetting.WeightOf(term)}";
        string first = Literal.Of(schedule.From);
        string last = schedule.Until is { } until ? Literal.Of(until) : "epochs";
        yield return schedule.Course == WeightCourse.Constant ? weight : $"{Weights}.{schedule.Course}({weight}, {Literal.Of(schedule.EndWeight)}, epoch, {first}, {last})";
        if (schedule.WarmUp > 0)
        {
            yield return $"{Weights}.WarmUp(epoch, {first}, {Literal.Of(schedule.WarmUp)})";
        }

        if (schedule.From > 1 || schedule.Until is not null)
        {
            yield return $"{Weights}.Within(epoch, {first}, {last})";
        }
    }
}
