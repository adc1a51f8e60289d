using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Emit;

/// <summary>Words that a recipe's files share.</summary>
internal static class RecipeText
{
    /// <summary>What the names of a phase's members begin with: "Phase1"; "" in the main training.</summary>
    public static string Prefix(RecipeIr recipe) => recipe.Phase == 0 ? "" : "Phase" + Literal.Of(recipe.Phase);

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

    /// <summary>The parameter with the student's logits that a term reads.</summary>
    public static string StudentLogits(RecipeIr recipe, LossTerm term) => term.StudentHead?.Variable ?? StudentName(recipe);

    /// <summary>The parameter with the teacher's logits that a term reads.</summary>
    public static string TeacherLogits(LossTerm term) => term.TeacherHead?.Variable ?? "teacher";

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

    /// <summary>What a term reads of both models, by its parameters: "studentStage1, studentStage2"; of a learned loss the features that its module is given.</summary>
    public static (string Student, string Teacher) Sides(RecipeIr recipe, LossTerm term) => term.Features.Count == 0
        ? (StudentLogits(recipe, term), TeacherLogits(term))
        : (string.Join(", ", term.Features.Select(static pair => pair.Learned.Variable)), string.Join(", ", term.Features.Select(static pair => pair.Teacher.Variable)));

    /// <summary>"0.75 CE(student, labels) + 0.25 T² KL(teacher || student) at T = 2".</summary>
    public static string Formula(RecipeIr recipe)
        => string.Join(" + ", recipe.Losses.Select(term => (term.Weight == 1 ? "" : Literal.Text(term.Weight) + " ") + Term(recipe, term)));

    /// <summary>A term without its weight: "T² KL(teacher || student) at T = 2".</summary>
    public static string Term(RecipeIr recipe, LossTerm term)
    {
        (string student, string teacher) = Sides(recipe, term);
        LossSpec spec = LossCatalog.Of(term);
        bool isHot = spec.Temperature is not null && term.Temperature != 1;
        string formula = isHot ? spec.Formula : spec.Formula.Replace("T² ", "");
        string[] options =
        [
            .. isHot ? [$"T = {Literal.Text(term.Temperature)}"] : (string[])[],
            .. spec.Options.Select(option => Shown(option, term.Option(option.Name))).OfType<string>(),
        ];
        return (term.Share == 1 ? "" : Literal.Text(term.Share) + " ") + Named(formula, student, teacher) + (options.Length == 0 ? "" : (isHot ? " at " : " with ") + string.Join(", ", options));
    }

    /// <summary>A loss's text with the names of what it reads.</summary>
    public static string Named(string text, string student, string teacher) => text.Replace("{student}", student).Replace("{teacher}", teacher);

    /// <summary>"Beta = 8": numbers of the formula always, all else where it differs from its default.</summary>
    private static string? Shown(OpParameter option, Constant? value) => value switch
    {
        Constant.Real { Value: not 0 } real => $"{option.Name} = {Literal.Text(real.Value)}",
        Constant.Integer integer when value != option.Default || option.Name is "K" or "Dim" => $"{option.Name} = {Literal.Of(integer.Value)}",
        Constant.Bool { Value: true } => option.Name,
        Constant.Reals { Values.Count: > 0 } => option.Name,
        _ => null,
    };

    /// <summary>What a skeleton says.</summary>
    public static string Message(RecipeIr recipe)
        => recipe.Problems.FirstOrDefault(static problem => problem.IsError)?.Text ?? $"{recipe.Type.Name} has an attribute that does not compile";
}
