using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>
/// Terms that read the same student logits, as one pass over the rows: for each row some sweeps over its classes, the last of which writes the gradient. All numbers are
/// nodes of <see cref="Nodes"/>, which are lowered: no Softmax, LogSoftmax, LogSumExp, Detach or sum over the batch but those named here.
/// </summary>
/// <param name="Nodes">The values, with the sharing that the terms have; all numbers here are indices of these.</param>
/// <param name="Student">The parameter with the logits that are learned.</param>
/// <param name="Teacher">The parameter with the teacher's logits; null when no term reads them.</param>
/// <param name="Prelude">What must be summed over all rows before; null when there is nothing.</param>
/// <param name="Scalars">Scalars that are computed once, before the rows, operands first; they may read the prelude's sums. Those that the prelude needs too stand in both.
/// Numbers, settings and counts are what they are and stand nowhere; nor do labels.</param>
/// <param name="Rows">What is done for each row, in order.</param>
/// <param name="Values">For each term its row's part of the loss, with the weight and all divisions: a value of a row (or a scalar, the same for all rows).</param>
/// <param name="Gradient">The derivative of the whole loss for the student's logits, written by the last sweep: a value of the classes, or of the row or a scalar where it is the same for
/// all classes; null when all of it stands in <paramref name="AtClass"/>.</param>
/// <param name="AtClass">What is added to the gradient at single classes, after the last sweep.</param>
internal sealed record RowProgram(
    EquatableArray<RowNode> Nodes,
    string Student,
    string? Teacher,
    Prelude? Prelude,
    EquatableArray<int> Scalars,
    EquatableArray<RowStep> Rows,
    EquatableArray<RowValue> Values,
    int? Gradient,
    EquatableArray<Scatter> AtClass);

/// <summary>A value, what it differs along, and what it is called in generated code: "studentMax". Several values may have one name, which is then numbered where it is written.</summary>
internal sealed record RowNode(Node Node, Axes Axes, string Name);

/// <summary>A pass over all rows before the one that writes gradients.</summary>
/// <param name="Scalars">Scalars that are computed once, before its rows.</param>
/// <param name="Rows">What is done for each row.</param>
/// <param name="Sums">Reduce(Sum, Batch) nodes: each sums its operand, a value of a row, over the batch. None depends on the student's logits.</param>
internal sealed record Prelude(EquatableArray<int> Scalars, EquatableArray<RowStep> Rows, EquatableArray<int> Sums);

/// <summary>A step of what is done for a row.</summary>
internal abstract record RowStep
{
    private RowStep()
    {
    }

    /// <summary>Values of the row, in order: arithmetic on scalars and values of the row, At (of anything that can be computed for one class), ArgMax of logits.</summary>
    public sealed record Scalars(EquatableArray<int> Nodes) : RowStep;

    /// <summary>One loop over the classes.</summary>
    /// <param name="Values">Values of the classes that it computes, operands first: element-wise nodes, and loads of logits, targets and class weights.</param>
    /// <param name="Kept">Those of the values that a later sweep reads again: kept in a buffer of the row (exponentials, logarithms, what else is dear); all others are computed again where they are needed.</param>
    /// <param name="Reductions">Reduce(.., Class, x) nodes that are complete behind it.</param>
    public sealed record Sweep(EquatableArray<int> Values, EquatableArray<int> Kept, EquatableArray<int> Reductions) : RowStep;

    /// <summary>A value of the classes that needs the whole row at once, into a buffer of the row: IsTop or Permuted, of logits.</summary>
    public sealed record WholeRow(int Node) : RowStep;
}

/// <summary>A term's part of the loss that a row gives.</summary>
internal sealed record RowValue(string Term, int Node);

/// <summary>What is added to the gradient of a row at one class.</summary>
/// <param name="Class">The class, a value of the row.</param>
/// <param name="Amount">What is added, a value of the row or a scalar.</param>
internal sealed record Scatter(int Class, int Amount);
