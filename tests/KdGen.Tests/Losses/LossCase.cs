using KdGen.Tests.Losses.Declared;

namespace KdGen.Tests.Losses;

/// <summary>A recipe and what its attributes say.</summary>
public sealed record LossCase(Type Recipe, params Term[] Terms)
{
    private static readonly double[] fiveWeights = [0.5, 1, 2, 0.25, 3];

    public static IReadOnlyList<LossCase> All { get; } =
    [
        new(typeof(Ce), new Term(Kind.CE)),
        new(typeof(CeSmooth), new Term(Kind.CE) { LabelSmoothing = 0.1 }),
        new(typeof(CeWeighted), new Term(Kind.CE) { ClassWeights = fiveWeights }),
        new(typeof(CeWeightedSmooth), new Term(Kind.CE) { ClassWeights = fiveWeights, LabelSmoothing = 0.2 }),
        new(typeof(CeSoft), new Term(Kind.CE) { SoftTargets = true }),
        new(typeof(CeSoftAll), new Term(Kind.CE) { SoftTargets = true, LabelSmoothing = 0.1, ClassWeights = fiveWeights }),
        new(typeof(Bce), new Term(Kind.BCE)),
        new(typeof(BceSoft), new Term(Kind.BCE) { SoftTargets = true }),
        new(typeof(MultiMargin), new Term(Kind.MultiMargin)),
        new(typeof(Kl), new Term(Kind.KL)),
        new(typeof(KlWarm), new Term(Kind.KL, T: 2.5)),
        new(typeof(KlStandardized), new Term(Kind.KL, T: 2) { Standardize = true }),
        new(typeof(BinaryKl), new Term(Kind.BinaryKL)),
        new(typeof(BinaryKlWarm), new Term(Kind.BinaryKL, T: 3)),
        new(typeof(BceBinaryKl), new Term(Kind.BCE, 0.5), new Term(Kind.BinaryKL, 0.5, 2)),
        new(typeof(ReverseKl), new Term(Kind.ReverseKL, T: 2)),
        new(typeof(Jsd), new Term(Kind.JSD) { Beta = 0.5 }),
        new(typeof(JsdTenth), new Term(Kind.JSD, T: 3) { Beta = 0.1 }),
        new(typeof(JsdZero), new Term(Kind.JSD, T: 2) { Beta = 0 }),
        new(typeof(JsdOne), new Term(Kind.JSD) { Beta = 1 }),
        new(typeof(Tvd), new Term(Kind.TVD, T: 2)),
        new(typeof(HardLabel), new Term(Kind.HardLabel)),
        new(typeof(LogitMse), new Term(Kind.LogitMse)),
        new(typeof(DeiTSoft), new Term(Kind.DeiTSoft, T: 3)),
        new(typeof(Dkd), new Term(Kind.DKD, T: 4) { Beta = 8 }),
        new(typeof(DkdCold), new Term(Kind.DKD) { Alpha = 0.5, Beta = 2 }),
        new(typeof(DkdStandardized), new Term(Kind.DKD, T: 2) { Beta = 8, Standardize = true }),
        new(typeof(Nkd), new Term(Kind.NKD) { Gamma = 1.5 }),
        new(typeof(NkdWarm), new Term(Kind.NKD, T: 3) { Gamma = 2 }),
        new(typeof(Dist), new Term(Kind.DIST) { Beta = 1, Gamma = 1 }),
        new(typeof(DistWarm), new Term(Kind.DIST, T: 4) { Beta = 2, Gamma = 0.5 }),
        new(typeof(Wsld), new Term(Kind.WSLD, T: 4)),
        new(typeof(Cwtm), new Term(Kind.CWTM)),
        new(typeof(Dkpp), new Term(Kind.DKPP)),
        new(typeof(Mft), new Term(Kind.MFT)),
        new(typeof(MftWarm), new Term(Kind.MFT, T: 2)),
        new(typeof(TopK), new Term(Kind.TopKKL) { K = 3 }),
        new(typeof(TopKTail), new Term(Kind.TopKKL, T: 2) { K = 3, Tail = true }),
        new(typeof(CeKl), new Term(Kind.CE, 0.1), new Term(Kind.KL, 0.9, 4)),
        new(typeof(CeDkd), new Term(Kind.CE), new Term(Kind.DKD, 1, 4) { Beta = 8 }),
        new(typeof(CeNkd), new Term(Kind.CE), new Term(Kind.NKD) { Gamma = 1.5 }),
        new(typeof(CeDist), new Term(Kind.CE), new Term(Kind.DIST, 2, 4) { Beta = 1, Gamma = 1 }),
        new(typeof(CeKlStandardized), new Term(Kind.CE, 0.1), new Term(Kind.KL, 9, 2) { Standardize = true }),
        new(typeof(CeWsld), new Term(Kind.CE), new Term(Kind.WSLD, 2.25, 4)),
        new(typeof(ManyTemperatures), new Term(Kind.KL, 0.5, 2), new Term(Kind.KL), new Term(Kind.CE, 2), new Term(Kind.KL, 3, 1.5)),
        new(typeof(TwoTemperatures), new Term(Kind.DKD, 1, 4) { Beta = 8 }, new Term(Kind.DKD, 0.3) { Beta = 1 }, new Term(Kind.CE)),
        new(typeof(SoftSum), new Term(Kind.CE) { SoftTargets = true }, new Term(Kind.DKD, 0.5, 4) { SoftTargets = true, Beta = 8 }, new Term(Kind.NKD) { SoftTargets = true, Gamma = 1.5 }),
        new(
            typeof(Everything),
            new Term(Kind.CE) { LabelSmoothing = 0.1 },
            new Term(Kind.BCE),
            new Term(Kind.KL, 1, 4),
            new Term(Kind.ReverseKL, 1, 2),
            new Term(Kind.JSD, 1, 2) { Beta = 0.5 },
            new Term(Kind.TVD, 1, 2),
            new Term(Kind.HardLabel),
            new Term(Kind.LogitMse),
            new Term(Kind.DKD, 1, 4) { Beta = 8 },
            new Term(Kind.NKD) { Gamma = 1.5 },
            new Term(Kind.DIST) { Beta = 1, Gamma = 1 },
            new Term(Kind.WSLD, 1, 4),
            new Term(Kind.CWTM),
            new Term(Kind.MFT),
            new Term(Kind.TopKKL) { K = 3 }),
        new(typeof(DeiTHardHeads), new Term(Kind.CE, 0.5) { LabelSmoothing = 0.1, Student = "studentCls" }, new Term(Kind.HardLabel, 0.5) { Student = "studentDist" }),
        new(typeof(DeiTSoftHeads), new Term(Kind.CE, 0.5) { LabelSmoothing = 0.1, Student = "studentCls" }, new Term(Kind.DeiTSoft, 0.5, 3) { Student = "studentDist" }),
    ];

    public static TheoryData<string> Names => [.. All.Select(static one => one.Name)];

    public string Name => Recipe.Name;

    /// <summary>It is declared for this many classes only.</summary>
    public int? Classes => Terms.Any(static term => term.ClassWeights is not null) ? fiveWeights.Length : null;

    /// <summary>All of it is one pass over the rows.</summary>
    public bool IsFused => Terms.All(static term => term.Kind != Kind.DIST);

    /// <summary>Its parameters with the student's logits, in order.</summary>
    public IReadOnlyList<string> Students => [.. Terms.Select(static term => term.Student).Distinct()];

    /// <summary>What its value is made of before that cancels; a value far below it is a small difference.</summary>
    public double Unit(LossInput input) => 0.25 * Terms.Sum(term => IsNoDifference(term) ? 0 : term.Weight * Steepness(term, input));

    /// <summary>
    /// The size of what an entry of a row's gradient is the difference of: the largest probability of the row, in the teacher's or the student's distribution, times what it is scaled by. An error of the logits
    /// by their own last bit changes the entry by as much as a rounding of these, times the logit: it is no better known than that.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="student">The logits.</param>
    /// <param name="row">The row.</param>
    /// <param name="isComposed">Torch's operators subtract where the compiler does not.</param>
    public double Subtracted(LossInput input, string student, int row, bool isComposed)
        => Terms.Where(term => term.Student == student)
            .Sum(term => (isComposed || !IsNoDifference(term) ? 1 : LeastKnown) * term.Weight * Steepness(term, input) * Probability(term, input, row) / Rows(term, input));

    /// <summary>What is compared with is composed in double, and subtracts too: a millionth of this is a rounding of a double.</summary>
    private const double LeastKnown = 1e-9;

    /// <summary>Each entry is a product, or has its own way to what is left of a probability near 1.</summary>
    private static bool IsNoDifference(Term term) => term is { Kind: Kind.CE, SoftTargets: false, LabelSmoothing: 0 } or { Kind: Kind.HardLabel or Kind.CWTM or Kind.LogitMse };

    private static double Steepness(Term term, LossInput input) => (term.Standardize ? input.Steepness : 1) * term.Kind switch
    {
        Kind.ReverseKL => Math.Max(term.T, input.Largest),
        Kind.JSD when term.Beta == 1 => Math.Max(term.T, input.Largest),
        Kind.DKD => term.T * term.Beta,
        Kind.DIST => term.T * term.T,
        Kind.NKD => term.T * term.Gamma,
        _ => term.T,
    };

    private static double Rows(Term term, LossInput input) => term.Kind == Kind.DIST ? input.Rows : LossReference.Divisor(term, input);

    private static double Probability(Term term, LossInput input, int row)
    {
        if (term.Standardize || term.SoftTargets || term.Kind is Kind.CE or Kind.BCE or Kind.MultiMargin or Kind.DKD or Kind.NKD or Kind.DIST or Kind.DKPP or Kind.TopKKL or Kind.MFT)
        {
            return 1;
        }

        return Math.Exp(Math.Max(RowMath.LogSoftmax(input.TeacherRow(row), term.T).Max(), RowMath.LogSoftmax(input.StudentRow(term.Student, row), term.T).Max()));
    }

    /// <summary>Whether it is defined for this many classes, and finite.</summary>
    public bool Takes(LossInput input)
    {
        bool leavesOut = input.Teacher.Any(double.IsNegativeInfinity);
        return !(input.IsFlat && Terms.Any(static term => term.Standardize))
            && (Classes is not { } classes || classes == input.Classes)
            && !(leavesOut && Terms.Any(static term => term.Standardize || term.Kind is Kind.ReverseKL or Kind.LogitMse || term is { Kind: Kind.JSD, Beta: 1 }));
    }

    /// <summary>The inputs that it is defined for.</summary>
    public IEnumerable<KeyValuePair<string, LossInput>> Inputs(params IReadOnlyDictionary<string, LossInput>[] inputs) => inputs.SelectMany(static some => some).Where(pair => Takes(pair.Value));

    /// <summary>The declared settings; where a permutation is drawn, that of the reference.</summary>
    public object? Settings => With();

    /// <summary>The settings with some changed.</summary>
    public object? With(params (string Name, object? Value)[] changes)
    {
        (string, object?)[] all = Terms.Any(static term => term.Kind == Kind.DKPP) ? [.. changes, ("PermutationKey", LossInput.PermutationKey)] : changes;
        return all.Length == 0 ? null : new GeneratedLoss(Recipe).With(all);
    }

    public static LossCase Of(string name) => All.Single(one => one.Name == name);
}
