using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>The CUDA text of every loss, compiled as C++, against the loss's formula in float64.</summary>
public sealed class CudaTextTests
{
    private static readonly Launch[] oneThread = [new(), new(IsStaged: true), new(IsBFloat16: true), new(IsStaged: true, IsBFloat16: true, Blocks: 2)];

    private static readonly Launch[] manyThreads =
    [
        new(Threads: 4, RowsOfBlock: 2),
        new(Threads: 4, RowsOfBlock: 2, Blocks: 2, IsStaged: true, IsDescending: true),
        new(Threads: 32, RowsOfBlock: 4, IsStaged: true),
        new(Threads: 128, Blocks: 3, IsStaged: true, IsDescending: true),
        new(Threads: 64, IsBFloat16: true, IsStaged: true),
    ];

    public static TheoryData<string> Losses => [.. CudaLosses.All.Select(static loss => loss.Name)];

    [GxxTheory]
    [MemberData(nameof(Losses))]
    public void Text_OfOneThreadABlock_HasValueAndGradientOfTheFormula(string loss)
    {
        Graph graph = CudaLosses.Graph(loss);
        using CudaProgram program = new(Assert.Single(LossPlanner.Plan(graph).Fused));
        foreach ((int rows, int classes) in CudaLosses.Shapes(loss))
        {
            foreach (Launch launch in oneThread)
            {
                Check(graph, program, LossInputs.Random(rows, classes, seed: rows + classes), launch);
            }
        }
    }

    private static void Check(Graph graph, CudaProgram program, LossInputs given, Launch launch, double? rows = null)
    {
        LossInputs inputs = CudaProgram.Rounded(given, launch.IsBFloat16);
        (double value, double[,] gradient) = Reference(graph, inputs);
        (float received, double[,] slopes) = program.Run(inputs, launch, rows);
        string place = $"[{inputs.Rows}, {inputs.Classes}] {launch}";
        Assert.True(Math.Abs(received - value) <= 2e-6 * Math.Abs(value) + 1e-6, $"{place}: the value is {received}, and should be {value}");
        double ulp = launch.IsBFloat16 ? 1.0 / 256 : 0;
        for (int row = 0; row < inputs.Rows; row++)
        {
            double largest = Enumerable.Range(0, inputs.Classes).Max(c => Math.Abs(gradient[row, c]));
            for (int c = 0; c < inputs.Classes; c++)
            {
                double allowed = 2e-6 * largest + 1e-9 + ulp * Math.Abs(gradient[row, c]);
                Assert.True(Math.Abs(slopes[row, c] - gradient[row, c]) <= allowed, $"{place}: the gradient at [{row}, {c}] is {slopes[row, c]}, and should be {gradient[row, c]}");
            }
        }
    }

    /// <summary>By the definition of every node of the formula, and of its derivative.</summary>
    private static (double Value, double[,] Gradient) Reference(Graph graph, LossInputs inputs)
    {
        GraphBuilder builder = new(graph);
        int gradient = Differentiation.Gradient(builder, graph.Terms, "student");
        GraphInterpreter all = new(builder.Nodes.Select(static node => node.Node), inputs);
        return (graph.Terms.Sum(term => all.Scalar(term.Weight) * all.Scalar(term.Value)), all[gradient]);
    }
}
