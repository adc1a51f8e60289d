namespace KdGen;

/// <summary>How the weight of a term goes from what it is to its EndWeight, from the first epoch in which the term counts to the last. p grows from 0 in the first of these epochs to 1 in the last.</summary>
public enum Schedule
{
    /// <summary>It stays what it is.</summary>
    Constant,

    /// <summary>In equal steps: Weight + (EndWeight - Weight) p.</summary>
    Linear,

    /// <summary>Slowly at both ends: EndWeight + (Weight - EndWeight) (1 + cos(pi p)) / 2.</summary>
    Cosine,
}
