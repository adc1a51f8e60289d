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

    private static string StepSignature(RecipeIr recipe) => $"public {Names.Tensor} Step({Names.Tensor} x, {Names.Tensor} y{(recipe.TakesIndex ? $", {Names.Tensor} index" : "")})";

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
        string[] aliases = [Names.TorchAlias, Names.KdGenAlias, Names.SystemAlias, .. recipe is { HasErrors: false, TeacherReader: null, StudentReader: null } or { HasErrors: true } ? [] : (string[])[Names.LifetimeUsing]];
        if (recipe is { HasErrors: false, Optimizer: { } optimizer })
        {
            return SourceFile.Write(recipe.Type, aliases, documentation, Base, writer =>
            {
                Constants(writer, recipe);
                Trainer(writer, recipe, optimizer);
            });
        }

        // A name that the user took is the error itself: the rest stands without it.
        HashSet<GeneratedMember> free = [.. GeneratedMembers.OfSkeleton(recipe).Where(member => NameChecks.IsFree(member, recipe))];
        return SourceFile.Write(recipe.Type, aliases, documentation, IsFree("Dispose", free) ? Base : "", writer => Skeleton(writer, recipe, free));
    }

    private static void Constants(CodeWriter writer, RecipeIr recipe) => writer.Lines(
        "/// <summary>Samples a step.</summary>",
        $"public const int BatchSize = {Literal.Of(recipe.Batch)};",
        "",
        "/// <summary>Passes over the training data.</summary>",
        $"public const int Epochs = {Literal.Of(recipe.Epochs)};",
        "");

    private static void Trainer(CodeWriter writer, RecipeIr recipe, OptimizerIr optimizer)
    {
        writer.Line("readonly TorchSharp::torch.optim.Optimizer optimizer;");
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
        Step(writer, recipe);
        writer.Line();
        Train(writer, recipe);
        writer.Line();
        Readers(writer, recipe);
        Dispose(writer, recipe);
        AdapterEmitter.Write(writer, recipe);
    }

    private static void Dispose(CodeWriter writer, RecipeIr recipe)
    {
        string own = !recipe.HasAdapters ? "the optimizer" : recipe.TeacherWeights is null ? "the optimizer and the adapters" : "the optimizer, the adapters";
        if (recipe is { TeacherWeights: null, HasAdapters: false })
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
            if (recipe.LearnedLosses.Any(static loss => loss.Rest is not null))
            {
                writer.Lines("// A gradient goes through the rest of the teacher, and none to its weights.", "foreach (var parameter in Teacher.parameters()) parameter.requires_grad = false;");
            }
        }

        writer.Line($"{StudentProperty(recipe)} = {student};");
        AdapterEmitter.Make(writer, recipe, student);
        string parameters = !recipe.HasAdapters ? $"{student}.parameters()" : $"[.. {student}.parameters(), .. {AdapterEmitter.Property}.parameters()]";
        writer.Line($"optimizer = {Names.Torch}.optim.{Create(optimizer, parameters)};");
        writer.Close();
    }

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

        writer.Lines("/// <summary>The model that learns.</summary>", $"{Access(recipe)} {recipe.Student.Type} {StudentProperty(recipe)} {{ get; }}");
    }

    private static void Step(CodeWriter writer, RecipeIr recipe)
    {
        bool isScheduled = ScheduleEmitter.IsScheduled(recipe);
        string[] documentation =
        [
            "/// <summary>One step of the optimizer on a batch. The models' modes stay as they are.</summary>",
            $"/// <param name=\"x\">Samples, {RecipeText.Input(recipe.Student)}.</param>",
            $"/// <param name=\"y\">{RecipeText.Labels(recipe)}.</param>",
            .. !recipe.TakesIndex ? (string[])[] : [$"/// <param name=\"index\">The samples' places in the training data, [B] int64. In a loop of your own tell {string.Join(", ", AdapterEmitter.Remembering(recipe).Select(static loss => $"<c>{loss}.Prepare</c>"))} of that data first.</param>"],
        ];
        const string Returns = "/// <returns>The loss before the step, a scalar without gradient.</returns>";
        if (isScheduled)
        {
            writer.Lines([.. documentation, Returns, $"{StepSignature(recipe)} => Step(x, y{(recipe.TakesIndex ? ", index" : "")}, {ScheduleEmitter.Property});", ""]);
            documentation = [.. documentation, $"/// <param name=\"settings\">Weights and temperatures of this step, as <c>{ScheduleEmitter.At}</c> gives them for an epoch.</param>"];
        }

        writer.Lines([.. documentation, Returns]);
        writer.Open(isScheduled ? StepSignature(recipe).Replace(")", $", {ScheduleEmitter.Type} settings)") : StepSignature(recipe));
        writer.Line("using var scope = TorchSharp::torch.NewDisposeScope();");
        string[] learned = [.. RecipeText.LearnedInputs(recipe)];
        string[] gradients = learned.Length == 1 ? ["gradient"] : [.. learned.Select(static name => name + "Gradient")];
        string loss = $"LossAndGradient({string.Join(", ", RecipeText.LossParameters(recipe, "y"))}, {(isScheduled ? "settings" : ScheduleEmitter.Property)})";
        writer.Commented(
        [
            .. recipe.Teacher is { } teacher ? Teach(recipe, teacher) : ((string, string?)[])[],
            Learn(recipe),
            .. AdapterEmitter.Apply(recipe),
            ($"var (loss, {string.Join(", ", gradients)}) = {loss};", null),
        ]);
        writer.Lines(
            "optimizer.zero_grad();",
            $"{(learned.Length == 1 ? "TorchSharp::torch.autograd.backward" : "KdGen::Training.Backward.From")}([{string.Join(", ", learned)}], [{string.Join(", ", gradients)}]);",
            "optimizer.step();",
            "return loss.MoveToOuterDisposeScope();");
        writer.Close();
    }

    /// <summary>The teacher's values: what the loss reads, without gradients.</summary>
    private static (string Code, string? Comment)[] Teach(RecipeIr recipe, ModelRef teacher)
    {
        if (recipe.TeacherReader is not { } reader)
        {
            return
            [
                ($"{Names.Tensor} teacher;", null),
                ("using (TorchSharp::torch.no_grad()) teacher = Teacher.forward(x);", RecipeText.Logits(teacher)),
            ];
        }

        string[] values = Values(reader, "teacher", "teacher");
        return
        [
            ($"{Names.Tensor} {string.Join(", ", values)};", null),
            ($"using (TorchSharp::torch.no_grad()) {(values.Length == 1 ? values[0] : $"({string.Join(", ", values)})")} = {TapReaderEmitter.OfTeacher}(Teacher, x);", null),
        ];
    }

    private static (string Code, string? Comment) Learn(RecipeIr recipe)
    {
        string logits = RecipeText.StudentName(recipe);
        if (recipe.StudentReader is not { } reader)
        {
            return ($"var {logits} = {StudentProperty(recipe)}.forward(x);", RecipeText.Logits(recipe.Student));
        }

        string[] values = Values(reader, "student", logits);
        return ($"var {(values.Length == 1 ? values[0] : $"({string.Join(", ", values)})")} = {TapReaderEmitter.OfStudent}({StudentProperty(recipe)}, x);", null);
    }

    private static string[] Values(TapReader reader, string role, string logits)
        => [.. reader.ReadsResult ? [logits] : (string[])[], .. reader.All.Select(value => role + value.Name)];

    private static void Readers(CodeWriter writer, RecipeIr recipe)
    {
        if (recipe is { TeacherReader: { } taught, Teacher: { } teacher })
        {
            TapReaderEmitter.Write(writer, teacher, taught, TapReaderEmitter.OfTeacher);
            writer.Line();
        }

        foreach (LearnedLoss loss in recipe.LearnedLosses.Where(static loss => loss.Rest is not null).GroupBy(static loss => loss.RestMethod).Select(static same => same.First()))
        {
            TapReaderEmitter.WriteRest(writer, recipe.Teacher!, loss.Rest!, loss.RestMethod);
            writer.Line();
        }

        if (recipe.StudentReader is { } learned)
        {
            TapReaderEmitter.Write(writer, recipe.Student, learned, TapReaderEmitter.OfStudent);
            writer.Line();
        }
    }

    private static void Train(CodeWriter writer, RecipeIr recipe)
    {
        string student = StudentProperty(recipe);
        writer.Lines(
            $"/// <summary>Trains the {(recipe.Teacher is null ? "model" : "student")} on <paramref name=\"train\"/> and measures it on <paramref name=\"test\"/> after every epoch.</summary>");
        writer.Lines([.. TrainSignature]);
        writer.Open();
        string classes = recipe.Student.Output is { IsMap: false } output ? Literal.Of(output.Channels) : "null";
        bool isScheduled = ScheduleEmitter.IsScheduled(recipe);
        writer.Line($"using var run = new KdGen::Training.TrainingRun({student}, classes: {classes}, train, test, BatchSize, Epochs, options, cancellationToken);");
        writer.Lines([.. AdapterEmitter.Prepare(recipe)]);
        writer.Open("foreach (int epoch in run.Epochs)");
        if (isScheduled)
        {
            writer.Line($"var settings = {ScheduleEmitter.At}(epoch, run.EpochCount);");
        }

        if (recipe.Teacher is not null)
        {
            writer.Line("Teacher.eval();");
        }

        writer.Line($"{student}.train();");
        if (recipe.HasAdapters)
        {
            writer.Line($"{AdapterEmitter.Property}.train();");
        }

        writer.Open("foreach (var batch in run.Batches(epoch))");
        writer.Lines($"using var loss = Step(batch.X, {Labels(recipe)}{(recipe.TakesIndex ? ", batch.Index" : "")}{(isScheduled ? ", settings" : "")});", "run.Record(loss);");
        writer.Close();
        writer.Lines("", "run.EndEpoch();");
        writer.Close();
        writer.Lines("", "return run.Result;");
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
            Constants(writer, recipe);
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

        if (IsFree("Step", free))
        {
            writer.Line();
            SourceFile.Throwing(writer, StepSignature(recipe), message);
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

    private static string StudentProperty(RecipeIr recipe) => recipe.Teacher is null ? "Model" : "Student";
}
