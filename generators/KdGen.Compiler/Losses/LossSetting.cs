using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>A number of a recipe's loss that a run may change, by its name in LossSettings.</summary>
/// <param name="Name">"KlWeight", "T", "T0_5".</param>
/// <param name="Declared">Its value as the recipe declares it.</param>
/// <param name="Terms">The terms that read it, in source order.</param>
internal sealed record LossSetting(string Name, double Declared, EquatableArray<LossTerm> Terms)
{
    public bool IsTemperature { get; init; }

    /// <summary>All settings of a recipe: the weights in source order, then the temperatures.</summary>
    public static EquatableArray<LossSetting> Of(RecipeIr recipe)
    {
        IReadOnlyDictionary<double, string> temperatures = Temperatures(recipe);
        return recipe.AllLosses.Select(static term => new LossSetting(WeightOf(term), term.Weight, new([term])))
            .Concat(recipe.AllLosses.Where(Reads).GroupBy(static term => term.Temperature).Select(same => new LossSetting(temperatures[same.Key], same.Key, same.ToEquatableArray()) { IsTemperature = true }))
            .ToEquatableArray();
    }

    /// <summary>"KlDistWeight" of "klDist".</summary>
    public static string WeightOf(LossTerm term) => Identifier.Capital(term.Name) + "Weight";

    /// <summary>What the written temperatures are called: "T" where all are equal, else "T4", "T0_5".</summary>
    public static IReadOnlyDictionary<double, string> Temperatures(RecipeIr recipe)
    {
        double[] distinct = [.. recipe.AllLosses.Where(Reads).Select(static term => term.Temperature).Distinct()];
        return distinct.ToDictionary(static value => value, value => distinct.Length < 2 ? "T" : "T" + Suffix(value));
    }

    /// <summary>The term's temperature is written, and its loss has one.</summary>
    public static bool Reads(LossTerm term) => term.StatesTemperature && LossCatalog.Of(term) is { Temperature: not null } spec && spec.Features?.Module is null;

    private static string Suffix(double value) => Literal.Text(value).Replace('.', '_').Replace('-', 'm').Replace("+", "");
}
