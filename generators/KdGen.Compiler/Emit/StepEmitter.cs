using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A recipe's steps: that of its main training, and one for each phase before it. Each computes what its terms read, and nothing else.</summary>
internal static class StepEmitter
{
    /// <summary>The property that holds the model that learns.</summary>
    public static string StudentProperty(RecipeIr recipe) => recipe.Teacher is null ? "Model" : "Student";

    /// <summary>The method: "Step", "Phase1Step".</summary>
    public static string NameOf(RecipeIr recipe) => RecipeText.Prefix(recipe) + "Step";

    /// <summary>The method that reads the teacher; the main training's where a phase reads the same.</summary>
    public static string TeacherReader(RecipeIr recipe) => (recipe.ReadsTeacherAlike ? "" : RecipeText.Prefix(recipe)) + TapReaderEmitter.OfTeacher;

    /// <summary>The method that reads the student.</summary>
    public static string StudentReader(RecipeIr recipe) => (recipe.ReadsStudentAlike ? "" : RecipeText.Prefix(recipe)) + TapReaderEmitter.OfStudent;

    /// <summary>The field with the optimizer: "optimizer", "phase1Optimizer".</summary>
    public static string Optimizer(RecipeIr recipe) => recipe.Phase == 0 ? "optimizer" : Identifier.Small(RecipeText.Prefix(recipe)) + "Optimizer";

    /// <summary>The parameters that an optimizer is made for: those of the models that the terms read.</summary>
    public static string Parameters(RecipeIr recipe, string student)
    {
        bool readsAdapters = recipe.Phases.Count == 0 ? recipe.HasAdapters : AdapterEmitter.IsRead(recipe);
        string adapters = $"{AdapterEmitter.Property}.parameters()";
        return !readsAdapters ? $"{student}.parameters()" : ReadsStudent(recipe) ? $"[.. {student}.parameters(), .. {adapters}]" : adapters;
    }

    /// <summary>The step's signature.</summary>
    /// <param name="recipe">The recipe, or its view in a phase.</param>
    /// <param name="besides">What a scheduled step takes behind the rest: ", LossSettings settings".</param>
    public static string Signature(RecipeIr recipe, string besides = "")
        => $"public {Names.Tensor} {NameOf(recipe)}({Names.Tensor} x, {Names.Tensor} y{(recipe.TakesIndex ? $", {Names.Tensor} index" : "")}{besides})";

    /// <summary>Writes the step.</summary>
    /// <param name="writer">The recipe's file.</param>
    /// <param name="recipe">The recipe, or its view in a phase.</param>
    /// <param name="create">Makes the optimizer of these parameters, as code.</param>
    public static void Write(CodeWriter writer, RecipeIr recipe, System.Func<string, string> create)
    {
        bool isScheduled = ScheduleEmitter.IsScheduled(recipe);
        string[] documentation =
        [
            recipe.Phase == 0 ? "/// <summary>One step of the optimizer on a batch. The models' modes stay as they are.</summary>"
                : $"/// <summary>One step of phase {Literal.Of(recipe.Phase)} on a batch, by an optimizer of its own. What its terms do not reach stays as it is, and the models' modes.</summary>",
            $"/// <param name=\"x\">Samples, {RecipeText.Input(recipe.Student)}.</param>",
            $"/// <param name=\"y\">{RecipeText.Labels(recipe)}.</param>",
            .. !recipe.TakesIndex ? (string[])[] : [$"/// <param name=\"index\">The samples' places in the training data, [B] int64. In a loop of your own tell {string.Join(", ", AdapterEmitter.Remembering(recipe.Losses).Select(static loss => $"<c>{loss}.Prepare</c>"))} of that data first.</param>"],
        ];
        const string Returns = "/// <returns>The loss before the step, a scalar without gradient.</returns>";
        if (isScheduled)
        {
            writer.Lines([.. documentation, Returns, $"{Signature(recipe)} => {NameOf(recipe)}(x, y{(recipe.TakesIndex ? ", index" : "")}, {ScheduleEmitter.Property});", ""]);
            documentation = [.. documentation, $"/// <param name=\"settings\">Weights and temperatures of this step, as <c>{ScheduleEmitter.At}</c> gives them for an epoch.</param>"];
        }

        writer.Lines([.. documentation, Returns]);
        writer.Open(Signature(recipe, isScheduled ? $", {ScheduleEmitter.Type} settings" : ""));
        if (recipe.Phase > 0)
        {
            writer.Line($"{Optimizer(recipe)} ??= {create(Parameters(recipe, StudentProperty(recipe)))};");
        }

        writer.Line("using var scope = TorchSharp::torch.NewDisposeScope();");
        string[] learned = [.. RecipeText.LearnedInputs(recipe)];
        string[] gradients = learned.Length == 1 ? ["gradient"] : [.. learned.Select(static name => name + "Gradient")];
        string arguments = $"{string.Join(", ", RecipeText.LossParameters(recipe, "y"))}, {(isScheduled ? "settings" : ScheduleEmitter.Property)}";
        writer.Commented(
        [
            .. recipe.Teacher is { } teacher ? Teach(recipe, teacher) : [],
            .. Learn(recipe),
            .. AdapterEmitter.Apply(recipe),
            (recipe.Phase == 0 ? $"var (loss, {string.Join(", ", gradients)}) = LossAndGradient({arguments});" : $"var loss = {RecipeText.Prefix(recipe)}Loss({arguments});", null),
        ]);
        writer.Lines(
        [
            .. Forget(recipe),
            recipe.Phase > 0 ? "loss.backward();"
                : $"{(learned.Length == 1 ? "TorchSharp::torch.autograd.backward" : "KdGen::Training.Backward.From")}([{string.Join(", ", learned)}], [{string.Join(", ", gradients)}]);",
            $"{Optimizer(recipe)}.step();",
            $"return loss{(recipe.Phase == 0 ? "" : ".detach()")}.MoveToOuterDisposeScope();",
        ]);
        writer.Close();
    }

    /// <summary>The methods that read inside the models; those behind a tap, which all steps share, stand with the main training's.</summary>
    public static void Readers(CodeWriter writer, RecipeIr recipe)
    {
        if (recipe is { TeacherReader: { } taught, ReadsTeacherAlike: false, Teacher: { } teacher })
        {
            TapReaderEmitter.Write(writer, teacher, taught, TeacherReader(recipe));
            writer.Line();
        }

        foreach (LearnedLoss loss in recipe.LearnedLosses.Where(loss => recipe.Phase == 0 && loss.Rest is not null).GroupBy(static loss => loss.RestMethod).Select(static same => same.First()))
        {
            TapReaderEmitter.WriteRest(writer, recipe.Teacher!, loss.Rest!, loss.RestMethod);
            writer.Line();
        }

        if (recipe is { StudentReader: { } learned, ReadsStudentAlike: false })
        {
            TapReaderEmitter.Write(writer, recipe.Student, learned, StudentReader(recipe));
            writer.Line();
        }
    }

    private static bool ReadsStudent(RecipeIr recipe) => recipe.StudentReader is not null || recipe.TakesStudentLogits;

    /// <summary>Gradients of the last step are zeros, or where there are phases none at all: an optimizer leaves alone what this step's loss does not reach.</summary>
    private static string[] Forget(RecipeIr recipe) => recipe.Phases.Count == 0
        ? ["optimizer.zero_grad();"]
        : [$"{StudentProperty(recipe)}.zero_grad();", .. recipe.HasAdapters ? [$"{AdapterEmitter.Property}.zero_grad();"] : (string[])[]];

    /// <summary>The teacher's values: what the loss reads, without gradients.</summary>
    private static (string Code, string? Comment)[] Teach(RecipeIr recipe, ModelRef teacher)
    {
        if (recipe.TeacherReader is not { } reader)
        {
            return !recipe.TakesTeacherLogits ? [] :
            [
                ($"{Names.Tensor} teacher;", null),
                ("using (TorchSharp::torch.no_grad()) teacher = Teacher.forward(x);", RecipeText.Logits(teacher)),
            ];
        }

        string[] values = Values(reader, "teacher", "teacher");
        return
        [
            ($"{Names.Tensor} {string.Join(", ", values)};", null),
            ($"using (TorchSharp::torch.no_grad()) {(values.Length == 1 ? values[0] : $"({string.Join(", ", values)})")} = {TeacherReader(recipe)}(Teacher, x);", null),
        ];
    }

    private static (string Code, string? Comment)[] Learn(RecipeIr recipe)
    {
        string logits = RecipeText.StudentName(recipe);
        if (recipe.StudentReader is not { } reader)
        {
            return !recipe.TakesStudentLogits ? [] : [($"var {logits} = {StudentProperty(recipe)}.forward(x);", RecipeText.Logits(recipe.Student))];
        }

        string[] values = Values(reader, "student", logits);
        return [($"var {(values.Length == 1 ? values[0] : $"({string.Join(", ", values)})")} = {StudentReader(recipe)}({StudentProperty(recipe)}, x);", null)];
    }

    private static string[] Values(TapReader reader, string role, string logits)
        => [.. reader.ReadsResult ? [logits] : (string[])[], .. reader.All.Select(value => role + value.Name)];
}
