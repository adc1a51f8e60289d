using KdGen.Compiler.Losses;
using Xunit;
using Xunit.Abstractions;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Programs at the edge of what numbers can hold: finite where mathematics is, and equal to the derivative of the formula before anything was lowered.</summary>
public sealed class ExtremeTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> Losses
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach ((string name, _) in SampleGraphs.Terms)
            {
                foreach (int classes in new[] { 1, 2, 3, 17 })
                {
                    data.Add(name, classes);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Program_IsFiniteAndTheDerivative(string loss, int classes) => Check(classes, RowProgramTests.One(loss));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Program_BesideCe_IsFiniteAndTheDerivative(string loss, int classes) => Check(classes, RowProgramTests.BesideCe(loss));

    private void Check(int classes, Graph graph)
    {
        RowProgram program = Assert.Single(LossPlanner.Plan(graph).Fused);
        (Graph derived, int gradientNode) = Derived(graph);
        foreach ((string name, LossInputs inputs) in LossInputs.Extremes(classes))
        {
            if (name is "all equal" or "student is the teacher" && graph.Terms.Any(term => term.Name == "tvd"))
            {
                // Where p is q its absolute difference has no derivative.
                continue;
            }

            GraphInterpreter formula = new(derived, inputs);
            double loss = graph.Terms.Sum(term => formula.Scalar(term.Weight) * formula.Scalar(term.Value));
            if (!double.IsFinite(loss))
            {
                output.WriteLine($"{name}: the loss is {loss}");
                continue;
            }

            (Dictionary<string, double> terms, double[,] gradient) = RowInterpreter.Run(program, inputs);
            Assert.True(Math.Abs(terms.Values.Sum() - loss) <= 1e-9 * Math.Max(1, Math.Abs(loss)), $"{name}: {terms.Values.Sum()}, the formula gives {loss}");
            double[,] expected = formula[gradientNode];
            for (int row = 0; row < inputs.Rows; row++)
            {
                for (int c = 0; c < classes; c++)
                {
                    double tolerance = 1e-9 * Math.Max(1, Enumerable.Range(0, classes).Max(other => Math.Abs(expected[row, other])));
                    Assert.True(double.IsFinite(gradient[row, c]), $"{name} [{row}, {c}]: {gradient[row, c]}, the formula gives {expected[row, c]}");
                    Assert.True(!double.IsFinite(expected[row, c]) || Math.Abs(gradient[row, c] - expected[row, c]) <= tolerance, $"{name} [{row}, {c}]: {gradient[row, c]}, the formula gives {expected[row, c]}");
                }
            }
        }
    }

    private static (Graph Graph, int Gradient) Derived(Graph graph)
    {
        GraphBuilder builder = new(graph);
        int gradient = Differentiation.Gradient(builder, graph.Terms, "student");
        return (graph with { Nodes = builder.Nodes }, gradient);
    }
}
