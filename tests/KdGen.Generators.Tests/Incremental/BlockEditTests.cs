using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Incremental;

/// <summary>Which models an edit of a block, a stage or a template reaches, and that blocks are written once and only when they change.</summary>
public sealed class BlockEditTests
{
    private static readonly CSharpCompilation Composed = Compilations.Create(Sources.Composed);

    [Fact]
    public void Source_IsRight()
    {
        Generated generated = GeneratorHarness.Run(Composed);
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation));
        generated.AssertCompiles();
        Assert.Equal(
            ["BasicBlock.Module", "ByHand.Module", "Deep.Module", "Family.Module", "Layer.Module", "Recipe.Loss.Cuda", "Recipe.Loss.Kernel", "Recipe.Loss", "Recipe.Trainer", "Transformer.Module"],
            generated.Files.Keys.Select(file => file.Replace("Composed.", "", StringComparison.Ordinal).Replace(".g.cs", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void SharedBlock_IsWrittenOnce()
    {
        IncrementalRun run = new(Composed);
        Assert.Equal(IncrementalStepRunReason.New, run[TrackingNames.EmitBlock, "Composed.BasicBlock"]);
        Assert.Equal(IncrementalStepRunReason.New, run[TrackingNames.EmitBlock, "Composed.Layer"]);
        Assert.Equal(2, run.Written.Count(output => output.StartsWith(TrackingNames.EmitBlock + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void EditOfABlock_ReachesItsModelsAlone()
    {
        IncrementalRun run = new(Composed, Composed.Edit("BatchNorm, ReLU, Conv(C, Bias = false)", "BatchNorm, GELU, Conv(C, Bias = false)"));
        Assert.Contains("Shapes Composed.Family", run.Changed);
        Assert.Contains("Shapes Composed.Deep", run.Changed);
        Assert.Contains("Shapes Composed.ByHand", run.Changed);
        Assert.DoesNotContain(run.Changed, step => step.EndsWith(".Transformer", StringComparison.Ordinal) || step.EndsWith(".Layer", StringComparison.Ordinal));
        Assert.Equal(IncrementalStepRunReason.Cached, run[TrackingNames.Shapes, "Composed.Transformer"]);

        // The models' own files say nothing of what is inside a block; their signatures stay, so recipes do not notice.
        Assert.Equal(["EmitBlock Composed.BasicBlock"], run.Written);
    }

    [Fact]
    public void WidthOfABlock_ReachesItsModelsFiles()
    {
        IncrementalRun run = new(Composed, Composed.Edit("Linear(4 * D)", "Linear(2 * D)"));
        Assert.Equal(["EmitBlock Composed.Layer", "EmitModule Composed.Transformer"], run.Written);
    }

    [Fact]
    public void DefaultOfABlock_ReachesNoOtherBlock()
    {
        IncrementalRun run = new(Composed, Composed.Edit("D = 8, Heads = 2", "D = 8, Heads = 4"));
        Assert.Contains("EmitBlock Composed.Layer", run.Written);
        Assert.DoesNotContain("EmitBlock Composed.BasicBlock", run.Written);
    }

    [Fact]
    public void EditOfAStage_WritesNoBlock()
    {
        IncrementalRun run = new(Composed, Composed.Edit("[Linear(10)] public partial class Logits", "[Linear(5), Linear(10)] public partial class Logits"));
        Assert.DoesNotContain(run.Written, output => output.StartsWith(TrackingNames.EmitBlock + " ", StringComparison.Ordinal));
        Assert.Contains("EmitModule Composed.Family", run.Written);
        Assert.Contains("EmitModule Composed.Deep", run.Written);
        Assert.DoesNotContain("EmitModule Composed.Transformer", run.Written);
        Assert.DoesNotContain("EmitTrainer Composed.Recipe", run.Written);
    }

    [Fact]
    public void MethodInABlock_StopsAfterParse()
    {
        IncrementalRun run = new(Composed, Composed.Edit("C = 64, S = 1; }", "C = 64, S = 1; public int Mine() => 1; }"));
        Assert.Empty(run.Changed);
        Assert.All(run.Ran, step => Assert.StartsWith("Parse", step, StringComparison.Ordinal));
        Assert.Empty(run.Written);
    }

    [Fact]
    public void ErrorInOneModel_LeavesItsBlocksToTheOthers()
    {
        IncrementalRun run = new(Composed, Composed.Edit("[GlobalAvgPool, Linear(10)] public partial class Head", "[Linear(99, 10)] public partial class Head"));
        Assert.Equal(run.Before["Composed.BasicBlock.Module.g.cs"], run.After["Composed.BasicBlock.Module.g.cs"]);
        Assert.Equal(["EmitModule Composed.ByHand"], run.Written);
    }

    [Fact]
    public void LastUse_TakesTheBlocksFileAway()
    {
        IncrementalRun run = new(Composed, Composed.Edit("Repeat<Layer>(2, 8, 4)", "Identity"));
        Assert.Contains("Composed.Layer.Module.g.cs", run.Before.Keys);
        Assert.DoesNotContain("Composed.Layer.Module.g.cs", run.After.Keys);
    }
}
