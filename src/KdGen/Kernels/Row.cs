using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>A row of a batch: what a loss reads of it, and where it writes.</summary>
/// <typeparam name="TStudent">How the student's logits lie in memory.</typeparam>
/// <typeparam name="TTeacher">How the teacher's logits lie in memory.</typeparam>
public readonly unsafe struct Row<TStudent, TTeacher>
    where TStudent : unmanaged, IElement<TStudent>
    where TTeacher : unmanaged, IElement<TTeacher>
{
    private readonly float* buffers;
    private readonly int stride;

    internal Row(long index, int classes, TStudent* student, TTeacher* teacher, float* targets, float* gradient, float* buffers, int stride, long label, bool isCounted)
    {
        Index = index;
        Student = new(student, classes);
        Teacher = new(teacher, classes);
        Targets = new((Float32*)targets, classes);
        Gradient = new((Float32*)gradient, classes);
        this.buffers = buffers;
        this.stride = stride;
        LabelNumber = label;
        Label = label < classes ? (int)label : 0;
        IsCounted = isCounted;
    }

    /// <summary>Its number in the batch.</summary>
    public long Index { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => Student.Count;

    /// <summary>The logits that are learned.</summary>
    public ClassValues<TStudent> Student { get; }

    /// <summary>The teacher's logits.</summary>
    public ClassValues<TTeacher> Teacher { get; }

    /// <summary>A probability of each class, in losses that take these in place of a label.</summary>
    public ClassValues<Float32> Targets { get; }

    /// <summary>Where the gradient of the student's logits goes. It is also the first buffer, so it is written when that is read no more.</summary>
    public ClassValues<Float32> Gradient { get; }

    /// <summary>The class of the sample; 0 where there is none.</summary>
    public int Label { get; }

    /// <summary>The label as a number: its class; with a single class the target of that, 0 or 1.</summary>
    public long LabelNumber { get; }

    /// <summary>The row has a label, its number is not the one that stands for "ignore".</summary>
    public bool IsCounted { get; }

    /// <summary>Memory for a number of each class while the row is worked on, by number; as many as the loss asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ClassValues<Float32> Buffer(int number) => number == 0 ? Gradient : new((Float32*)(buffers + (number - 1) * (long)stride), Classes);
}
