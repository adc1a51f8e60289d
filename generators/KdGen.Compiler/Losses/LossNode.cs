using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses;

/// <summary>A value in a loss graph. B is the batch, C the classes; an operand is the index of an earlier node.</summary>
internal abstract record LossNode
{
    private LossNode()
    {
    }

    /// <summary>[B, C].</summary>
    public sealed record StudentLogits : LossNode;

    /// <summary>[B, C], a constant: no gradient flows into the teacher.</summary>
    public sealed record TeacherLogits : LossNode;

    /// <summary>[B], class indices.</summary>
    public sealed record Labels : LossNode;

    /// <summary>A value inside one of the models, [B, ...]; the teacher's is a constant.</summary>
    public sealed record FeatureValue(Feature Feature) : LossNode;

    /// <summary>Each value divided by <paramref name="Divisor"/>.</summary>
    public sealed record Divide(int Operand, double Divisor) : LossNode;

    /// <summary>Over the classes: [B, C] to [B, C].</summary>
    public sealed record LogSoftmax(int Operand) : LossNode;

    /// <summary>-log softmax(logits)[target], mean over the batch: a scalar.</summary>
    public sealed record CrossEntropy(int Logits, int Target) : LossNode;

    /// <summary>The sum of exp(log p) (log p - log q) over classes and batch: a scalar.</summary>
    public sealed record KlSum(int LogP, int LogQ) : LossNode;

    /// <summary>Divided by the number of samples B.</summary>
    public sealed record DivideByBatch(int Operand) : LossNode;

    /// <summary>The mean over all elements of (student - teacher)²: a scalar.</summary>
    public sealed record MeanSquaredError(int Student, int Teacher) : LossNode;

    /// <summary>The sum of its terms, each times its weight: a scalar.</summary>
    public sealed record WeightedSum(EquatableArray<WeightedTerm> Terms) : LossNode;
}

/// <summary>A term of a sum.</summary>
/// <param name="Operand">The node.</param>
/// <param name="Weight">Its whole factor.</param>
/// <param name="Origin">Where the factor comes from, when it is not as written ("0.9 T²"); null otherwise.</param>
internal sealed record WeightedTerm(int Operand, double Weight, string? Origin);
