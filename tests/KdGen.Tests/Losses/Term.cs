namespace KdGen.Tests.Losses;

/// <summary>A term of a recipe as its attribute states it, with the defaults of its kind written out: what <see cref="LossReference"/> and the oracle are told.</summary>
public sealed record Term(Kind Kind, double Weight = 1, double T = 1)
{
    /// <summary>Of the distillation head instead of the result.</summary>
    public string Student { get; init; } = "student";

    public double LabelSmoothing { get; init; }

    public double[]? ClassWeights { get; init; }

    public bool SoftTargets { get; init; }

    public bool Standardize { get; init; }

    public double Alpha { get; init; } = 1;

    public double Beta { get; init; } = double.NaN;

    public double Gamma { get; init; } = double.NaN;

    public int K { get; init; }

    public bool Tail { get; init; }

    /// <summary>It needs a class of each sample, and leaves out the samples that have none.</summary>
    public bool ReadsLabel => Kind is Kind.CE or Kind.BCE or Kind.MultiMargin or Kind.DKD or Kind.NKD or Kind.WSLD or Kind.CWTM or Kind.MFT;

    /// <summary>It needs the teacher's logits.</summary>
    public bool ReadsTeacher => Kind is not (Kind.CE or Kind.BCE or Kind.MultiMargin);
}
