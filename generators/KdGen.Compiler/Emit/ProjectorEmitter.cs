using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A recipe's projectors: one module that holds them all, so that it is moved, trained, saved and freed as one.</summary>
internal static class ProjectorEmitter
{
    /// <summary>The recipe's property that holds them.</summary>
    public const string Property = "Projectors";

    /// <summary>Their class, inside the recipe.</summary>
    public const string Class = "FeatureProjectors";

    /// <summary>In the constructor, once the student is there; nothing in a recipe without projectors.</summary>
    public static void Make(CodeWriter writer, RecipeIr recipe, string student)
    {
        if (recipe.Projections.Count > 0)
        {
            writer.Line($"{Property} = KdGen::Training.Placement.Beside({student}, new {Class}());");
        }
    }

    /// <summary>The property.</summary>
    public static void Declare(CodeWriter writer, RecipeIr recipe)
    {
        if (recipe.Projections.Count > 0)
        {
            long parameters = recipe.Projections.Select(Parameters).Aggregate(0L, Saturating.Add);
            writer.Lines(
                "",
                $"/// <summary>What brings the student's features to the shapes of the teacher's: {Literal.Grouped(parameters)} parameters, trained with the student, no part of it. A checkpoint needs its <c>state_dict</c> too.</summary>",
                $"public {Class} {Property} {{ get; }}");
        }
    }

    /// <summary>In a step, between the student and the loss.</summary>
    public static IEnumerable<(string Code, string? Comment)> Project(RecipeIr recipe) => recipe.Projections.Select(static projection =>
        ($"var {projection.Result.Variable} = {Property}.{Field(projection)}.forward({projection.Source.Variable});", (string?)projection.Output.Batched));

    /// <summary>The module.</summary>
    public static void Write(CodeWriter writer, RecipeIr recipe)
    {
        if (recipe.Projections.Count == 0)
        {
            return;
        }

        writer.Lines("", "/// <summary>The projectors of the recipe, each from a feature of the student to the shape of one of the teacher's.</summary>");
        writer.Open($"public sealed class {Class} : {Names.Torch}.nn.Module");
        foreach (Projection projection in recipe.Projections)
        {
            writer.Lines(
                $"/// <summary>{projection.Source.Text} {projection.Input.Batched} -> {projection.Target.Text} {projection.Output.Batched}: {Literal.Grouped(Parameters(projection))} parameters.</summary>",
                $"public readonly {Spec(projection).Type} {Field(projection)};");
        }

        writer.Lines("", "/// <summary>Projectors with fresh weights from torch's random numbers.</summary>");
        writer.Open($"public {Class}() : base({Literal.Quoted(Class)})");
        writer.Lines([.. recipe.Projections.SelectMany(static projection => $"{Field(projection)} = {Spec(projection).Factory(projection.Input, projection.Output)};".Split('\n'))]);
        writer.Line();
        writer.Lines([.. recipe.Projections.Select(static projection => $"register_module({Literal.Quoted(Dims.Small(projection.Result.Name))}, {Field(projection)});")]);
        writer.Close();
        writer.Lines(
            "",
            "/// <summary>Does nothing: the constructor registers each projector, once.</summary>",
            "protected override void RegisterComponents() { }");
        writer.Close();
    }

    private static string Field(Projection projection) => Identifier.Escape(Dims.Small(projection.Result.Name));

    private static long Parameters(Projection projection) => Spec(projection).Parameters(projection.Input, projection.Output);

    private static ProjectorSpec Spec(Projection projection) => ProjectorCatalog.Find(projection.Kind)!;
}
