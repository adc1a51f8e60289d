using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KdGen.Benchmarks.Losses;

/// <summary>The least that a loss can take: logits are read, a gradient is written. As much memory, in the same run, by as many threads.</summary>
internal sealed unsafe class TrafficFloor : IDisposable
{
    private readonly float* student, teacher, gradient;
    private readonly int elements;

    public TrafficFloor(int elements)
    {
        this.elements = elements;
        student = Allocate();
        teacher = Allocate();
        gradient = Allocate();
    }

    /// <summary>Bytes that one run moves.</summary>
    public long Bytes(bool withTeacher) => (withTeacher ? 3L : 2L) * elements * sizeof(float);

    public void Run(int threads, bool withTeacher)
    {
        float* other = withTeacher ? teacher : student;
        if (threads == 1)
        {
            Part(other, 0, elements);
            return;
        }

        int each = elements / threads;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => Part(other, part * each, part == threads - 1 ? elements : (part + 1) * each));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(student);
        NativeMemory.AlignedFree(teacher);
        NativeMemory.AlignedFree(gradient);
    }

    private void Part(float* other, int start, int end)
    {
        int width = Vector512<float>.Count, i = start;
        for (; i <= end - width; i += width)
        {
            (Vector512.Load(student + i) - Vector512.Load(other + i)).Store(gradient + i);
        }

        for (; i < end; i++)
        {
            gradient[i] = student[i] - other[i];
        }
    }

    private float* Allocate()
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)elements * sizeof(float), 64);
        new Span<float>(memory, elements).Fill(1);
        return memory;
    }
}
