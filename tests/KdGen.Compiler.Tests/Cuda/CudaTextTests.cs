using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>The CUDA text of every loss, compiled as C++, against the loss's formula in float64. What only a GPU can show is speed, and races that no order of the fibers shows.</summary>
public sealed class CudaTextTests(Comparisons comparisons) : IClassFixture<Comparisons>
{
    private static readonly Launch[] oneThread = [new(), new(IsStaged: true), new(IsBFloat16: true), new(IsStaged: true, IsBFloat16: true, Blocks: 2)];

    private static readonly Launch[] manyThreads =
    [
        new(Threads: 1, RowsOfBlock: 8, IsStaged: true),
        new(Threads: 4, RowsOfBlock: 2),
        new(Threads: 4, RowsOfBlock: 2, Blocks: 2, IsStaged: true, IsDescending: true),
        new(Threads: 32, RowsOfBlock: 4, IsStaged: true),
        new(Threads: 64, Blocks: 2, IsStaged: true),
        new(Threads: 64, Blocks: 3, IsStaged: true, IsDescending: true),
        new(Threads: 128, IsBFloat16: true, IsStaged: true, IsDescending: true),
    ];

    public static TheoryData<string> Losses => [.. CudaLosses.All.Select(static loss => loss.Name), "CE + KL", "CE + DKD + LogitMse"];

    [GxxTheory]
    [MemberData(nameof(Losses))]
    public void Loss_HasValueAndGradientOfItsFormula(string loss)
    {
        Comparison comparison = comparisons.Of(loss);
        foreach ((int rows, int classes) in CudaLosses.Shapes(loss))
        {
            comparison.Check(LossInputs.Random(rows, classes, seed: rows + classes), oneThread);
        }

        LossInputs some = LossInputs.Random(6, CudaLosses.Shapes(loss).First().Classes);
        comparison.Check(some with { Counted = [true, false, true, true, false, true] }, oneThread);
        comparison.Check(some with { Counted = new bool[6] }, oneThread);
        comparison.Check(some with { Settings = new() { ["T"] = 2.5, ["KlWeight"] = 0 } }, oneThread);
    }

    [GxxTheory]
    [MemberData(nameof(Losses))]
    public void ThreadsOfABlock_GiveWhatOneGives(string loss)
    {
        Comparison comparison = comparisons.Of(loss);
        int classes = CudaLosses.Shapes(loss).Max(static shape => Math.Min(shape.Classes, 150));
        comparison.Check(LossInputs.Random(7, classes) with { Counted = [true, true, false, true, true, true, true] }, manyThreads);
    }

    /// <summary>The classes of a language model: a row fits no block's memory.</summary>
    [GxxFact]
    public void ManyClasses_AreExactToo() => comparisons.Of("CE + KL").Check(LossInputs.Random(2, 32000), [new(), new(Threads: 64, Blocks: 2), new(IsBFloat16: true)]);

    [GxxTheory]
    [MemberData(nameof(Losses))]
    public void Extremes_StayFinite(string loss)
    {
        Comparison comparison = comparisons.Of(loss);
        int classes = CudaLosses.Shapes(loss).First().Classes;
        LossInputs inputs = LossInputs.Random(5, classes, scale: 1e4);
        double[,] teacher = inputs.Logits["teacher"];
        for (int c = 0; c < classes; c++)
        {
            // Row 0: equal logits; row 1: the teacher rules a class out; row 2: only one class is left.
            inputs.Logits["student"][0, c] = teacher[0, c] = 0.5;
            teacher[1, c] = c == 0 && classes > 1 && loss != "LogitMse" && !loss.Contains("standardized", StringComparison.Ordinal) ? double.NegativeInfinity : teacher[1, c] / 1e4;
            teacher[2, c] = c == 0 ? 1e4 : -1e4;
        }

        inputs.Labels[1] = classes - 1;
        comparison.Finite(inputs, [new(), new(IsStaged: true), new(IsBFloat16: true)]);
    }

    [GxxFact]
    public void Rows_AreWhatTheCallerGives()
    {
        Comparison comparison = comparisons.Of("CE + KL");
        LossInputs inputs = LossInputs.Random(4, 5);
        (float value, double[,] gradient) = comparison.Program.Run(inputs, new());
        (float eighth, double[,] smaller) = comparison.Program.Run(inputs, new(), rows: 8);
        Assert.Equal(value / 2, eighth, 1e-6f);
        Assert.Equal(gradient[3, 4] / 2, smaller[3, 4], 1e-8);
    }

    /// <summary>In place of the sum of the labels' weights, too.</summary>
    [GxxFact]
    public void Rows_OfAWeightedMean_AreWhatTheCallerGives()
    {
        CudaProgram program = comparisons.Of("CE, weighted").Program;
        LossInputs inputs = LossInputs.Random(4, 5);
        (float fourth, double[,] gradient) = program.Run(inputs, new(), rows: 4);
        (float eighth, double[,] smaller) = program.Run(inputs, new(), rows: 8);
        Assert.Equal(fourth / 2, eighth, 1e-6f);
        Assert.Equal(gradient[3, 4] / 2, smaller[3, 4], 1e-8);
    }

    [GxxFact]
    public void LabelThatIsNoClass_GivesNoNumber()
    {
        Comparison comparison = comparisons.Of("CE + KL");
        Assert.True(float.IsNaN(comparison.Program.Run(LossInputs.Random(4, 5) with { Labels = [0, 5, 1, 2] }, new()).Value));
        Assert.True(float.IsNaN(comparison.Program.Run(LossInputs.Random(4, 5) with { Labels = [0, 1, -1, 2] }, new()).Value));
    }

    [GxxFact]
    public void Runs_AreTheSameToTheBit()
    {
        Comparison comparison = comparisons.Of("CE + KL");
        LossInputs inputs = LossInputs.Random(300, 7);
        Launch launch = new(Threads: 4, RowsOfBlock: 8, Blocks: 5);
        Assert.Equal(comparison.Program.Run(inputs, launch).Value, comparison.Program.Run(inputs, launch with { IsDescending = true }).Value);
    }
}
