using KdGen.Kernels;
using KdGen.Tests.Losses.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Kernels;

/// <summary>CE + KL as a row kernel: every number of classes around the widths of vectors, large and odd ones, and what the rows are spread over.</summary>
public sealed class RowLossTests
{
    public static TheoryData<int> Widths => Width.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernel_IsRightForEveryNumberOfClasses(int bits)
    {
        foreach (int classes in Enumerable.Range(1, 67).Concat([1023, 1024, 1025, 3000]))
            Check(bits, 5, classes, ScalarType.Float32, ScalarType.Float32, 4);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernel_TakesTypesThatDiffer(int bits)
    {
        foreach (int classes in new[] { 3, 10, 16, 33 })
        {
            Check(bits, 4, classes, ScalarType.Float32, ScalarType.BFloat16, 4);
            Check(bits, 4, classes, ScalarType.BFloat16, ScalarType.Float32, 4);
            Check(bits, 4, classes, ScalarType.BFloat16, ScalarType.BFloat16, 4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Kernel_HonoursEveryTemperature(double temperature) => Check(512, 4, 21, ScalarType.Float32, ScalarType.Float32, temperature);

    [Fact]
    public void Gradient_OfTheLastRow_EndsWithTheTensor()
    {
        // The rows are those of a larger tensor: what lies around them must stay.
        using DisposeScope scope = NewDisposeScope();
        Tensor whole = full([6, 13], 7f);
        Tensor inner = whole.narrow(0, 2, 3);
        inner.copy_(randn(3, 13));
        (Tensor value, Tensor gradient) = CeKl.LossAndGradient(inner, randn(3, 13), tensor(new long[] { 0, 12, 5 }));
        Assert.True(float.IsFinite(value.item<float>()));
        Assert.Equal([3, 13], gradient.shape);
        Assert.All(whole.narrow(0, 0, 2).contiguous().data<float>().ToArray(), static one => Assert.Equal(7, one));
        Assert.All(whole.narrow(0, 5, 1).contiguous().data<float>().ToArray(), static one => Assert.Equal(7, one));
    }

    [Fact]
    public void Takes_WhatLiesRowByRowInMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = randn(4, 5), teacher = randn(4, 5), labels = zeros([4], ScalarType.Int64);
        Assert.True(RowLoss.Takes(student, teacher, labels));
        Assert.True(RowLoss.Takes(student, null, null));
        Assert.True(RowLoss.Takes(student, teacher, rand(4, 5)));
        Assert.True(RowLoss.Takes(student.to(ScalarType.BFloat16), teacher, labels));
        Assert.False(RowLoss.Takes(student.to(ScalarType.Float64), teacher, labels));
        Assert.False(RowLoss.Takes(student, randn(5, 4).t(), labels));
        Assert.False(RowLoss.Takes(student, randn(4, 6), labels));
        Assert.False(RowLoss.Takes(student, teacher, labels.to(ScalarType.Int32)));
        Assert.False(RowLoss.Takes(student, teacher, zeros([3], ScalarType.Int64)));
        Assert.False(RowLoss.Takes(randn(4), null, null));
        Assert.False(RowLoss.Takes(zeros([4, 0]), null, null));
    }

    [Fact]
    public void Evaluate_AllocatesAFewHundredBytes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = randn(16, 1000), teacher = randn(16, 1000), labels = zeros([16], ScalarType.Int64);
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            CeKl.LossAndGradient(student, teacher, labels);
            long before = GC.GetAllocatedBytesForCurrentThread();
            CeKl.LossAndGradient(student, teacher, labels);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void MarkTop_TakesTheFirstAmongEquals()
    {
        Assert.Equal([0, 1, 1, 0, 1], Marked([1, 3, 2, -1, 2], 3));
        Assert.Equal([1, 1, 0, 0, 0], Marked([2, 2, 2, 2, 2], 2));
        Assert.Equal([1, 1, 1, 1, 1], Marked([1, 2, 3, 4, 5], 7));
        Assert.Equal([0, 1, 0, 0, 1], Marked([float.NegativeInfinity, 1, float.NegativeInfinity, float.NegativeInfinity, 4], 2));
        Assert.Equal([1, 1, 0, 0, 1], Marked([float.NegativeInfinity, 1, float.NegativeInfinity, float.NegativeInfinity, 4], 3));
    }

    private static unsafe float[] Marked(float[] values, int top)
    {
        float[] marks = new float[values.Length];
        fixed (float* from = values, to = marks)
            new ClassValues<Float32>((Float32*)from, values.Length).MarkTop(top, new((Float32*)to, values.Length));
        return marks;
    }

    private static void Check(int bits, int rows, int classes, ScalarType studentType, ScalarType teacherType, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(classes);
        Tensor student = (randn(rows, classes) * 3).to(studentType), teacher = (randn(rows, classes) * 3).to(teacherType);
        Tensor labels = randint(classes, [rows], ScalarType.Int64);
        labels[1] = -100;
        CeKl.LossSettings settings = CeKl.LossSettings.Declared with { T = temperature };
        Tensor exact = student.to(ScalarType.Float64).requires_grad_();
        Tensor loss = CeKl.ComposedLoss(exact, teacher.to(ScalarType.Float64), labels, settings);
        loss.backward();

        RowLoss.Widest = bits;
        try
        {
            (Tensor value, Tensor gradient) = CeKl.LossAndGradient(student, teacher, labels, settings);
            double expected = loss.item<double>();
            Assert.True(Math.Abs(value.item<float>() - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{classes} classes: {value.item<float>()} for {expected}");
            Assert.Equal(studentType, gradient.dtype);
            Tensor largest = exact.grad!.abs().amax([1], keepdim: true).clamp_min(0.02);
            double error = ((gradient.to(ScalarType.Float64) - exact.grad!).abs() / largest).max().item<double>();
            Assert.True(error < (studentType == ScalarType.BFloat16 ? 4e-3 : 2e-6), $"{classes} classes: a gradient is off by {error} of its row's largest");
        }
        finally
        {
            RowLoss.Widest = 0;
        }
    }
}
