using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A loss as ordered statements of composed torch operators; the last one is its value.</summary>
/// <param name="Constants">Numbers that the statements read, made once.</param>
/// <param name="Statements">In the order they run; empty for a recipe with errors.</param>
internal sealed record BackendPlan(EquatableArray<PlanConstant> Constants, EquatableArray<PlanStatement> Statements)
{
    public static BackendPlan Empty => new(default, default);
}

/// <summary>A number by name.</summary>
/// <param name="Name">Its field.</param>
/// <param name="Value">The number.</param>
/// <param name="Origin">Where it comes from, when its name does not say ("0.9 T²"); null otherwise.</param>
internal sealed record PlanConstant(string Name, double Value, string? Origin);

/// <summary>A value by name.</summary>
/// <param name="Name">Its local variable; null for the loss itself.</param>
/// <param name="Value">What it is.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Note">What the reader would miss ("0.25 T² = 1"); null when there is nothing.</param>
internal sealed record PlanStatement(string? Name, PlanExpression Value, PlanShape Shape, string? Note = null);

internal enum PlanShape
{
    Scalar,

    /// <summary>[B, C].</summary>
    PerClass,
}

/// <summary>What a loss is given.</summary>
internal enum PlanInput
{
    /// <summary>Logits of the model that learns, [B, C].</summary>
    Student,

    /// <summary>Logits of the teacher, [B, C].</summary>
    Teacher,

    /// <summary>Class indices, [B].</summary>
    Labels,
}

/// <summary>What a statement computes. Operands that are used once and are short stand inside it.</summary>
internal abstract record PlanExpression
{
    private PlanExpression()
    {
    }

    public sealed record Input(PlanInput Which) : PlanExpression;

    /// <summary>A feature of one of the models, by its parameter.</summary>
    public sealed record FeatureInput(string Variable) : PlanExpression;

    /// <summary>The value of an earlier statement.</summary>
    public sealed record Local(string Name) : PlanExpression;

    /// <summary>Each value divided by a constant.</summary>
    public sealed record Divide(PlanExpression Operand, string Constant) : PlanExpression;

    /// <summary>Each value times a constant.</summary>
    public sealed record Multiply(PlanExpression Operand, string Constant) : PlanExpression;

    /// <summary>Over the classes: [B, C] to [B, C].</summary>
    public sealed record LogSoftmax(PlanExpression Operand) : PlanExpression;

    /// <summary>Logits [B, C] with labels [B], mean over the batch.</summary>
    public sealed record CrossEntropy(PlanExpression Logits, PlanExpression Labels) : PlanExpression;

    /// <summary>The sum of p (log p - log q) over classes and batch; both operands [B, C].</summary>
    public sealed record KlSum(PlanExpression LogP, PlanExpression LogQ) : PlanExpression;

    /// <summary>Divided by the number of samples.</summary>
    public sealed record DivideByBatch(PlanExpression Operand) : PlanExpression;

    /// <summary>The mean over all elements of (student - teacher)².</summary>
    public sealed record MeanSquaredError(PlanExpression Student, PlanExpression Teacher) : PlanExpression;

    public sealed record Sum(EquatableArray<PlanExpression> Terms) : PlanExpression;
}
