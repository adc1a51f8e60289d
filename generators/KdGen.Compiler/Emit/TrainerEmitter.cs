using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A recipe's models, optimizer, step and training loop.</summary>
internal static class TrainerEmitter
{
    private const string Base = " : System::IDisposable";

    private static readonly EquatableArray<string> TrainSignature = new(
    [
        "public KdGen::Training.TrainingResult Train(",
        "    KdGen::Data.IDataset train,",
        "    KdGen::Data.IDataset test,",
        "    KdGen::Training.TrainingOptions? options = null,",
        "    System::Threading.CancellationToken cancellationToken = default)",
    ]);

    /// <summary>The constant with the epochs of the main training, or of a phase: "Phase1Epochs".</summary>
    public static string EpochsOf(RecipeIr recipe) => RecipeText.Prefix(recipe) + "Epochs";

    /// <summary>R.Trainer.g.cs; empty when nothing can be added to the class.</summary>
    public static string Emit(RecipeIr recipe)
    {
        if (recipe.IsClosed)
        {
            return "";
        }

        string documentation = recipe switch
        {
            { HasErrors: true } => "Cannot be built as it is declared.",
            { Teacher: { } teacher } => $"Trains a {recipe.Student.DisplayName} from a frozen {teacher.DisplayName}.",
            _ => $"Trains a {recipe.Student.DisplayName} on labels.",
        };
        string[] aliases = [Names.TorchAlias, Names.KdGenAlias, Names.SystemAlias, .. recipe.HasErrors || recipe.WithPhases.All(static phase => phase is { TeacherReader: null, StudentReader: null }) ? [] : (string[])[Names.LifetimeUsing]];
        if (recipe is { HasErrors: false, Optimizer: { } optimizer })
        {
            return SourceFile.Write(recipe.Type, aliases, documentation, Base, writer =>
            {
                Constants(writer, recipe, recipe.WithPhases);
                Trainer(writer, recipe, optimizer);
            });
        }

        // A name that the user took is the error itself: the rest stands without it.
        HashSet<GeneratedMember> free = [.. GeneratedMembers.OfSkeleton(recipe).Where(member => NameChecks.IsFree(member, recipe))];
        return SourceFile.Write(recipe.Type, aliases, documentation, IsFree("Dispose", free) ? Base : "", writer => Skeleton(writer, recipe, free));
    }

    private static void Constants(CodeWriter writer, RecipeIr recipe, IEnumerable<RecipeIr> phases)
    {
        writer.Lines("/// <summary>Samples a step.</summary>", $"public const int BatchSize = {Literal.Of(recipe.Batch)};", "");
        foreach (RecipeIr phase in phases)
        {
            string where = recipe.Phases.Count == 0 ? "" : phase.Phase == 0 ? " in the main training" : $" in phase {Literal.Of(phase.Phase)}, before that";
            writer.Lines($"/// <summary>Passes over the training data{where}.</summary>", $"public const int {EpochsOf(phase)} = {Literal.Of(phase.Epochs)};", "");
        }
    }

    private static void Trainer(CodeWriter writer, RecipeIr recipe, OptimizerIr optimizer)
    {
        writer.Line("readonly TorchSharp::torch.optim.Optimizer optimizer;");
        writer.Lines([.. recipe.InPhases.Select(static phase => $"TorchSharp::torch.optim.Optimizer? {StepEmitter.Optimizer(phase)};")]);
        if (recipe.TeacherWeights is not null)
        {
            writer.Line("readonly bool ownsTeacher;");
        }

        writer.Line();
        if (recipe is { TeacherWeights: { } weights, Teacher: { } teacher })
        {
            LoadingConstructor(writer, recipe, teacher, weights);
            writer.Line();
        }

        Constructor(writer, recipe, optimizer);
        writer.Line();
        Models(writer, recipe);
        AdapterEmitter.Declare(writer, recipe);
        writer.Line();
        ScheduleEmitter.Settings(writer, recipe);
        foreach (RecipeIr phase in recipe.WithPhases)
        {
            StepEmitter.Write(writer, phase, parameters => Make(optimizer, parameters));
            writer.Line();
        }

        Train(writer, recipe);
        writer.Line();
        foreach (RecipeIr phase in recipe.WithPhases)
        {
            StepEmitter.Readers(writer, phase);
        }

        Dispose(writer, recipe);
        AdapterEmitter.Write(writer, recipe);
    }

    private static void Dispose(CodeWriter writer, RecipeIr recipe)
    {
        string optimizers = recipe.Phases.Count == 0 ? "the optimizer" : "the optimizers";
        string own = !recipe.HasAdapters ? optimizers : recipe.TeacherWeights is null ? $"{optimizers} and the adapters" : $"{optimizers}, the adapters";
        if (recipe is { TeacherWeights: null, HasAdapters: false, Phases.Count: 0 })
        {
            writer.Lines($"/// <summary>Frees {own}; the models stay the caller's.</summary>", "public void Dispose() => optimizer.Dispose();");
            return;
        }

        writer.Line(recipe.TeacherWeights is null
            ? $"/// <summary>Frees {own}; the models stay the caller's.</summary>"
            : $"/// <summary>Frees {own}, and the teacher if it was loaded here; other models stay the caller's.</summary>");
        writer.Open("public void Dispose()");
        writer.Lines(
        [
            "optimizer.Dispose();",
            .. recipe.InPhases.Select(static phase => $"{StepEmitter.Optimizer(phase)}?.Dispose();"),
            .. !recipe.HasAdapters ? (string[])[] : [$"{AdapterEmitter.Property}.Dispose();"],
            .. recipe.TeacherWeights is null ? (string[])[] : ["if (ownsTeacher) Teacher.Dispose();"],
        ]);
        writer.Close();
    }

    /// <summary>The constructor of a recipe that knows where its teacher's weights are.</summary>
    private static void LoadingConstructor(CodeWriter writer, RecipeIr recipe, ModelRef teacher, string weights)
    {
        string file = Literal.Quoted(weights);
        string load = teacher.IsScript
            ? $"{Loading}.Program({file}, student)"
            : $"{Loading}.Weights(new {teacher.Type}(), {file}, student)";
        writer.Lines(
            $"/// <summary>A trainer whose teacher comes from {SourceFile.Escaped(weights)}, on the student's device, with a fresh optimizer.</summary>",
            "/// <param name=\"student\">Learns. On its device, with the weights to start from: the optimizer takes its parameters now.</param>");
        writer.Lines(
            $"{Access(recipe)} {Identifier.Escape(recipe.Type.Name)}({recipe.Student.Type} student) : this({load}, student)",
            "    => ownsTeacher = true;");
    }

    private const string Loading = "KdGen::Training.TeacherFile";

    private static void Constructor(CodeWriter writer, RecipeIr recipe, OptimizerIr optimizer)
    {
        string student = recipe.Teacher is null ? "model" : "student";
        writer.Line("/// <summary>A trainer of these models, with a fresh optimizer.</summary>");
        if (recipe.Teacher is not null)
        {
            writer.Line("/// <param name=\"teacher\">Trained. It stays as it is: evaluation mode, no gradients.</param>");
        }

        writer.Line($"/// <param name=\"{student}\">Learns. On its device, with the weights to start from: the optimizer takes its parameters now.</param>");
        writer.Open(ConstructorSignature(recipe));
        if (recipe.Teacher is { } taught)
        {
            if (taught.Type == recipe.Student.Type)
            {
                writer.Lines(
                    "if (object.ReferenceEquals(teacher, student))",
                    "    throw new System::ArgumentException(\"teacher and student are the same model: there is nothing to distil\");");
            }

            writer.Lines("Teacher = teacher;", "Teacher.eval();");
        }

        writer.Line($"{StepEmitter.StudentProperty(recipe)} = {student};");
        AdapterEmitter.Make(writer, recipe, student);
        writer.Line($"optimizer = {Make(optimizer, StepEmitter.Parameters(recipe, student))};");
        writer.Close();
    }

    private static string Make(OptimizerIr optimizer, string parameters) => $"{Names.Torch}.optim.{Create(optimizer, parameters)}";

    /// <summary>The factory call, with what differs from torch's defaults by name.</summary>
    private static string Create(OptimizerIr optimizer, string parameters)
    {
        if (OptimizerCatalog.Find(optimizer.Name) is not { } spec)
        {
            return "";
        }

        string call = $"{spec.Factory}({parameters}, {spec.LearningRateName}: {Literal.Of(optimizer.LearningRate)}";
        foreach (BoundArgument option in optimizer.Options)
        {
            string name = spec.Options.First(candidate => candidate.Parameter.Name == option.Name).FactoryName;
            string value = option.Value switch
            {
                Constant.Bool flag => Literal.Of(flag.Value),
                Constant.Real real => Literal.Of(real.Value),
                _ => "default",
            };
            call += $", {name}: {value}";
        }

        return call + ")";
    }

    private static void Models(CodeWriter writer, RecipeIr recipe)
    {
        if (recipe.Teacher is { } teacher)
        {
            writer.Lines("/// <summary>The model that is learned from.</summary>", $"{Access(recipe)} {teacher.Type} Teacher {{ get; }}", "");
        }

        writer.Lines("/// <summary>The model that learns.</summary>", $"{Access(recipe)} {recipe.Student.Type} {StepEmitter.StudentProperty(recipe)} {{ get; }}");
    }

    private static void Train(CodeWriter writer, RecipeIr recipe)
    {
        string before = recipe.Phases.Count == 0 ? "" : " Phases come first; of those that train no logits nothing is measured.";
        writer.Lines(
            $"/// <summary>Trains the {(recipe.Teacher is null ? "model" : "student")} on <paramref name=\"train\"/> and measures it on <paramref name=\"test\"/> after every epoch.{before}</summary>");
        writer.Lines([.. TrainSignature]);
        writer.Open();
        string classes = recipe.Student.Output is { IsMap: false } output ? Literal.Of(output.Channels) : "null";
        string phases = recipe.Phases.Count == 0 ? "" : $" {{ Phases = [{string.Join(", ", recipe.InPhases.Select(EpochsOf))}] }}";
        writer.Line($"using var run = new KdGen::Training.TrainingRun({StepEmitter.StudentProperty(recipe)}, classes: {classes}, train, test, BatchSize, Epochs, options, cancellationToken){phases};");
        writer.Lines([.. AdapterEmitter.Prepare(recipe)]);
        foreach (RecipeIr phase in recipe.InPhases)
        {
            Loop(writer, phase, $"run.EpochsOf({Literal.Of(phase.Phase)})", phase.TakesStudentLogits ? "" : "isMeasured: false");
            writer.Lines("", $"{StepEmitter.Optimizer(phase)}?.Dispose();", $"{StepEmitter.Optimizer(phase)} = null;", "");
        }

        Loop(writer, recipe, "run.Epochs", "");
        writer.Lines("", "return run.Result;");
        writer.Close();
    }

    /// <summary>The epochs of the main training, or of a phase.</summary>
    private static void Loop(CodeWriter writer, RecipeIr recipe, string epochs, string end)
    {
        bool isScheduled = ScheduleEmitter.IsScheduled(recipe);
        writer.Open($"foreach (int epoch in {epochs})");
        if (isScheduled)
        {
            writer.Line($"var settings = {ScheduleEmitter.At}(epoch, run.EpochCount);");
        }

        if (recipe.Teacher is not null)
        {
            writer.Line("Teacher.eval();");
        }

        writer.Line($"{StepEmitter.StudentProperty(recipe)}.train();");
        if (recipe.HasAdapters)
        {
            writer.Line($"{AdapterEmitter.Property}.train();");
        }

        writer.Open("foreach (var batch in run.Batches(epoch))");
        writer.Lines($"using var loss = {StepEmitter.NameOf(recipe)}(batch.X, {Labels(recipe)}{(recipe.TakesIndex ? ", batch.Index" : "")}{(isScheduled ? ", settings" : "")});", "run.Record(loss);");
        writer.Close();
        writer.Lines("", $"run.EndEpoch({end});");
        writer.Close();
    }

    /// <summary>A dataset has one class a sample: as probabilities it is certain.</summary>
    private static string Labels(RecipeIr recipe)
        => recipe.TakesTargets ? $"{Names.Functional}.one_hot(batch.Y, {(recipe.Student.Output is { Rank: 1 } classes ? Literal.Of(classes.Channels) : "train.ClassCount ?? -1")}).to(TorchSharp::torch.ScalarType.Float32)" : "batch.Y";

    private static void Skeleton(CodeWriter writer, RecipeIr recipe, HashSet<GeneratedMember> free)
    {
        string message = RecipeText.Message(recipe);
        if (IsFree("BatchSize", free) && IsFree("Epochs", free))
        {
            Constants(writer, recipe, recipe.WithPhases.Where(phase => IsFree(EpochsOf(phase), free)));
        }

        // The one of both models, then the one that loads the teacher.
        foreach (GeneratedMember constructor in free.Where(static member => member.Kind == MemberKind.Constructor))
        {
            SourceFile.Throwing(
                writer,
                constructor.Parameters.Count == 1 && recipe.Teacher is not null ? $"{Access(recipe)} {Identifier.Escape(recipe.Type.Name)}({recipe.Student.Type} student)" : ConstructorSignature(recipe),
                message);
            writer.Line();
        }

        if (recipe.Teacher is null ? IsFree("Model", free) : IsFree("Teacher", free) && IsFree("Student", free))
        {
            Models(writer, recipe);
        }

        if (IsFree(AdapterEmitter.Property, free))
        {
            writer.Lines("", "/// <summary>What is trained beside the student.</summary>", $"public {Names.Torch}.nn.Module {AdapterEmitter.Property} {{ get; }} = null!;");
        }

        if (IsFree(ScheduleEmitter.Property, free) && IsFree(ScheduleEmitter.Type, free))
        {
            writer.Lines("", "/// <summary>The weights and temperatures of the loss.</summary>", $"public {ScheduleEmitter.Type} {ScheduleEmitter.Property} {{ get; set; }} = null!;");
        }

        foreach (RecipeIr phase in recipe.WithPhases.Where(phase => IsFree(StepEmitter.NameOf(phase), free)))
        {
            writer.Line();
            SourceFile.Throwing(writer, StepEmitter.Signature(phase), message);
        }

        if (IsFree("Train", free))
        {
            writer.Line();
            writer.Lines([.. TrainSignature.Take(TrainSignature.Count - 1)]);
            SourceFile.Throwing(writer, TrainSignature[TrainSignature.Count - 1], message);
        }

        if (IsFree("Dispose", free))
        {
            writer.Lines("", "public void Dispose() { }");
        }
    }

    private static bool IsFree(string name, HashSet<GeneratedMember> free) => free.Any(member => member.Name == name && member.Kind != MemberKind.Constructor);

    private static string ConstructorSignature(RecipeIr recipe)
    {
        string name = Identifier.Escape(recipe.Type.Name);
        return recipe.Teacher is { } teacher
            ? $"{Access(recipe)} {name}({teacher.Type} teacher, {recipe.Student.Type} student)"
            : $"{Access(recipe)} {name}({recipe.Student.Type} model)";
    }

    private static string Access(RecipeIr recipe) => recipe.IsPublic ? "public" : "internal";
}
