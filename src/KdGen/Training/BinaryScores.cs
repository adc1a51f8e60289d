namespace KdGen.Training;

/// <summary>How often a model with one logit is right: counts of samples by what it says and what they are. "Positive" is label 1.</summary>
/// <param name="TruePositives">Positive, and said to be.</param>
/// <param name="FalsePositives">Negative, but said to be positive.</param>
/// <param name="FalseNegatives">Positive, but said to be negative.</param>
/// <param name="TrueNegatives">Negative, and said to be.</param>
public readonly record struct BinaryScores(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>The share of samples that it is right about.</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Of the samples said to be positive the share that is; 0 where none is said to be.</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Of the positive samples the share that is found; 0 where there is none.</summary>
    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>The harmonic mean of precision and recall; 0 where no positive sample is found.</summary>
    public double F1 => Ratio(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : part / (double)whole;
}
