using KdGen.Compiler.Losses;
using Xunit;
using Xunit.Abstractions;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>The whole way from formulas to programs: the values of the graph, and its derivative by differences.</summary>
public sealed class RowProgramTests(ITestOutputHelper output)
{
    public static TheoryData<string> Losses => [.. SampleGraphs.Terms.Select(term => term.Name)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Program_HasValueAndGradientOfTheFormula(string loss) => Check(One(loss), LossInputs.Random(4, 3));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Program_OfALossBesideCe_HasValueAndGradientOfTheFormula(string loss)
        => Check(SampleGraphs.Of(("other", 0.5, SampleGraphs.Ce), (loss, 0.7, SampleGraphs.Terms.Single(term => term.Name == loss).Formula)), LossInputs.Random(4, 3));

    [Fact]
    public void Program_OfAll_HasValueAndGradientOfTheFormula() => Check(SampleGraphs.All, LossInputs.Random(4, 3));

    [Fact]
    public void Program_OfCeAndKl_HasValueAndGradientOfTheFormula() => Check(SampleGraphs.CeKl, LossInputs.Random(4, 5));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Probe(string loss)
    {
        foreach (int classes in new[] { 3, 17, 100 })
        foreach (double scale in new[] { 1.0, 3, 20 })
        {
            if (loss == "weighted" && classes != 3) continue;
            LossInputs inputs = LossInputs.Random(8, classes, 5, scale);
            RowProgram program = LossPlanner.Plan(One(loss)).Fused[0];
            var (exact, exactGradient) = RowInterpreter.Run(program, inputs);
            var (single, gradient) = RowInterpreter.Run(program, inputs, true);
            double worst = 0;
            for (int row = 0; row < 8; row++)
            {
                double largest = Enumerable.Range(0, classes).Max(c => Math.Abs(exactGradient[row, c]));
                worst = Math.Max(worst, Enumerable.Range(0, classes).Max(c => Math.Abs(exactGradient[row, c] - gradient[row, c])) / largest);
            }

            output.WriteLine($"PROBE {loss} {classes} {scale}: value {exact.Values.Sum():G4} off {(single.Values.Sum() / exact.Values.Sum()) - 1:E1}, gradient {worst:E1}");
        }
    }

    internal static Graph One(string loss) => SampleGraphs.Of((loss, 0.7, SampleGraphs.Terms.Single(term => term.Name == loss).Formula));

    private void Check(Graph graph, LossInputs inputs)
    {
        LossPlan plan = LossPlanner.Plan(graph);
        RowProgram program = Assert.Single(plan.Fused);
        Assert.Empty(plan.Composed);
        output.WriteLine(ProgramText.Of(program));

        (Dictionary<string, double> terms, double[,] gradient) = RowInterpreter.Run(program, inputs);
        double loss = GraphInterpreter.Loss(graph, inputs);
        output.WriteLine($"SWEEPS {string.Join('+', graph.Terms.Select(term => term.Name))} {program.Rows.Count(step => step is RowStep.Sweep)} exps {program.Rows.OfType<RowStep.Sweep>().Sum(step => step.Values.Count(value => program.Nodes[value].Node is Node.Unary { Op: UnaryOp.Exp }))} row exps {program.Rows.OfType<RowStep.Scalars>().Sum(step => step.Nodes.Count(value => program.Nodes[value].Node is Node.Unary { Op: UnaryOp.Exp or UnaryOp.Log }))}");
        Assert.Equal(1, terms.Values.Sum() / loss, 1e-9);
        double[,] student = inputs.Logits["student"];
        for (int row = 0; row < inputs.Rows; row++)
        {
            for (int c = 0; c < inputs.Classes; c++)
            {
                const double Step = 1e-5;
                double at = student[row, c];
                student[row, c] = at + Step;
                double above = GraphInterpreter.Loss(graph, inputs);
                student[row, c] = at - Step;
                double below = GraphInterpreter.Loss(graph, inputs);
                student[row, c] = at;
                if (graph.Nodes.Any(node => node.Node is Node.Detach))
                {
                    continue;
                }

                Assert.True(Math.Abs(((above - below) / (2 * Step)) - gradient[row, c]) < 1e-6, $"[{row}, {c}]: {(above - below) / (2 * Step)} by differences, {gradient[row, c]}");
            }
        }
    }
}
