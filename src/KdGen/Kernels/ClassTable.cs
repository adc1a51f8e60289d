namespace KdGen.Kernels;

/// <summary>A number for each class, the same for all rows.</summary>
/// <param name="values">The numbers.</param>
public sealed unsafe class ClassTable(params double[] values)
{
    private readonly float[] numbers = Pinned(values);

    /// <summary>The numbers, which live as long as this.</summary>
    /// <exception cref="ArgumentException">There are not <paramref name="classes"/>.</exception>
    public ClassValues<Float32> For(int classes)
    {
        if (classes != numbers.Length)
            throw new ArgumentException($"ClassWeights states {numbers.Length} weights, receives logits of {classes} classes: state one for each class");
        fixed (float* first = numbers)
            return new((Float32*)first, classes);
    }

    private static float[] Pinned(double[] values)
    {
        float[] pinned = GC.AllocateUninitializedArray<float>(values.Length, pinned: true);
        for (int i = 0; i < pinned.Length; i++)
            pinned[i] = (float)values[i];
        return pinned;
    }
}
