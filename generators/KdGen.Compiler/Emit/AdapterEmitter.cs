using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>What a recipe trains beside the student, projectors and losses with weights of their own: one module that holds them all, so that it is moved, trained, saved and freed as one.</summary>
internal static class AdapterEmitter
{
    /// <summary>The recipe's property that holds them.</summary>
    public const string Property = "Adapters";

    /// <summary>Their class, inside the recipe.</summary>
    public const string Class = "RecipeAdapters";

    /// <summary>In the constructor, once the student is there; nothing in a recipe without adapters.</summary>
    public static void Make(CodeWriter writer, RecipeIr recipe, string student)
    {
        if (recipe.HasAdapters)
        {
            writer.Line($"{Property} = KdGen::Training.Placement.Beside({student}, new {Class}({(TakesTeacher(recipe) ? "teacher" : "")}));");
        }
    }

    /// <summary>The property.</summary>
    public static void Declare(CodeWriter writer, RecipeIr recipe)
    {
        if (recipe.HasAdapters)
        {
            long parameters = recipe.Projections.Select(Parameters).Aggregate(0L, Saturating.Add);
            string what = recipe.LearnedLosses.Count > 0
                ? "What is trained beside the student, projectors and losses with weights of their own, and is no part of it."
                : $"What brings the student's features to the shapes of the teacher's: {Literal.Grouped(parameters)} parameters, trained with the student, no part of it.";
            writer.Lines(
                "",
                $"/// <summary>{what} A checkpoint needs its <c>state_dict</c> too.</summary>",
                $"public {Class} {Property} {{ get; }}");
        }
    }

    /// <summary>Terms of a step read something of it.</summary>
    public static bool IsRead(RecipeIr recipe) => recipe.Losses.Any(static term => term.Learned is not null || term.Features.Any(static pair => pair.Projection is not null));

    /// <summary>In a step, between the student and the loss.</summary>
    public static IEnumerable<(string Code, string? Comment)> Apply(RecipeIr recipe) => RecipeIr.ProjectionsOf(recipe.Losses).Select(static projection =>
            ($"var {projection.Result.Variable} = {Property}.{Field(projection.Result)}.forward({projection.Source.Variable});", (string?)projection.Output.Batched))
        .Concat(recipe.Losses.Where(static term => term.Learned is not null).Select(static term => ($"var {term.Learned!.Result.Variable} = {Call(term, term.Learned)};", (string?)null)));

    /// <summary>In a run, before its first epoch: what remembers samples learns which there are.</summary>
    public static IEnumerable<string> Prepare(RecipeIr recipe) => Remembering(recipe.AllLosses).Select(static field => $"{field}.Prepare(train, run.Seed);");

    /// <summary>The losses that a step gives the samples' places: "Adapters.crdPooled".</summary>
    public static IEnumerable<string> Remembering(EquatableArray<LossTerm> terms)
        => terms.Where(static term => term.Learned is not null && TakesIndex(term)).Select(static term => $"{Property}.{Field(term.Learned!)}");

    /// <summary>The module.</summary>
    public static void Write(CodeWriter writer, RecipeIr recipe)
    {
        if (!recipe.HasAdapters)
        {
            return;
        }

        string[] fields = [.. recipe.Projections.Select(static projection => projection.Result).Select(Field).Concat(recipe.LearnedLosses.Select(Field))];
        writer.Lines("", recipe.LearnedLosses.Count > 0
            ? "/// <summary>The adapters of the recipe: projectors, each from a feature of the student to the shape of one of the teacher's, and losses.</summary>"
            : "/// <summary>The projectors of the recipe, each from a feature of the student to the shape of one of the teacher's.</summary>");
        writer.Open($"public sealed class {Class} : {Names.Torch}.nn.Module");
        foreach (Projection projection in recipe.Projections)
        {
            writer.Lines(
                $"/// <summary>{projection.Source.Text} {projection.Input.Batched} -> {projection.Target.Text} {projection.Output.Batched}: {Literal.Grouped(Parameters(projection))} parameters.</summary>",
                $"public readonly {Spec(projection).Type} {Field(projection.Result)};");
        }

        foreach (LossTerm term in recipe.AllLosses.Where(static term => term is { Learned: not null, Pretrains: false }))
        {
            writer.Lines($"/// <summary>{Compared(term)}.</summary>", $"public readonly {TypeOf(term.Learned!)} {Field(term.Learned!)};");
        }

        writer.Lines("", "/// <summary>Fresh weights from torch's random numbers.</summary>");
        if (TakesTeacher(recipe))
        {
            writer.Line("/// <param name=\"teacher\">Its norms say how its activations are distributed.</param>");
        }

        writer.Open($"{(TakesTeacher(recipe) && !recipe.IsPublic ? "internal" : "public")} {Class}({(TakesTeacher(recipe) ? $"{recipe.Teacher!.Type} teacher" : "")}) : base({Literal.Quoted(Class)})");
        writer.Lines(
        [
            .. recipe.Projections.Select(static projection => $"{Field(projection.Result)} = {Spec(projection).Factory(projection.Input, projection.Output, projection.IsBeforeActivation)};"),
            .. recipe.LearnedLosses.Select(static loss => $"{Field(loss)} = new {TypeOf(loss)}({loss.Arguments});"),
        ]);
        writer.Line();
        writer.Lines([.. fields.Select(static field => $"register_module({Literal.Quoted(field.TrimStart('@'))}, {field});")]);
        writer.Close();
        writer.Lines(
            "",
            "/// <summary>Does nothing: the constructor registers each of them, once.</summary>",
            "protected override void RegisterComponents() { }");
        writer.Close();
    }

    private static bool TakesTeacher(RecipeIr recipe) => recipe.LearnedLosses.Any(static loss => loss.TakesTeacher);

    private static string TypeOf(LearnedLoss loss) => "KdGen::Losses." + loss.Class;

    private static string Call(LossTerm term, LearnedLoss loss)
    {
        (string students, string teachers) = (Listed(term, static pair => pair.Learned.Variable), Listed(term, static pair => pair.Teacher.Variable));
        string rest = loss.Rest is not null ? $", feature => {loss.RestMethod}(Teacher, feature)" : TakesIndex(term) ? ", index" : "";
        return LossCatalog.Of(term).Features!.TeacherMethod is { } method
            ? $"{Property}.{Field(loss)}.{method}({teachers})"
            : $"{Property}.{Field(loss)}.forward({students}, {teachers}{rest})";
    }

    private static bool TakesIndex(LossTerm term) => LossCatalog.Of(term).Features is { TakesIndex: true };

    private static string Listed(LossTerm term, System.Func<FeaturePair, string> variable)
        => LossCatalog.Of(term).Features!.IsJoint ? $"[{string.Join(", ", term.Features.Select(variable))}]" : variable(term.Features[0]);

    private static string Compared(LossTerm term)
        => $"{term.Kind}: " + string.Join(", ", term.Features.Select(static pair => $"{pair.Learned.Text} {pair.Learned.Shape?.Batched} and {pair.Teacher.Text} {pair.Teacher.Shape?.Batched}"));

    private static string Field(LearnedLoss loss) => Identifier.Escape(loss.Module);

    private static string Field(Feature result) => Identifier.Escape(Identifier.Small(result.Name));

    private static long Parameters(Projection projection) => Spec(projection).Parameters(projection.Input, projection.Output);

    private static ProjectorSpec Spec(Projection projection) => ProjectorCatalog.Find(projection.Kind)!;
}
