using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ir;

/// <summary>A recipe after binding.</summary>
/// <param name="Type">The class.</param>
/// <param name="Form">Whether code can be added to it.</param>
/// <param name="Teacher">The frozen model; null for [Train].</param>
/// <param name="Student">The model that learns.</param>
/// <param name="Losses">The terms of the main training whose weight is above 0 in some epoch, in source order.</param>
/// <param name="Optimizer">The optimizer; null when there is not exactly one.</param>
/// <param name="Epochs">Passes over the training data in the main training.</param>
/// <param name="Batch">Samples a step.</param>
/// <param name="Problems">What binding found, in source order.</param>
/// <param name="IsComplete">Every attribute could be interpreted, and the models become modules; where not, C# or the model's own problem says why.</param>
/// <param name="IsPublic">Members that name the models are public; else internal, for models that are less visible than the recipe.</param>
internal sealed record RecipeIr(
    TypeName Type,
    ClassForm Form,
    ModelRef? Teacher,
    ModelRef Student,
    EquatableArray<LossTerm> Losses,
    OptimizerIr? Optimizer,
    long Epochs,
    long Batch,
    EquatableArray<Problem> Problems,
    bool IsComplete,
    bool IsPublic)
{
    /// <summary>What is trained before the main training, in order.</summary>
    public EquatableArray<PhaseIr> Phases { get; init; }

    /// <summary>Which phase this is a view of, see <see cref="InPhases"/>; 0 for the recipe itself, with its main training.</summary>
    public long Phase { get; init; }

    /// <summary>The recipe as it is in each phase, in order: its terms and readers in place of the main training's.</summary>
    public IEnumerable<RecipeIr> InPhases => Phases.Select(phase => this with
    {
        Phase = phase.Number,
        Epochs = phase.Epochs,
        Losses = phase.Losses,
        TeacherReader = phase.TeacherReader,
        StudentReader = phase.StudentReader,
        ReadsTeacherAlike = phase.TeacherReader == TeacherReader,
        ReadsStudentAlike = phase.StudentReader == StudentReader,
    });

    /// <summary>The main training, then what is trained before it.</summary>
    public IEnumerable<RecipeIr> WithPhases => InPhases.Prepend(this);

    /// <summary>Of a view in a phase: it reads of the teacher what the main training reads.</summary>
    public bool ReadsTeacherAlike { get; init; }

    /// <summary>The same of the student.</summary>
    public bool ReadsStudentAlike { get; init; }

    /// <summary>Where there are phases: the terms of all of them and of the main training, in source order.</summary>
    public EquatableArray<LossTerm> Declared { get; init; }

    /// <summary>The terms of the main training and of all phases, in source order.</summary>
    public EquatableArray<LossTerm> AllLosses => Phases.Count == 0 ? Losses : Declared;

    /// <summary>The members that the user wrote.</summary>
    public EquatableArray<MemberDecl> Members { get; init; }

    /// <summary>The class is a model or its models cannot be named: nothing is emitted for it.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The file with the teacher's weights; null when the caller brings a teacher.</summary>
    public string? TeacherWeights { get; init; }

    /// <summary>How the teacher's values that terms read are computed; null when its logits are all.</summary>
    public TapReader? TeacherReader { get; init; }

    /// <summary>How the student's values that terms read are computed; null when its logits are all.</summary>
    public TapReader? StudentReader { get; init; }

    /// <summary>The loss takes the teacher's logits. Without features it always does, unless there are phases: then what no term reads is left out.</summary>
    public bool TakesTeacherLogits => Teacher is not null && (HasErrors || (TeacherReader?.ReadsResult ?? Reads(LossReads.Teacher, static term => term.TeacherHead)));

    /// <summary>The loss takes the student's logits. Without features it always does, unless there are phases.</summary>
    public bool TakesStudentLogits => HasErrors || (StudentReader?.ReadsResult ?? Reads(LossReads.Student, static term => term.StudentHead));

    private bool Reads(LossReads what, System.Func<LossTerm, Feature?> head)
        => Phases.Count == 0 || Losses.Any(term => (LossCatalog.Of(term).Reads & what) != 0 && head(term) is null);

    /// <summary>The stages of the student whose logits terms read, in the order of the loss's parameters; none in a recipe with errors, which may name what is not there.</summary>
    public EquatableArray<Feature> StudentHeads => HasErrors ? default : Distinct(Losses.Select(static term => term.StudentHead));

    /// <summary>The same for the teacher.</summary>
    public EquatableArray<Feature> TeacherHeads => HasErrors ? default : Distinct(Losses.Select(static term => term.TeacherHead));

    /// <summary>The features that terms read, in the order of the loss's parameters, without those that are heads already; none in a recipe with errors.</summary>
    public EquatableArray<Feature> Features
    {
        get
        {
            HashSet<string> heads = [.. StudentHeads.Concat(TeacherHeads).Select(static head => head.Variable)];
            return HasErrors ? default
                : Distinct(Losses.SelectMany(static term => term.Learned is { } learned ? [learned.Result] : term.Features.SelectMany(static pair => new[] { pair.Learned, pair.Teacher })))
                    .Where(feature => !heads.Contains(feature.Variable)).ToEquatableArray();
        }
    }

    private static EquatableArray<Feature> Distinct(IEnumerable<Feature?> features)
        => features.OfType<Feature>().GroupBy(static feature => feature.Variable).Select(static same => same.First()).ToEquatableArray();

    /// <summary>The projectors, which the recipe owns and trains; none in a recipe with errors.</summary>
    public EquatableArray<Projection> Projections => HasErrors ? default : ProjectionsOf(AllLosses);

    /// <summary>Those that these terms read.</summary>
    public static EquatableArray<Projection> ProjectionsOf(EquatableArray<LossTerm> terms)
        => terms.SelectMany(static term => term.Features).Select(static pair => pair.Projection).OfType<Projection>().Distinct().ToEquatableArray();

    /// <summary>The losses with weights of their own, which the recipe owns and trains too; none in a recipe with errors.</summary>
    public EquatableArray<LearnedLoss> LearnedLosses => HasErrors ? default : AllLosses.Where(static term => !term.Pretrains).Select(static term => term.Learned).OfType<LearnedLoss>().ToEquatableArray();

    /// <summary>Modules are trained beside the student.</summary>
    public bool HasAdapters => Projections.Count > 0 || LearnedLosses.Count > 0;

    /// <summary>A step is given the samples' places in the training data: a term remembers samples by them.</summary>
    public bool TakesIndex => Losses.Any(static term => LossCatalog.Of(term).Features is { TakesIndex: true });

    /// <summary>Labels are probabilities of the classes, [B, C], in place of one class a sample: a term says so.</summary>
    public bool TakesTargets { get; init; }

    /// <summary>The label that stands for "no label": rows with it take no part in what reads labels.</summary>
    public long IgnoreIndex { get; init; }

    /// <summary>Nothing can be trained with it.</summary>
    public bool HasErrors => Problems.Any(static problem => problem.IsError) || !IsComplete || Optimizer is null;
}

/// <summary>What is trained before the main training.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Epochs">Passes over the training data.</param>
/// <param name="Losses">The terms that count in it, in source order.</param>
/// <param name="TeacherReader">How what they read of the teacher is computed; null when that is its logits at most.</param>
/// <param name="StudentReader">The same of the student.</param>
internal sealed record PhaseIr(long Number, long Epochs, EquatableArray<LossTerm> Losses, TapReader? TeacherReader, TapReader? StudentReader);

/// <summary>A model as its recipe sees it; the shapes are null where they are unknown.</summary>
internal sealed record ModelRef(string Type, string DisplayName, Shape? Input, Shape? Output)
{
    /// <summary>A TorchScript program, which is loaded rather than made.</summary>
    public bool IsScript => Type.StartsWith("global::TorchSharp.torch.jit.ScriptModule<", System.StringComparison.Ordinal);
}

/// <summary>An optimizer and the options that are written.</summary>
/// <param name="Name">Its name in the table of optimizers.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="Options">The options that differ from their defaults, in the table's order.</param>
internal sealed record OptimizerIr(string Name, double LearningRate, EquatableArray<BoundArgument> Options);
