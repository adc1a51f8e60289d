namespace KdGen.Training;

/// <summary>Training cannot go on: the loss is no number any more.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>An exception whose message names the epoch, the steps and what to change.</summary>
    public TrainingException(string message) : base(message)
    {
    }
}
