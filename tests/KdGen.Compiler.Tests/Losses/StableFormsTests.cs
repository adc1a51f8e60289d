using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class StableFormsTests
{
    private readonly GraphBuilder graph = new();

    private Expr Student => Make(new Node.StudentLogits("student"));

    private Expr T => Make(new Node.Setting("T", 4));

    [Fact]
    public void Lowered_HasNeitherSoftmaxNorDetach()
    {
        Graph all = SampleGraphs.All;
        (GraphBuilder lowered, _) = StableForms.Lower(new(all), all.Terms.Select(term => term.Value));
        Assert.DoesNotContain(lowered.Nodes, node => node.Node is Node.Softmax or Node.LogSoftmax or Node.LogSumExp or Node.Detach);
    }

    [Fact]
    public void Lowered_HasTheValuesOfTheFormulas()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            GraphBuilder random = new();
            int value = new RandomFormula(seed).Into(random.Add, isOfRow: true);
            (GraphBuilder lowered, IReadOnlyList<int> values) = StableForms.Lower(random, [value]);
            LossInputs inputs = LossInputs.Random(2, 4, seed);
            double expected = new GraphInterpreter(random.Nodes.Select(node => node.Node), inputs)[value][0, 0];
            double actual = new GraphInterpreter(lowered.Nodes.Select(node => node.Node), inputs)[values[0]][0, 0];
            Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, Math.Abs(expected)), $"seed {seed}: {actual}, the formula gives {expected}");
        }
    }

    /// <summary>exp((z - max) / T), not exp(z / T - max / T).</summary>
    [Fact]
    public void Maximum_IsSubtractedBeforeTheScale()
    {
        (GraphBuilder lowered, IReadOnlyList<int> values) = Lower(Softmax(Student / T));
        int exp = Factors.Of(lowered, values[0]).Class!.Value;
        Node.Binary scaled = Assert.IsType<Node.Binary>(lowered[Assert.IsType<Node.Unary>(lowered[exp]).Operand]);
        Node.Binary shifted = Assert.IsType<Node.Binary>(lowered[scaled.Right]);
        Assert.Equal(BinaryOp.Subtract, shifted.Op);
        Assert.IsType<Node.StudentLogits>(lowered[shifted.Left]);
        Assert.Equal(new Node.Reduce(ReduceOp.Max, Axes.Class, shifted.Left), lowered[shifted.Right]);
    }

    [Fact]
    public void AllTemperatures_ShareOneMaximum()
    {
        Expr centered = Student - (Sum(Student) / Make(new Node.ClassCount()));
        (GraphBuilder lowered, _) = Lower(Softmax(Student), LogSoftmax(Student / T), LogSumExp(Student * 0.5), LogSoftmax(centered / (1 + Sqrt(Sum(centered * centered)))));
        Assert.Single(lowered.Nodes, node => node.Node is Node.Reduce { Op: ReduceOp.Max });
    }

    [Fact]
    public void SoftmaxAndItsLogarithm_ShareTheExponentials()
    {
        (GraphBuilder lowered, _) = Lower(Softmax(Student / T), LogSoftmax(Student / T), LogSumExp(Student / T));
        Assert.Single(lowered.Nodes, node => node.Node is Node.Unary { Op: UnaryOp.Exp });
    }

    /// <summary>The sum of p (log p - log q) needs neither normaliser before it is taken.</summary>
    [Fact]
    public void KlSum_WaitsForNoOtherSum()
    {
        Expr teacher = Make(new Node.TeacherLogits("teacher"));
        (GraphBuilder lowered, IReadOnlyList<int> values) = Lower(Sum(ZeroTimes(Softmax(teacher / T), LogSoftmax(teacher / T) - LogSoftmax(Student / T))));
        Assert.All(Sums(lowered, values[0]), sum => Assert.Empty(Sums(lowered, ((Node.Reduce)lowered[sum]).Operand)));
    }

    /// <summary>Softmax over all classes is said by that over all but the label's: no exponential is computed twice.</summary>
    [Fact]
    public void ClassLeftOut_ServesSoftmaxOverAll()
    {
        Expr label = Make(new Node.Label()), others = Select(IsClass(label), Student.Of(Never), Student / T);
        (GraphBuilder lowered, _) = Lower(Softmax(Student), LogSoftmax(others), Softmax(Student / T));
        int[] exponentials = [.. Enumerable.Range(0, lowered.Count).Where(index => lowered[index] is Node.Unary { Op: UnaryOp.Exp } && lowered.IsOfClasses(index))];
        Assert.Equal(2, exponentials.Length);
        Assert.Single(lowered.Nodes, node => node.Node is Node.Reduce { Op: ReduceOp.Max });
    }

    /// <summary>The emitted forms compute values of classes in float32 and values of a row in float64: both must see the same logit where a class is left out.</summary>
    [Fact]
    public void LogitOfAClassLeftOut_IsTheSameInBothPrecisions()
    {
        Expr others = Select(IsClass(Make(new Node.Label())), Student.Of(Never), Student);
        (GraphBuilder lowered, _) = Lower(Softmax(others), Max(others));
        double never = Assert.Single(lowered.Nodes.Select(node => node.Node).OfType<Node.Number>(), number => number.Value < -1e20).Value;
        Assert.Equal(never, (double)(float)never);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    [InlineData(1e4)]
    public void LabelsProbability_KeepsWhatIsLeftForTheOthers(double logit)
    {
        Expr label = Make(new Node.Label());
        (GraphBuilder lowered, IReadOnlyList<int> values) = Lower(At(LogSoftmax(Student), label), At(Softmax(Student), label), Softmax(Student));
        LossInputs inputs = new(1, 3) { Logits = new() { ["student"] = new[,] { { logit, 0, 0 } } }, Labels = [0] };
        GraphInterpreter all = new(lowered.Nodes.Select(node => node.Node), inputs);

        // p = 1 / (1 + r) with r = 2 exp(-logit).
        double log = logit > 0 ? Math.Log(1 + (2 * Math.Exp(-logit))) : Math.Log(Math.Exp(logit) + 2) - logit;
        Assert.Equal(log, -all[values[0]][0, 0], 1e-13);
        Assert.Equal(Math.Exp(-log), all[values[1]][0, 0], 1e-15);
        Assert.Equal(1, Math.Exp(-log) / all[values[1]][0, 0], 1e-12);
        Assert.Equal(Math.Exp(-log - logit), all[values[2]][0, 1], 1e-15);
        Assert.True(logit > 700 || Math.Abs((all[values[2]][0, 1] / Math.Exp(-log - logit)) - 1) < 1e-12);
    }

    private static HashSet<int> Sums(GraphBuilder graph, int index)
    {
        HashSet<int> sums = [];
        Visit(index);
        return sums;

        void Visit(int node)
        {
            if (graph[node] is Node.Reduce { Op: ReduceOp.Sum })
            {
                sums.Add(node);
            }

            foreach (int operand in graph[node].Operands())
            {
                Visit(operand);
            }
        }
    }

    private (GraphBuilder Graph, IReadOnlyList<int> Values) Lower(params Expr[] values) => StableForms.Lower(graph, values.Select(value => value.Index));

    private Expr Make(Node node) => new(graph, graph.Add(node));
}
