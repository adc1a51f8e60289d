using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>A loss's CUDA text beside its formula: every node by its definition, and the derivative of that, in float64.</summary>
internal sealed class Comparison : IDisposable
{
    private readonly Graph graph;
    private readonly GraphBuilder builder;
    private readonly int gradient;

    public Comparison(Graph graph)
    {
        this.graph = graph;
        builder = new GraphBuilder(graph);
        gradient = Differentiation.Gradient(builder, graph.Terms, "student");
        Program = new CudaProgram(Assert.Single(LossPlanner.Plan(graph).Fused));
    }

    public CudaProgram Program { get; }

    public void Dispose() => Program.Dispose();

    public void Check(LossInputs given, IEnumerable<Launch> launches)
    {
        foreach (IGrouping<bool, Launch> same in launches.GroupBy(static launch => launch.IsBFloat16))
        {
            LossInputs inputs = CudaProgram.Rounded(given, same.Key);
            (double value, double[,] gradient) = Reference(inputs);
            double t = inputs.Settings.GetValueOrDefault("T", 4);
            foreach (Launch launch in same)
            {
                (float received, double[,] slopes) = Program.Run(inputs, launch);
                string place = $"[{inputs.Rows}, {inputs.Classes}] {launch}";

                // Beside 1e-6 of the value, what float's rounding of the exponentials makes of a difference of logarithms, times T².
                double allowed = (1e-6 * Math.Abs(value)) + (2e-7 * graph.Terms.Count * t * t);
                Assert.True(Math.Abs(received - value) <= allowed, $"{place}: the value is {received}, and should be {value}");
                for (int row = 0; row < inputs.Rows; row++)
                {
                    double largest = Enumerable.Range(0, inputs.Classes).Max(c => Math.Abs(gradient[row, c]));
                    for (int c = 0; c < inputs.Classes; c++)
                    {
                        allowed = (1e-6 * largest) + (5e-7 * t / inputs.Rows) + (same.Key ? Math.Abs(gradient[row, c]) / 256 : 0);
                        Assert.True(Math.Abs(slopes[row, c] - gradient[row, c]) <= allowed, $"{place}: the gradient at [{row}, {c}] is {slopes[row, c]}, and should be {gradient[row, c]}");
                    }
                }
            }
        }
    }

    /// <summary>Where the formula is finite, so is what the text makes of it.</summary>
    public void Finite(LossInputs given, IEnumerable<Launch> launches)
    {
        foreach (Launch launch in launches)
        {
            LossInputs inputs = CudaProgram.Rounded(given, launch.IsBFloat16);
            (double value, double[,] gradient) = Reference(inputs);
            (float received, double[,] slopes) = Program.Run(inputs, launch);
            Assert.True(!double.IsFinite(value) || Math.Abs(received - value) <= 1e-5 * Math.Abs(value) + 1e-4, $"{launch}: the value is {received}, and should be {value}");
            for (int i = 0; i < gradient.Length; i++)
            {
                double slope = gradient[i / inputs.Classes, i % inputs.Classes], written = slopes[i / inputs.Classes, i % inputs.Classes];
                Assert.True(!double.IsFinite(slope) || Math.Abs(written - slope) <= 1e-3 + (Math.Abs(slope) / 128), $"{launch}: the gradient at {i} is {written}, and should be {slope}");
            }
        }
    }

    private (double Value, double[,] Gradient) Reference(LossInputs inputs)
    {
        GraphInterpreter all = new(builder.Nodes.Select(static node => node.Node), inputs with { Order = (row, stays, c) => ClassOrder.Source(CudaProgram.PermutationKey, row, stays, c, inputs.Classes) });
        return (graph.Terms.Sum(term => all.Scalar(term.Weight) * all.Scalar(term.Value)), all[gradient]);
    }
}
