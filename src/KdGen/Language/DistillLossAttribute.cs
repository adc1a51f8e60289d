namespace KdGen;

/// <summary>A term of the recipe's loss; the terms add up with their weights.</summary>
/// <param name="kind">The loss.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillLossAttribute(Kind kind) : Attribute
{
    /// <summary>The loss.</summary>
    public Kind Kind { get; } = kind;

    /// <summary>The factor of this term in the sum; 1 unless set.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The temperature that logits are divided by, above 0; 1 unless set. Only <see cref="Kind.KL"/> has one.</summary>
    public double T { get; set; } = 1;
}

/// <summary>The losses. B is the batch, C the number of classes, q the student's and p the teacher's softmax at temperature T.</summary>
public enum Kind
{
    /// <summary>Cross-entropy with the labels: -log softmax(student)[label], mean over the batch. It has no temperature.</summary>
    CE,

    /// <summary>T² KL(p || q) = T² sum over classes of p (log p - log q), sum over the batch divided by B (Hinton, Vinyals and Dean, 2015).</summary>
    KL,
}
