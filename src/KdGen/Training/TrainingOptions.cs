namespace KdGen.Training;

/// <summary>What may differ from run to run of one recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data, in the main training; unset, what the recipe says.</summary>
    public int? Epochs { get; init; }

    /// <summary>Passes over the training data in each phase before that, as many numbers as the recipe has phases; unset, what the recipe says.</summary>
    public IReadOnlyList<int>? PhaseEpochs { get; init; }

    /// <summary>
    /// Decides the order of the samples and torch's random numbers in every epoch. The models' first weights are drawn before the run begins:
    /// call <c>torch.manual_seed</c> before making them.
    /// </summary>
    public long Seed { get; init; } = 42;

    /// <summary>Told how the run goes about ten times a second, from the training thread, and once after every epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
