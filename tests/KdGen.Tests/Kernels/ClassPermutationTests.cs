using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Kernels;

public sealed class ClassPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(99)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void Of_IsABijection(long others)
    {
        for (ulong key = 0; key < 5; key++)
            Assert.Equal(others, Enumerable.Range(0, (int)others).Select(other => ClassPermutation.Of(key, 3, other, others)).Where(place => place >= 0 && place < others).Distinct().Count());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(20)]
    public void Of_IsUniform(int others)
    {
        // Chi-square of every class over every place; the bounds are those of 1 in a million.
        const int Rows = 20_000;
        int[,] counts = new int[others, others];
        for (int row = 0; row < Rows; row++)
            for (int other = 0; other < others; other++)
                counts[other, ClassPermutation.Of(12345, row, other, others)]++;
        double expected = (double)Rows / others, chi = 0;
        foreach (int count in counts)
            chi += (count - expected) * (count - expected) / expected;
        int freedom = (others - 1) * (others - 1);
        Assert.True(Math.Abs(chi - freedom) < 5 * Math.Sqrt(2.0 * freedom) + 10, $"chi-square {chi} with {freedom} degrees of freedom");
    }

    [Fact]
    public void Of_DiffersByKeyAndRow()
    {
        long[] Order(ulong key, long row) => [.. Enumerable.Range(0, 50).Select(other => ClassPermutation.Of(key, row, other, 50))];
        Assert.NotEqual(Order(1, 1), Order(1, 2));
        Assert.NotEqual(Order(1, 1), Order(2, 1));
        Assert.Equal(Order(1, 1), Order(1, 1));
    }

    [Fact]
    public void Indices_KeepTheFixedClass_AndAreThatOfEachClass()
    {
        using DisposeScope scope = NewDisposeScope();
        long[] fixedClasses = [0, 4, 2];
        long[] indices = ClassPermutation.Indices(77, tensor(fixedClasses), 5).data<long>().ToArray();
        for (int row = 0; row < 3; row++)
        {
            long[] sources = indices[(row * 5)..(row * 5 + 5)];
            Assert.Equal(fixedClasses[row], sources[fixedClasses[row]]);
            Assert.Equal([0L, 1, 2, 3, 4], sources.Order());
            Assert.Equal(Enumerable.Range(0, 5).Select(c => ClassPermutation.Source(77, row, c, fixedClasses[row], 5)), sources);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Source_IsWhatTheCudaTextIsComparedWith(int classes)
    {
        for (int row = 0; row < 20; row++)
            for (int c = 0; c < classes; c++)
                Assert.Equal(Compiler.Tests.Cuda.ClassOrder.Source(1234567, row, row % classes, c, classes), ClassPermutation.Source(1234567, row, c, row % classes, classes));
    }
}
