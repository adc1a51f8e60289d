using System.Numerics;
using System.Runtime.InteropServices;

namespace KdGen.Benchmarks.Losses;

/// <summary>The least that a loss over student and teacher can take: both are read, a gradient is written. The same memory in the same run, and as many threads.</summary>
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
    public long Bytes => 3L * elements * sizeof(float);

    public void Run(int threads)
    {
        if (threads == 1)
        {
            Part(0, elements);
            return;
        }

        int each = elements / threads;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => Part(part * each, part == threads - 1 ? elements : (part + 1) * each));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(student);
        NativeMemory.AlignedFree(teacher);
        NativeMemory.AlignedFree(gradient);
    }

    private void Part(int start, int end)
    {
        int width = Vector<float>.Count, i = start;
        for (; i <= end - width; i += width)
        {
            (Vector.Load(student + i) - Vector.Load(teacher + i)).Store(gradient + i);
        }

        for (; i < end; i++)
        {
            gradient[i] = student[i] - teacher[i];
        }
    }

    private float* Allocate()
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)elements * sizeof(float), 64);
        new Span<float>(memory, elements).Fill(1);
        return memory;
    }
}
