namespace KdGen.Data;

/// <summary>What random numbers are drawn for. One seed serves a whole run, and its sequences must not repeat each other.</summary>
internal enum RandomUse
{
    /// <summary>The order of the samples; the stream is the epoch.</summary>
    Order = 1,

    /// <summary>Synthetic images; the stream is the image's index.</summary>
    Image = 2,

    /// <summary>The seed of torch's own generator; the stream is the epoch.</summary>
    Torch = 3,

    /// <summary>Synthetic rows; the stream is the row's index.</summary>
    Row = 4,

    /// <summary>The first vectors of a memory bank; the stream is the bank.</summary>
    Bank = 5,

    /// <summary>The seed of a phase, which takes the place of the run's; the stream is the phase.</summary>
    Phase = 6,

    /// <summary>The negatives of a contrastive loss; the stream is the anchor's place in the batch.</summary>
    Negatives = 7,
}
