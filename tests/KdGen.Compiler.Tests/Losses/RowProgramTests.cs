using KdGen.Compiler.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>The whole way from formulas to programs: the values of the graph, and its derivative by differences.</summary>
public sealed class RowProgramTests
{
    public static TheoryData<string> Losses => [.. SampleGraphs.Terms.Select(term => term.Name)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Program_HasValueAndGradientOfTheFormula(string loss) => Check(One(loss), LossInputs.Random(4, 3));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Program_OfALossBesideCe_HasValueAndGradientOfTheFormula(string loss) => Check(BesideCe(loss), LossInputs.Random(4, 3));

    [Fact]
    public void Program_OfAll_HasValueAndGradientOfTheFormula() => Check(SampleGraphs.All, LossInputs.Random(4, 3));

    [Fact]
    public void Program_OfCeAndKl_HasValueAndGradientOfTheFormula() => Check(SampleGraphs.CeKl, LossInputs.Random(4, 5));

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    [InlineData(2.5)]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Program_HonoursSettingsThatARunChanges(double temperature)
        => Check(SampleGraphs.CeKl, LossInputs.Random(4, 5) with { Settings = new() { ["T"] = temperature, ["KlWeight"] = 0.3, ["CeWeight"] = 0 } });

    /// <summary>Values of the classes in float32: what the emitted forms compute.</summary>
    [Theory]
    [InlineData("ce", 20)]
    [InlineData("hardLabel", 20)]
    [InlineData("smoothed", 20)]
    [InlineData("cwtm", 20)]
    [InlineData("logitMse", 20)]
    public void Program_InSinglePrecision_IsExact(string loss, double scale)
    {
        foreach (int classes in new[] { 2, 3, 17, 100 })
        {
            LossInputs inputs = LossInputs.Random(16, classes, 5, scale);
            RowProgram program = LossPlanner.Plan(One(loss)).Fused[0];
            (Dictionary<string, double> exact, double[,] expected) = RowInterpreter.Run(program, inputs);
            (Dictionary<string, double> single, double[,] actual) = RowInterpreter.Run(program, inputs, isSingle: true);

            Assert.Equal(1, single[loss] / exact[loss], 1e-6);
            for (int row = 0; row < inputs.Rows; row++)
            {
                double largest = Enumerable.Range(0, classes).Max(c => Math.Abs(expected[row, c]));
                Assert.All(Enumerable.Range(0, classes), c => Assert.InRange(actual[row, c] - expected[row, c], -1e-6 * largest, 1e-6 * largest));
            }
        }
    }

    [Fact]
    public void RandomFormulas_HaveTheValuesAndDerivativesOfTheFormula()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            GraphBuilder graph = new();
            Expr row = new(graph, new RandomFormula(seed).Into(graph.Add, isOfRow: true));
            if (!graph.Learns(row.Index))
            {
                continue;
            }

            GraphTerm term = new("random", LossMath.SumOfRows(row).Index, graph.Number(0.5));
            Check(new(graph.Nodes, new([term])), LossInputs.Random(3, 4, seed), $"seed {seed}: ");
        }
    }

    internal static Graph One(string loss) => SampleGraphs.Of((loss, 0.7, SampleGraphs.Terms.Single(term => term.Name == loss).Formula));

    internal static Graph BesideCe(string loss) => SampleGraphs.Of(("other", 0.5, SampleGraphs.Ce), (loss, 0.7, SampleGraphs.Terms.Single(term => term.Name == loss).Formula));

    private static void Check(Graph graph, LossInputs inputs, string message = "")
    {
        LossPlan plan = LossPlanner.Plan(graph);
        RowProgram program = Assert.Single(plan.Fused);
        Assert.Empty(plan.Composed);

        (Dictionary<string, double> terms, double[,] gradient) = RowInterpreter.Run(program, inputs);
        double loss = GraphInterpreter.Loss(graph, inputs);
        Assert.True(Math.Abs(terms.Values.Sum() - loss) <= 1e-9 * Math.Max(1, Math.Abs(loss)), $"{message}{terms.Values.Sum()}, the formula gives {loss}");
        if (!graph.Nodes.Any(node => node.Node is Node.Detach))
        {
            Differences.Equal(gradient, graph, inputs, message);
        }
    }
}
