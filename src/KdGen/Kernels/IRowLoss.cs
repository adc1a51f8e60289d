namespace KdGen.Kernels;

/// <summary>A loss that is a sum over the rows of a batch, with its gradient. The generator writes these; <see cref="RowLoss"/> runs them.</summary>
public interface IRowLoss
{
    /// <summary>How many buffers of a number for each class a row needs; the gradient itself is the first.</summary>
    static abstract int Buffers { get; }

    /// <summary>How many sums over all rows it needs before the rows.</summary>
    static virtual int Sums => 0;

    /// <summary>It reads a probability of each class in place of labels.</summary>
    static virtual bool ReadsTargets => false;

    /// <summary>It reads the label as a number: with one class it is 0 or 1, the class's target.</summary>
    static virtual bool ReadsLabelAsNumber => false;

    /// <summary>The label of rows that have none.</summary>
    static virtual long IgnoreIndex => -100;

    /// <summary>The power that <see cref="IPower"/> stands for, after <see cref="Begin"/>.</summary>
    double Power => 1;

    /// <summary>Adds what a row gives to the sums that are needed before.</summary>
    void AddSums<V, TStudent, TTeacher>(in Row<TStudent, TTeacher> row, in RowBatch batch, Span<double> sums)
        where V : struct, IFloats<V>
        where TStudent : unmanaged, IElement<TStudent>
        where TTeacher : unmanaged, IElement<TTeacher>
    {
    }

    /// <summary>Computes what is the same for all rows, once before them.</summary>
    void Begin(in RowBatch batch, ReadOnlySpan<double> sums);

    /// <summary>A row's part of the loss; its gradient is written.</summary>
    double Evaluate<V, TStudent, TTeacher, TPower>(in Row<TStudent, TTeacher> row)
        where V : struct, IFloats<V>
        where TStudent : unmanaged, IElement<TStudent>
        where TTeacher : unmanaged, IElement<TTeacher>
        where TPower : struct, IPower;
}
