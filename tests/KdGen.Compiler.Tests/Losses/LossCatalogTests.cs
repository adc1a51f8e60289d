using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Every loss of the language: the value of its formula on fixed inputs, and its way through the passes.</summary>
public sealed class LossCatalogTests
{
    /// <summary>Terms and their values at z_s[i,j] = 2 sin(1 + 5i + j), z_t[i,j] = 3 cos(0.5 (5i + j)), y_i = 2i mod 5: published definitions, evaluated elsewhere in float64.</summary>
    public static TheoryData<string, double> Values => new()
    {
        { "Kind.CE", 1.7375751303 },
        { "Kind.CE, LabelSmoothing = 0.1", 1.8035788904 },
        { "Kind.BCE", 0.8219453533 },
        { "Kind.MultiMargin", 0.7715175371 },
        { "Kind.MultiMargin, P = 2, Margin = 0.5", 1.5761211893 },
        { "Kind.KL", 1.0786504423 },
        { "Kind.KL, T = 2", 1.3077208074 },
        { "Kind.KL, T = 4", 1.3741608903 },
        { "Kind.KL, T = 2, Standardize = true", 0.7344285558 },
        { "Kind.BinaryKL", 0.4790659827 },
        { "Kind.BinaryKL, T = 3", 0.7095916162 },
        { "Kind.ReverseKL", 1.1540193123 },
        { "Kind.JSD", 0.2091226959 },
        { "Kind.JSD, Beta = 0.1", 0.0857424184 },
        { "Kind.JSD, Beta = 0.9", 0.0866689363 },
        { "Kind.JSD, Beta = 0.0, T = 2", 1.3077208074 },
        { "Kind.JSD, Beta = 1.0", 1.1540193123 },
        { "Kind.HardLabel", 1.9973579637 },
        { "Kind.TVD", 0.4829387983 },
        { "Kind.LogitMse", 6.0964639423 },
        { "Kind.DeiTSoft, T = 3", 0.2717585332 },
        { "Kind.DKD", 10.8831997357 },
        { "Kind.DKD, Beta = 0.0", 0.3370339898 },
        { "Kind.DKD, Alpha = 0.0, Beta = 1.0", 1.3182707182 },
        { "Kind.NKD", 3.1805807606 },
        { "Kind.DIST", 1.5560135074 },
        { "Kind.DIST, T = 4", 25.5118970681 },
        { "Kind.WSLD", 15.6067346510 },
        { "Kind.CWTM", 1.9890699495 },
        { "Kind.MFT", 0.9455599277 },
        { "Kind.MFT, T = 2", 1.5209607339 },
        { "Kind.TopKKL, K = 3", 1.2691554793 },
        { "Kind.TopKKL, K = 3, Tail = true, T = 2", 1.2864998474 },
        { "Kind.TopKKL, K = 5, T = 2", 1.3077208074 },
        { "Kind.TopKKL, K = 9, Tail = true", 1.0786504423 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Formula_HasThePublishedValue(string term, double expected)
    {
        Graph graph = RecipeGraph.Build(Samples.Distill($"DistillLoss({term})"));

        Assert.Equal(expected, new GraphInterpreter(graph, Fixed).Scalar(Assert.Single(graph.Terms).Value), 2e-10 * Math.Max(1, expected));
    }

    /// <summary>With class weights as torch's cross_entropy and multi_margin_loss take them.</summary>
    [Theory]
    [InlineData("CE", 0.0, 1.5087590716)]
    [InlineData("CE", 0.2, 1.6012330724)]
    [InlineData("MultiMargin", 0.0, 0.9819287926)]
    public void ClassWeights_AreTorchs(string kind, double smoothing, double expected)
    {
        RecipeIr recipe = Samples.Distill($"DistillLoss(Kind.{kind})");
        LossTerm term = recipe.Losses[0] with
        {
            Options = new(
            [
                new BoundArgument("ClassWeights", new Constant.Reals(new([0.5, 1, 2, 0.25, 3])), true, ""),
                .. smoothing == 0 ? (BoundArgument[])[] : [new BoundArgument("LabelSmoothing", new Constant.Real(smoothing), true, "")],
            ]),
        };
        Graph graph = RecipeGraph.Build(recipe with { Losses = new([term]) });

        Assert.Equal(expected, new GraphInterpreter(graph, Fixed).Scalar(graph.Terms[0].Value), 1e-9);
    }

    /// <summary>What the caller gives for the rows divides instead of the sum of the labels' weights, in the graph and in the pass over the rows.</summary>
    [Fact]
    public void Rows_StandInPlaceOfTheSumOfTheLabelsWeights()
    {
        Graph graph = SampleGraphs.Of(("weighted", 1, SampleGraphs.Weighted));
        LossInputs inputs = LossInputs.Random(4, 3) with { Labels = [0, 1, 2, 2] };
        double ofSum = GraphInterpreter.Loss(graph, inputs), ofRows = GraphInterpreter.Loss(graph, inputs with { GivenRows = 11 });
        Assert.Equal(ofSum * 5.5 / 11, ofRows, 1e-12);

        RowProgram program = Assert.Single(LossPlanner.Plan(graph).Fused);
        Assert.Equal(ofRows, RowInterpreter.Run(program, inputs with { GivenRows = 11 }).Terms.Values.Sum(), 1e-12);
    }

    /// <summary>The pass over the rows computes what the formula says; the correlation over the batch cannot be computed row by row.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void Plan_ComputesTheFormula(string term, double expected)
    {
        LossPlan plan = LossPlanner.Plan(Samples.Distill($"DistillLoss({term})"));
        if (term.StartsWith("Kind.DIST", StringComparison.Ordinal))
        {
            Assert.Equal([0], plan.Composed);
            return;
        }

        (Dictionary<string, double> terms, _) = RowInterpreter.Run(Assert.Single(plan.Fused), Fixed);
        Assert.Equal(expected, terms.Values.Sum(), 2e-10 * Math.Max(1, expected));
    }

    [Fact]
    public void Catalog_HasEachLossOnceInTheOrderOfItsNames()
        => Assert.Equal(Enum.GetValues<LossKind>(), LossCatalog.All.Select(spec => spec.Kind));

    [Fact]
    public void PermutedTeacher_KeepsItsLikeliestClassAndItsValues()
    {
        Graph graph = RecipeGraph.Build(Samples.Distill("DistillLoss(Kind.DKPP)"));
        GraphInterpreter all = new(graph, Fixed);
        Node.Permuted permuted = Assert.Single(graph.Nodes.Select(node => node.Node).OfType<Node.Permuted>());
        int index = graph.Nodes.Select(node => node.Node).ToList().IndexOf(permuted);
        for (int row = 0; row < 4; row++)
        {
            double[] before = [.. Enumerable.Range(0, 5).Select(c => all[permuted.Operand][row, c])], after = [.. Enumerable.Range(0, 5).Select(c => all[index][row, c])];
            Assert.Equal(before.Order(), after.Order());
            Assert.Equal(Array.IndexOf(before, before.Max()), Array.IndexOf(after, after.Max()));
            Assert.NotEqual(before, after);
        }
    }

    private static LossInputs Fixed => new(4, 5)
    {
        Logits = new() { ["student"] = Table(i => 2 * Math.Sin(1 + i)), ["teacher"] = Table(i => 3 * Math.Cos(0.5 * i)) },
        Labels = [0, 2, 4, 1],
        Counted = [true, true, true, true],
    };

    private static double[,] Table(Func<int, double> value)
    {
        double[,] table = new double[4, 5];
        for (int i = 0; i < 20; i++)
        {
            table[i / 5, i % 5] = value(i);
        }

        return table;
    }
}
