using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class TemperatureFoldingTests
{
    private readonly GraphBuilder graph = new();

    private Expr Student => new(graph, graph.Add(new Node.StudentLogits("student")));

    [Fact]
    public void WholeMultiples_AreOneExponential()
    {
        GraphBuilder folded = Fold(Setting("T", 4), Setting("T2", 2), Student.Of(1));
        Assert.Single(folded.Nodes, node => node.Node is Node.Unary { Op: UnaryOp.Exp });
        Node.PowerOfExp[] powers = [.. folded.Nodes.Select(node => node.Node).OfType<Node.PowerOfExp>()];
        Assert.Equal(2, powers.Length);
        Assert.All(powers, power => Assert.Equal(1 / 4.0, Declared.Value(folded, Factors.Of(folded, ((Node.Unary)folded[power.Base]).Operand).Low.Build(folded))));
        Assert.Equal([2, 4], powers.Select(power => Declared.Value(folded, power.Ratio)).Order());
    }

    [Fact]
    public void Ratio_IsReadFromTheSettings()
    {
        GraphBuilder folded = Fold(Setting("T", 4), Student.Of(1));
        Node.PowerOfExp power = Assert.Single(folded.Nodes.Select(node => node.Node).OfType<Node.PowerOfExp>());
        Assert.Equal(new Node.Setting("T", 4), folded[power.Ratio]);
    }

    [Theory]
    [InlineData(1.5, 1)]
    [InlineData(4, 3)]
    [InlineData(9, 1)]
    public void OtherRatios_AreComputed(double first, double second)
        => Assert.DoesNotContain(Fold(Setting("T", first), Setting("T2", second)).Nodes, node => node.Node is Node.PowerOfExp);

    [Fact]
    public void OtherLogits_AreNoPowers()
    {
        Expr teacher = new(graph, graph.Add(new Node.TeacherLogits("teacher")));
        (GraphBuilder lowered, IReadOnlyList<int> values) = StableForms.Lower(graph, [Softmax(Student).Index, Softmax(teacher / 2).Index]);
        Assert.DoesNotContain(TemperatureFolding.Fold(lowered, values).Graph.Nodes, node => node.Node is Node.PowerOfExp);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    [InlineData(2.5)]
    public void Folded_HasTheSameValues(double temperature)
    {
        (GraphBuilder lowered, IReadOnlyList<int> values) = StableForms.Lower(graph, [(Softmax(Student) * Softmax(Student / Setting("T", 4))).Index]);
        (GraphBuilder folded, IReadOnlyList<int> same) = TemperatureFolding.Fold(lowered, values);
        LossInputs inputs = LossInputs.Random(2, 5) with { Settings = new() { ["T"] = temperature } };
        double[,] expected = new GraphInterpreter(lowered.Nodes.Select(node => node.Node), inputs)[values[0]];
        double[,] actual = new GraphInterpreter(folded.Nodes.Select(node => node.Node), inputs)[same[0]];
        Assert.Equal(expected.Cast<double>(), actual.Cast<double>(), (x, y) => Math.Abs(x - y) < 1e-14);
    }

    private GraphBuilder Fold(params Expr[] temperatures)
    {
        (GraphBuilder lowered, IReadOnlyList<int> values) = StableForms.Lower(graph, temperatures.Select(temperature => Softmax(Student / temperature).Index));
        return TemperatureFolding.Fold(lowered, values).Graph;
    }

    private Expr Setting(string name, double declared) => new(graph, graph.Add(new Node.Setting(name, declared)));
}
