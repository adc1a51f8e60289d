using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>
/// Lowers an optimizer's learning rates when a score stops rising, by the rule of PyTorch's ReduceLROnPlateau in mode "max": an epoch is better when its score is more than
/// <c>threshold</c> above the best one, relative to that; after more than <c>patience</c> epochs in a row that are not, each rate is multiplied by <c>factor</c>.
/// </summary>
public sealed class PlateauSchedule
{
    // A smaller change is none: PyTorch's eps.
    private const double LeastChange = 1e-8;

    private readonly optim.Optimizer optimizer;
    private readonly double factor, leastRate, threshold;
    private readonly int patience;
    private double best = double.NegativeInfinity;
    private int epochsNotBetter;

    /// <summary>A schedule for the rates that the optimizer has from now on.</summary>
    /// <param name="optimizer">Stays the caller's.</param>
    /// <param name="factor">Above 0 and below 1.</param>
    /// <param name="patience">Epochs without a better score that are put up with.</param>
    /// <param name="leastRate">No rate is lowered below it.</param>
    /// <param name="threshold">How much better a score must be, as a share of the best one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of what is said here.</exception>
    public PlateauSchedule(optim.Optimizer optimizer, double factor = 0.1, int patience = 10, double leastRate = 0, double threshold = 1e-4)
    {
        if (factor is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "a rate is lowered by a factor above 0 and below 1");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(leastRate);
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        this.optimizer = optimizer;
        this.factor = factor;
        this.patience = patience;
        this.leastRate = leastRate;
        this.threshold = threshold;
    }

    /// <summary>Notes an epoch's score, and lowers the rates where it is time to.</summary>
    /// <param name="score">At least 0, the larger the better; NaN is never better.</param>
    /// <returns>Some rate is lower than before.</returns>
    public bool Step(double score)
    {
        if (score > best * (1 + threshold))
        {
            best = score;
            epochsNotBetter = 0;
        }
        else
        {
            epochsNotBetter++;
        }

        if (epochsNotBetter <= patience)
            return false;
        epochsNotBetter = 0;
        bool lowered = false;
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
        {
            double rate = Math.Max(group.LearningRate * factor, leastRate);
            if (group.LearningRate - rate <= LeastChange)
                continue;
            group.LearningRate = rate;
            lowered = true;
        }
        return lowered;
    }
}
