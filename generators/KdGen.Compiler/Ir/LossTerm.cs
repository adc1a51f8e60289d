using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Ir;

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
