using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Emit;

/// <summary>Words that a recipe's files share.</summary>
internal static class RecipeText
{
    /// <summary>"[B, 10]"; "[B, C]" when the model's classes are unknown.</summary>
    public static string Logits(ModelRef model) => model.Output?.Batched ?? "[B, C]";

    /// <summary>"[B, 3, 32, 32]"; "[B, ...]" when the model's input is unknown.</summary>
    public static string Input(ModelRef model) => model.Input?.Batched ?? "[B, ...]";

    /// <summary>The parameter that holds the logits of the model that learns.</summary>
    public static string StudentName(RecipeIr recipe) => recipe.Teacher is null ? "logits" : "student";

    /// <summary>What labels are.</summary>
    public static string Labels(RecipeIr recipe)
        => recipe.TakesTargets ? $"The probability of each class, {Logits(recipe.Student)}"
            : recipe.IgnoreIndex == -100 ? "The class of each sample, [B] int64"
            : $"The class of each sample, [B] int64; {Literal.Of(recipe.IgnoreIndex)} where it has none";

    /// <summary>What the loss is called with, in the order of its parameters: the labels as <paramref name="labels"/>, everything else by its parameter's name.</summary>
    public static IEnumerable<string> LossParameters(RecipeIr recipe, string labels)
        => (recipe.TakesStudentLogits ? [StudentName(recipe)] : System.Array.Empty<string>())
            .Concat(recipe.StudentHeads.Select(static head => head.Variable))
            .Concat(recipe.TakesTeacherLogits ? ["teacher"] : [])
            .Concat(recipe.TeacherHeads.Select(static head => head.Variable))
            .Append(labels)
            .Concat(recipe.Features.Select(static feature => feature.Variable));

    /// <summary>Those of the loss's parameters that learn, in their order: the loss has a gradient for each.</summary>
    public static IEnumerable<string> LearnedInputs(RecipeIr recipe)
        => (recipe.TakesStudentLogits ? [StudentName(recipe)] : System.Array.Empty<string>())
            .Concat(recipe.StudentHeads.Select(static head => head.Variable))
            .Concat(recipe.Features.Where(static feature => feature.Origin != FeatureOrigin.Teacher).Select(static feature => feature.Variable));

    /// <summary>"0.75 CE(student, labels) + 0.25 T² KL(teacher || student) at T = 2".</summary>
    public static string Formula(RecipeIr recipe) => string.Join(" + ", recipe.Losses.Select(term => Term(recipe, term)));

    /// <summary>What a skeleton says.</summary>
    public static string Message(RecipeIr recipe)
        => recipe.Problems.FirstOrDefault(static problem => problem.IsError)?.Text ?? $"{recipe.Type.Name} has an attribute that does not compile";

    private static string Term(RecipeIr recipe, LossTerm term)
    {
        string weight = term.Weight == 1 ? "" : Literal.Text(term.Weight) + " ";
        return (term.Kind, term.Temperature) switch
        {
            (LossKind.Hint, _) => $"{weight}MSE({term.Features?.Learned.Variable}, {term.Features?.Teacher.Variable})",
            (LossKind.CE, _) => $"{weight}CE({StudentName(recipe)}, labels)",
            (_, 1) => $"{weight}KL(teacher || student)",
            _ => $"{weight}T² KL(teacher || student) at T = {Literal.Text(term.Temperature)}",
        };
    }
}
