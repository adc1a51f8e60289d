using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>One pass over the rows of a batch. The rows are taken in blocks, whose sums are added in order: the result does not depend on the number of threads.</summary>
internal sealed unsafe class RowPass<TLoss, V, TStudent, TTeacher> : IRowBlocks
    where TLoss : struct, IRowLoss
    where V : struct, IFloats<V>
    where TStudent : unmanaged, IElement<TStudent>
    where TTeacher : unmanaged, IElement<TTeacher>
{
    // So many elements are worth a thread's trouble.
    private const long BlockElements = 1 << 14;

    private readonly long rows;
    private readonly int classes;
    private readonly int blockRows;
    private readonly TStudent* student;
    private readonly TTeacher* teacher;
    private readonly TStudent* gradient;
    private readonly float* targets;
    private readonly long* labels;
    private readonly double[] values;
    private TLoss loss;

    private RowPass(TLoss loss, long rows, int classes, void* student, void* teacher, void* labels, void* gradient)
    {
        (this.loss, this.rows, this.classes) = (loss, rows, classes);
        this.student = (TStudent*)student;
        this.teacher = (TTeacher*)teacher;
        this.gradient = (TStudent*)gradient;
        targets = TLoss.ReadsTargets ? (float*)labels : null;
        this.labels = TLoss.ReadsTargets ? null : (long*)labels;
        blockRows = (int)Math.Min(rows, Math.Max(1, BlockElements / classes));
        values = new double[(rows + blockRows - 1) / blockRows];
    }

    /// <summary>The loss; its gradient is written.</summary>
    public static double Run(TLoss loss, Tensor student, Tensor? teacher, Tensor? labels, Tensor gradient, double? rows)
    {
        long count = student.size(0);
        int classes = (int)student.size(1);
        RowPass<TLoss, V, TStudent, TTeacher> pass = new(loss, count, classes, TensorMemory.Of(student), TensorMemory.Of(teacher), TensorMemory.Of(labels), TensorMemory.Of(gradient));
        double value = pass.Run(new RowBatch(count, classes, rows ?? count, rows ?? Math.Max(1, pass.CountLabels())));
        GC.KeepAlive(student);
        GC.KeepAlive(teacher);
        GC.KeepAlive(labels);
        GC.KeepAlive(gradient);
        return value;
    }

    private double Run(RowBatch batch)
    {
        Span<double> sums = stackalloc double[TLoss.Sums];
        sums.Clear();
        if (TLoss.Sums > 0)
            AddSums(batch, sums);
        loss.Begin(batch, sums);
        RowThreads.Run(this, values.Length);
        double value = 0;
        foreach (double part in values)
            value += part;
        return value;
    }

    /// <inheritdoc/>
    public void Run(int block)
    {
        switch (loss.Power)
        {
            case 1:
                Run<Powers.First>(block);
                break;
            case 2:
                Run<Powers.Second>(block);
                break;
            case 3:
                Run<Powers.Third>(block);
                break;
            case 4:
                Run<Powers.Fourth>(block);
                break;
            case 5:
                Run<Powers.Fifth>(block);
                break;
            case 6:
                Run<Powers.Sixth>(block);
                break;
            case 8:
                Run<Powers.Eighth>(block);
                break;
            default:
                Run<Powers.Any>(block);
                break;
        }
    }

    private void Run<TPower>(int block) where TPower : struct, IPower
    {
        TLoss loss = this.loss;
        float* buffers = RowBuffers.Of(classes, TLoss.Buffers, out int stride);
        double value = 0;
        long end = Math.Min(rows, (block + 1L) * blockRows);
        for (long index = (long)block * blockRows; index < end; index++)
        {
            Row<TStudent, TTeacher> row = RowAt(index, buffers, stride);
            value += loss.Evaluate<V, TStudent, TTeacher, TPower>(row);
            if (typeof(TStudent) != typeof(Float32))
                Round(row.Gradient, new(gradient + index * classes, classes));
        }
        values[block] = value;
    }

    private void AddSums(in RowBatch batch, Span<double> sums)
    {
        float* buffers = RowBuffers.Of(classes, TLoss.Buffers, out int stride);
        for (long index = 0; index < rows; index++)
            loss.AddSums<V, TStudent, TTeacher>(RowAt(index, buffers, stride), batch, sums);
    }

    private Row<TStudent, TTeacher> RowAt(long index, float* buffers, int stride)
    {
        long first = index * classes;
        long label = labels is null ? 0 : labels[index];
        bool isCounted = label != TLoss.IgnoreIndex;
        float* row = typeof(TStudent) == typeof(Float32) ? (float*)(gradient + first) : buffers + Math.Max(0, TLoss.Buffers - 1L) * stride;
        return new(index, classes, student + first, teacher + first, targets + first, row, buffers, stride, isCounted ? label : 0, isCounted);
    }

    private long CountLabels()
    {
        if (labels is null)
            return rows;
        long count = 0;
        long numbers = TLoss.ReadsLabelAsNumber && classes == 1 ? 2 : classes;
        for (long index = 0; index < rows; index++)
        {
            long label = labels[index];
            if (label == TLoss.IgnoreIndex)
                continue;
            count++;
            if ((ulong)label >= (ulong)numbers)
                throw new ArgumentException($"labels[{index}] is {label}, the {numbers} classes are 0 to {numbers - 1}", nameof(labels));
        }
        return count;
    }

    private static void Round(ClassValues<Float32> from, ClassValues<TStudent> to)
    {
        for (int i = 0; i < from.Count; i += V.Count)
            to.Store(i, from.Load<V>(i));
    }
}
