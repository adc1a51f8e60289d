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

    /// <summary>Which phase this is a view of, see <see cref="In"/>; 0 for the recipe itself, with its main training.</summary>
    public long Phase { get; init; }

    /// <summary>The recipe as it is in a phase: its terms and readers in place of the main training's.</summary>
    public RecipeIr In(PhaseIr phase) => this with { Phase = phase.Number, Epochs = phase.Epochs, Losses = phase.Losses, TeacherReader = phase.TeacherReader, StudentReader = phase.StudentReader };

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
            System.Collections.Generic.HashSet<string> heads = [.. StudentHeads.Concat(TeacherHeads).Select(static head => head.Variable)];
            return HasErrors ? default
                : Distinct(Losses.SelectMany(static term => term.Learned is { } learned ? [learned.Result] : term.Features.SelectMany(static pair => new[] { pair.Learned, pair.Teacher })))
                    .Where(feature => !heads.Contains(feature.Variable)).ToEquatableArray();
        }
    }

    private static EquatableArray<Feature> Distinct(System.Collections.Generic.IEnumerable<Feature?> features)
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

/// <summary>A model as its recipe sees it; the shapes are null where they are unknown.</summary>
internal sealed record ModelRef(string Type, string DisplayName, Shape? Input, Shape? Output)
{
    /// <summary>A TorchScript program, which is loaded rather than made.</summary>
    public bool IsScript => Type.StartsWith("global::TorchSharp.torch.jit.ScriptModule<", System.StringComparison.Ordinal);
}

/// <summary>What is trained before the main training.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Epochs">Passes over the training data.</param>
/// <param name="Losses">The terms that count in it, in source order.</param>
/// <param name="TeacherReader">How what they read of the teacher is computed; null when that is its logits at most.</param>
/// <param name="StudentReader">The same of the student.</param>
internal sealed record PhaseIr(long Number, long Epochs, EquatableArray<LossTerm> Losses, TapReader? TeacherReader, TapReader? StudentReader);

/// <summary>A term of the loss.</summary>
/// <param name="Kind">The loss.</param>
/// <param name="Weight">Its factor: above 0, or 0 where its schedule ends above 0.</param>
/// <param name="Temperature">What logits are divided by, above 0; 1 for losses that have none.</param>
internal sealed record LossTerm(LossKind Kind, double Weight, double Temperature)
{
    /// <summary>What it compares, when that is features: one pair, or all pairs of a loss that reads a list of stages together; none for terms over logits.</summary>
    public EquatableArray<FeaturePair> Features { get; init; }

    /// <summary>What of its formula counts: of several stages some losses count the earlier ones less.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The module that computes it; null for a formula or function.</summary>
    public LearnedLoss? Learned { get; init; }

    /// <summary>The phase in which it counts, from 1; 0 for the main training.</summary>
    public long Phase { get; init; }

    /// <summary>The phase in which a part of its module is trained by a loss of that part's own; 0 for none.</summary>
    public long Pretrain { get; init; }

    /// <summary>It is that loss: of the features it reads the teacher's alone.</summary>
    public bool Pretrains { get; init; }

    /// <summary>Its name in code, unique in the recipe: "ce", "klDist", "hint2". LossSettings has its weight as "CeWeight", "KlDistWeight", "Hint2Weight".</summary>
    public string Name { get; init; } = "";

    /// <summary>T is written: LossSettings has it, and a run may change it. Else the loss's own default is a number of its formula.</summary>
    public bool StatesTemperature { get; init; }

    /// <summary>Its options beside Weight, T, heads and schedule that are written.</summary>
    public EquatableArray<BoundArgument> Options { get; init; }

    /// <summary>The student's logits that it reads; null for the model's result.</summary>
    public Feature? StudentHead { get; init; }

    /// <summary>The teacher's logits that it reads; null for the model's result.</summary>
    public Feature? TeacherHead { get; init; }

    /// <summary>How its weight changes with the epochs; null for a constant one.</summary>
    public WeightSchedule? Schedule { get; init; }

    /// <summary>The user's own loss; null for those of the language.</summary>
    public OwnLoss? Own { get; init; }

    /// <summary>An option's value, or its default; null where the loss has no such option.</summary>
    public Constant? Option(string name)
        => Options.FirstOrDefault(option => option.Name == name)?.Value
            ?? LossCatalog.Of(Kind).Options.FirstOrDefault(option => option.Name == name)?.Default;

    /// <summary>Whether an option that the loss may not have is set.</summary>
    public bool Flag(string name) => Own is null && Option(name) is Constant.Bool { Value: true };

    /// <summary>An option that is a whole number; null where the loss has no such option.</summary>
    public long? Integer(string name) => Own is null && Option(name) is Constant.Integer number ? number.Value : null;
}

/// <summary>How a term's weight changes with the epochs, which count from 1: the product of what is given.</summary>
/// <param name="WarmUp">It grows in equal parts to the whole weight in so many epochs: min((epoch - From + 1) / WarmUp, 1); 0 for none.</param>
/// <param name="From">The first epoch in which it counts.</param>
/// <param name="Until">The last epoch in which it counts; null for the last of all.</param>
/// <param name="Course">From the first of these epochs to the last.</param>
/// <param name="EndWeight">Where <paramref name="Course"/> ends.</param>
internal sealed record WeightSchedule(long WarmUp, long From, long? Until, WeightCourse Course, double EndWeight);

/// <summary>How a weight goes from its first value to its last; named as in KdGen.Schedule.</summary>
internal enum WeightCourse
{
    Constant,
    Linear,
    Cosine,
}

/// <summary>A loss that the user wrote.</summary>
/// <param name="Method">The method, by its global name: "global::My.Losses.Focal".</param>
/// <param name="Nodes">Its formula over StudentLogits("student"), TeacherLogits("teacher") and Label; none for a method over tensors, which is called as it is.</param>
/// <param name="Result">The value of a row in <paramref name="Nodes"/>, of which the mean over the rows is taken.</param>
/// <param name="Reads">What it is called with, or what its formula reads.</param>
internal sealed record OwnLoss(string Method, EquatableArray<Node> Nodes, int Result, LossReads Reads)
{
    /// <summary>It has no formula that the compiler knows: a method from tensors to a scalar tensor.</summary>
    public bool IsComposed => Nodes.Count == 0;
}

/// <summary>The features that one term compares.</summary>
internal sealed record FeaturePair(Feature Teacher, Feature Student)
{
    /// <summary>What brings the student's to the shape of the teacher's; null where it is compared as it is.</summary>
    public Projection? Projection { get; init; }

    /// <summary>The BatchNorm that gives the teacher's, as code behind the model's variable; null where no one asks.</summary>
    public string? TeacherNorm { get; init; }

    /// <summary>What the teacher computes behind its own; null where no one asks.</summary>
    public TapReader? TeacherRest { get; init; }

    /// <summary>What the loss reads for the student.</summary>
    public Feature Learned => Projection?.Result ?? Student;
}

/// <summary>A value inside one of the models, or what a projector makes of it.</summary>
/// <param name="Origin">Whose.</param>
/// <param name="Name">Its name in the model's reader: "Stage3".</param>
/// <param name="Text">As messages name it: "ResNet32x4.Stage3".</param>
/// <param name="Shape">The shape of one sample; null when it is unknown.</param>
internal sealed record Feature(FeatureOrigin Origin, string Name, string Text, Shape? Shape)
{
    /// <summary>What computes it, where it is the scores of an attention; null for a value of the model.</summary>
    public AttentionScores? Scores { get; init; }

    /// <summary>The parameter and variable that hold it: "teacherStage3"; "vidStage3" of a loss.</summary>
    public string Variable => Origin == FeatureOrigin.Loss ? Name : Origin.ToString().ToLowerInvariant() + Name;
}

/// <summary>The scores of an attention.</summary>
/// <param name="Module">The attention, as code behind the model's variable.</param>
/// <param name="Input">The variable that holds what it is given.</param>
internal sealed record AttentionScores(string Module, string Input);

/// <summary>Where a <see cref="Feature"/> comes from.</summary>
internal enum FeatureOrigin
{
    Teacher,
    Student,

    /// <summary>The student, through a projector of the recipe.</summary>
    Projected,

    /// <summary>A module of the recipe that is a loss.</summary>
    Loss,
}

/// <summary>The losses, named as in KdGen.Kind; LossCatalog says what each of them is.</summary>
internal enum LossKind
{
    CE,
    BCE,
    MultiMargin,
    KL,
    BinaryKL,
    ReverseKL,
    JSD,
    HardLabel,
    TVD,
    LogitMse,
    DeiTSoft,
    DKD,
    NKD,
    DIST,
    WSLD,
    CWTM,
    DKPP,
    MFT,
    TopKKL,
    Hint,
    Cosine,
    AT,
    SP,
    CC,
    VID,
    RKD,
    PKT,
    NST,
    FSP,
    KDSVD,
    AB,
    FT,
    OFD,
    ReviewKD,
    SRRL,
    CWD,
    MGD,
    PKD,
    ICKD,
    SimKD,
    AttentionMap,
    CRD,
}

/// <summary>An optimizer and the options that are written.</summary>
/// <param name="Name">Its name in the table of optimizers.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="Options">The options that differ from their defaults, in the table's order.</param>
internal sealed record OptimizerIr(string Name, double LearningRate, EquatableArray<BoundArgument> Options);
