using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Losses;

public sealed class LossGraphTests
{
    [Fact]
    public void Tutorial_IsThisGraph()
    {
        LossGraph graph = Build("DistillLoss(Kind.CE, Weight = 0.75), DistillLoss(Kind.KL, T = 2, Weight = 0.9)");

        Assert.Equal(
            [
                new LossNode.StudentLogits(),
                new LossNode.Labels(),
                new LossNode.CrossEntropy(0, 1),
                new LossNode.Divide(0, 2),
                new LossNode.LogSoftmax(3),
                new LossNode.TeacherLogits(),
                new LossNode.Divide(5, 2),
                new LossNode.LogSoftmax(6),
                new LossNode.KlSum(7, 4),
                new LossNode.DivideByBatch(8),
                new LossNode.WeightedSum(new([new WeightedTerm(2, 0.75, null), new WeightedTerm(9, 3.6, "0.9 T²")])),
            ],
            graph.Nodes);
    }

    [Fact]
    public void EqualTemperatures_ShareEverything()
    {
        LossGraph once = Build("DistillLoss(Kind.KL, T = 4)");
        LossGraph twice = Build("DistillLoss(Kind.KL, T = 4, Weight = 0.5), DistillLoss(Kind.KL, T = 4, Weight = 0.5)");

        Assert.Equal(once.Nodes.Count, twice.Nodes.Count);
        Assert.Equal([16.0], Terms(twice).Select(term => term.Weight));
    }

    [Fact]
    public void DifferentTemperatures_ShareTheLogits()
    {
        LossGraph graph = Build("DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.KL, T = 2), DistillLoss(Kind.CE), DistillLoss(Kind.CE)");

        Assert.Single(graph.Nodes, node => node is LossNode.StudentLogits);
        Assert.Single(graph.Nodes, node => node is LossNode.TeacherLogits);
        Assert.Single(graph.Nodes, node => node is LossNode.CrossEntropy);
        Assert.Equal(4, graph.Nodes.Count(node => node is LossNode.LogSoftmax));
    }

    [Fact]
    public void TemperatureOne_DividesNothing()
    {
        LossGraph graph = Build("DistillLoss(Kind.KL)");

        Assert.DoesNotContain(graph.Nodes, node => node is LossNode.Divide);
        Assert.Empty(Planner.Plan(graph).Constants);
    }

    [Fact]
    public void Nodes_NeverRepeatAndReadOnlyEarlierOnes()
    {
        LossGraph graph = Build("DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.KL), DistillLoss(Kind.CE, Weight = 2), DistillLoss(Kind.KL, T = 4)");

        Assert.Equal(graph.Nodes.Count, graph.Nodes.Distinct().Count());
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Assert.All(Operands(graph.Nodes[i]), operand => Assert.InRange(operand, 0, i - 1));
        }
    }

    [Fact]
    public void Errors_GiveAnEmptyGraphAndPlan()
    {
        LossGraph graph = Build("DistillLoss(Kind.KL, T = 0)");

        Assert.Empty(graph.Nodes);
        Assert.Equal(BackendPlan.Empty, Planner.Plan(graph));
    }

    [Fact]
    public void Plan_NamesEveryValueOnce()
    {
        BackendPlan plan = Planner.Plan(Build("DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.KL, T = 0.5), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 1E-05)"));

        Assert.Equal(["logQ4", "logP4", "kl4", "logQ0_5", "logP0_5", "kl0_5", "ce", "logQ1Em05", "logP1Em05", "kl1Em05", null], plan.Statements.Select(statement => statement.Name));
        Assert.Equal(plan.Constants.Count, plan.Constants.Select(constant => constant.Name).Distinct().Count());
    }

    private static LossGraph Build(string losses) => LossGraphBuilder.Build(Samples.Distill(losses));

    private static IEnumerable<WeightedTerm> Terms(LossGraph graph) => ((LossNode.WeightedSum)graph.Nodes[^1]).Terms;

    private static int[] Operands(LossNode node) => node switch
    {
        LossNode.Divide divide => [divide.Operand],
        LossNode.LogSoftmax softmax => [softmax.Operand],
        LossNode.CrossEntropy entropy => [entropy.Logits, entropy.Target],
        LossNode.KlSum kl => [kl.LogP, kl.LogQ],
        LossNode.DivideByBatch mean => [mean.Operand],
        LossNode.WeightedSum sum => [.. sum.Terms.Select(term => term.Operand)],
        _ => [],
    };
}
