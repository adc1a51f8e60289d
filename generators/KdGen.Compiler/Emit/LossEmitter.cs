using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A recipe's loss: as a scalar to differentiate, as value and gradient, and composed from torch's operators.</summary>
internal static partial class LossEmitter
{
    /// <summary>R.Loss.g.cs; empty when nothing can be added to the class.</summary>
    public static string Emit(RecipeIr recipe, LossPlan plan)
        => recipe.IsClosed ? ""
            : recipe.HasErrors || plan.Graph.Terms.Count == 0 ? Skeleton(recipe)
            : SourceFile.Write(recipe.Type, [Names.TorchAlias, Names.KdGenAlias, Names.SystemAlias], null, "", writer =>
            {
                Differentiable(writer, recipe, plan);
                writer.Line();
                WithGradient(writer, recipe, plan);
                writer.Line();
                Composed(writer, recipe, plan);
                writer.Line();
                Graph[] phases = [.. recipe.InPhases.Select(phase => OfPhase(writer, phase))];
                SettingsEmitter.Write(writer, recipe, [plan.Graph, .. phases]);
            });

    /// <summary>With the types of its parameters: a method of the user's may be called Loss, too.</summary>
    private static string SameParameters(RecipeIr recipe)
        => $"/// <inheritdoc cref=\"Loss({string.Join(", ", RecipeText.LossParameters(recipe, "labels").Select(static _ => Names.Tensor).Append("LossSettings"))})\" path=\"/param\"/>";

    /// <summary>What the losses are, each said once.</summary>
    private static IEnumerable<string> Definitions(RecipeIr recipe) => recipe.Losses.SelectMany(term =>
    {
        (string student, string teacher) = RecipeText.Sides(recipe, term);
        LossSpec spec = LossCatalog.Of(term);
        return spec.Definition.Concat(spec.Notes.Where(note => term.Option(note.Option) != spec.Options.First(option => option.Name == note.Option).Default).Select(static note => note.Text))
            .Select(line => RecipeText.Named(line, student, teacher));
    }).Distinct();

    /// <summary>The loss of a phase, which autograd differentiates.</summary>
    private static Graph OfPhase(CodeWriter writer, RecipeIr phase)
    {
        Graph graph = RecipeGraph.Build(phase);
        writer.Line($"/// <summary>The loss of phase {Literal.Of(phase.Phase)}: {RecipeText.Formula(phase)}.</summary>");
        Remarks(writer, phase);
        Parameters(writer, phase);
        writer.Line("/// <returns>A scalar that can be differentiated.</returns>");
        writer.Open(Signature(phase, Names.Tensor, RecipeText.Prefix(phase) + "Loss"));
        ComposedEmitter.Write(writer, phase, graph, [.. graph.Terms]);
        writer.Close();
        writer.Line();
        return graph;
    }

    private static void Remarks(CodeWriter writer, RecipeIr recipe)
    {
        writer.Line("/// <remarks>");
        writer.Lines([.. Definitions(recipe).Select(static line => $"/// {line}")]);
        writer.Line("/// </remarks>");
    }

    private static void Composed(CodeWriter writer, RecipeIr recipe, LossPlan plan)
    {
        writer.Line("/// <summary>The same from torch's operators, differentiated by autograd: for tensors of any type, place and layout.</summary>");
        writer.Line(SameParameters(recipe));
        writer.Line("/// <returns>A scalar that can be differentiated.</returns>");
        writer.Open(Signature(recipe, Names.Tensor, "ComposedLoss"));
        ComposedEmitter.Write(writer, recipe, plan.Graph, [.. plan.Graph.Terms]);
        writer.Close();
    }

    private static void Parameters(CodeWriter writer, RecipeIr recipe)
    {
        string logits = RecipeText.Logits(recipe.Student);
        bool Reads(LossReads what) => recipe.Losses.Any(term => (LossCatalog.Of(term).Reads & what) != 0);
        if (recipe.TakesStudentLogits)
        {
            writer.Line($"/// <param name=\"{RecipeText.StudentName(recipe)}\">Logits of the {(recipe.Teacher is null ? "model" : "student")}, {logits}.</param>");
        }

        Features(writer, recipe.StudentHeads);
        if (recipe.Teacher is { } teacher && recipe.TakesTeacherLogits)
        {
            bool isRead = recipe.Losses.Any(static term => term.TeacherHead is null && (LossCatalog.Of(term).Reads & LossReads.Teacher) != 0);
            writer.Line($"/// <param name=\"teacher\">Logits of the teacher, {RecipeText.Logits(teacher)}{(isRead ? "" : "; no term reads them")}.</param>");
        }

        Features(writer, recipe.TeacherHeads);
        writer.Line($"/// <param name=\"labels\">{RecipeText.Labels(recipe)}{(Reads(LossReads.Labels) ? "" : "; no term reads it")}.</param>");
        Features(writer, recipe.Features);
        writer.Line("/// <param name=\"settings\">Weights and temperatures; as they are declared when null.</param>");
    }

    private static void Features(CodeWriter writer, IEnumerable<Feature> features)
    {
        foreach (Feature feature in features)
        {
            writer.Line($"/// <param name=\"{feature.Variable}\">{feature.Text}{(feature.Shape is { } shape ? ", " + shape.Batched : "")}.</param>");
        }
    }

    private static string Listed(IReadOnlyList<string> names)
        => names.Count == 1 ? names[0] : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];

    private static string Arguments(RecipeIr recipe) => string.Join(", ", RecipeText.LossParameters(recipe, "labels").Append("settings"));

    private static string Signature(RecipeIr recipe, string result, string name, string access = "public")
        => $"{access} static {result} {name}({string.Join(", ", RecipeText.LossParameters(recipe, "labels").Select(static parameter => $"{Names.Tensor} {parameter}"))}, LossSettings? settings = null)";

    /// <summary>A recipe with errors: what its code may be called by, where the user has left the place free.</summary>
    private static string Skeleton(RecipeIr recipe)
    {
        GeneratedMember[] free = [.. GeneratedMembers.OfSkeleton(recipe).Where(member => NameChecks.IsFree(member, recipe))];
        bool hasSettings = free.Any(static member => member.Name == ScheduleEmitter.Type);
        GeneratedMember[] losses = [.. free.Where(static member => member.Kind == MemberKind.Method && member.Name.EndsWith("Loss", System.StringComparison.Ordinal) || member is { Kind: MemberKind.Method, Name: "LossAndGradient" })];
        string message = RecipeText.Message(recipe);
        return !hasSettings ? ""
            : SourceFile.Write(recipe.Type, [Names.TorchAlias, Names.KdGenAlias, Names.SystemAlias], null, "", writer =>
            {
                foreach (GeneratedMember loss in losses)
                {
                    string signature = loss == GeneratedMembers.AnyLoss(loss.Name) ? $"public static {Names.Tensor} {loss.Name}(params {Names.Tensor}[] values)"
                        : Signature(recipe, loss.Name == "LossAndGradient" ? Gradients([.. RecipeText.LearnedInputs(recipe)]) : Names.Tensor, loss.Name);
                    SourceFile.Throwing(writer, signature, message);
                    writer.Line();
                }

                if (hasSettings)
                {
                    SettingsEmitter.Write(writer, recipe);
                }
            });
    }

    private static string Gradients(IReadOnlyList<string> learned)
        => $"({Names.Tensor} Value, {string.Join(", ", learned.Select(static name => $"{Names.Tensor} {Identifier.Capital(name)}Gradient"))})";
}
