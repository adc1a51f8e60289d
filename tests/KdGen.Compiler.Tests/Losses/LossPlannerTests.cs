using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class LossPlannerTests
{
    [Fact]
    public void EveryTerm_IsFusedOrComposed()
    {
        Graph graph = SampleGraphs.Of(
            ("ce", 1, SampleGraphs.Ce),
            ("columns", 1, input => Sum(Log(SumOfRows(Exp(input.Student))))),
            ("klDist", 1, input => SampleGraphs.Kl(SampleGraphs.Inputs(input.Graph, "studentDist", "teacher"))),
            ("kl", 1, SampleGraphs.Kl));

        LossPlan plan = LossPlanner.Plan(graph);
        Assert.Equal(graph, plan.Graph);
        Assert.Equal([1], plan.Composed);
        Assert.Equal([["ce", "kl"], ["klDist"]], plan.Fused.Select(program => program.Values.Select(value => value.Term)));
        Assert.Equal(["student", "studentDist"], plan.Fused.Select(program => program.Student));
    }

    [Fact]
    public void EachProgram_HasTheGradientOfItsLogits()
    {
        Graph graph = SampleGraphs.Of(("ce", 0.4, SampleGraphs.Ce), ("klDist", 0.6, input => SampleGraphs.Kl(SampleGraphs.Inputs(input.Graph, "studentDist", "teacher"))));
        LossInputs inputs = LossInputs.Random(3, 4);
        foreach (RowProgram program in LossPlanner.Plan(graph).Fused)
        {
            Differences.Equal(RowInterpreter.Run(program, inputs).Gradient, graph, inputs, program.Student, program.Student);
        }
    }

    [Fact]
    public void NoTerms_AreNoPrograms() => Assert.Equal(new LossPlan(Graph.Empty, default, default), LossPlanner.Plan(Graph.Empty));
}
