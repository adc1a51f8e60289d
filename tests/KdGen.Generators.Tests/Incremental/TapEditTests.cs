using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Incremental;

/// <summary>Which edits of a model reach a recipe that reads inside of it: those on the way to what it reads.</summary>
public sealed class TapEditTests
{
    private static readonly CSharpCompilation Recipe = Compilations.Create("""
        using KdGen;
        namespace Tapped;
        [Input(3, 8, 8)] public partial class Big
        {
            [Conv(4), ReLU, Conv(16), ReLU] public partial class Stem;
            [Conv(8), BatchNorm, ReLU] public partial class Body;
            [GlobalAvgPool, Linear(32), ReLU, Linear(10)] public partial class Head;
        }
        [Input(3, 8, 8)] public partial class Small { [Conv(8), ReLU] public partial class Body; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Distill<Big, Small>, Adam, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = true)] public partial class Hints;
        [Distill<Big, Small>, Adam, DistillLoss(Kind.CE)] public partial class Logits;
        """);

    [Theory]
    [InlineData("Conv(4), ReLU, Conv(16)", "Conv(6), GELU, Conv(16)")]
    [InlineData("Linear(32), ReLU, Linear(10)", "Linear(64), ReLU, Linear(10)")]
    public void InnerLayerThatNobodyReads_RewritesTheModelAlone(string from, string to)
    {
        IncrementalRun run = new(Recipe, Recipe.Edit(from, to));
        Assert.Equal(["EmitModule Tapped.Big"], run.Written);
        Assert.Equal(IncrementalStepRunReason.Unchanged, run[TrackingNames.RecipeTaps, "Tapped.Hints"]);
        Assert.Equal(IncrementalStepRunReason.Cached, run[TrackingNames.BindRecipe, "Tapped.Hints"]);
    }

    [Fact]
    public void LayerOnTheWay_RewritesTheReader()
    {
        IncrementalRun run = new(Recipe, Recipe.Edit("Conv(8), BatchNorm, ReLU", "Conv(8), GroupNorm(2), ReLU"));
        Assert.Equal(["EmitModule Tapped.Big", "EmitTrainer Tapped.Hints"], run.Written);
        Assert.Equal(IncrementalStepRunReason.Cached, run[TrackingNames.BindRecipe, "Tapped.Logits"]);
    }

    [Fact]
    public void ShapeOfWhatIsRead_ReachesTheRecipe()
    {
        IncrementalRun run = new(Recipe, Recipe.Edit("Conv(8), BatchNorm, ReLU", "Conv(12), BatchNorm, ReLU"));
        Assert.Equal(["EmitCuda Tapped.Hints", "EmitKernel Tapped.Hints", "EmitLoss Tapped.Hints", "EmitModule Tapped.Big", "EmitTrainer Tapped.Hints"], run.Written);
    }
}
