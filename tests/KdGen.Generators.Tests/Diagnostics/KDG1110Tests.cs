using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1110Tests
{
    [Theory]
    [InlineData("Tensor Forward(Tensor x) => head.call(body.call(x));")]
    [InlineData("Tensor Forward(Tensor x) { x = body.call(x); return head.call(x); }")]
    [InlineData("Tensor Forward(Tensor x) { string[] names = [nameof(skip), nameof(Net.skip), \"skip\", nameof(Skip)]; return head.call(body.call(x)); } /* skip */")]
    [InlineData("Tensor Forward(Tensor x) => head.call(Two(x)); Tensor Two(Tensor x) => this.body.call(x); class Other { public object? skip => null; }")]
    public void StageThatForwardDoesNotRead_IsReported(string code) => AnalyzerHarness.Reports("KDG1110", "Forward of Net never reads skip: call skip or remove Skip", $$"""
        using KdGen;
        using static TorchSharp.torch;
        [Input(8), Shape<Head>] public partial class Net
        {
            [Linear(8)] public partial class Body;
            [Linear(8)] public partial class [|Skip|];
            [Linear(2)] public partial class Head;
            {{code}}
        }
        """);

    [Fact]
    public void StageOfARepeatedBlock_IsReportedOnce() => AnalyzerHarness.Reports("KDG1110", "Forward of Block never reads @short: call @short or remove Short", """
        using KdGen;
        using static TorchSharp.torch;
        [Shape<Body>] public partial class Block
        {
            [Conv(4)] public partial class Body;
            [Conv(4, Kernel = 1)] public partial class [|Short|];
            Tensor Forward(Tensor x) => x + body.call(x);
        }
        [Input(4, 8, 8)] public partial class Net { [Repeat<Block>(12)] public partial class Stage; [GlobalAvgPool, Linear(2)] public partial class Head; }
        [Input(4, 8, 8)] public partial class Other { [Repeat<Block>(2)] public partial class Stage; [GlobalAvgPool, Linear(2)] public partial class Head; }
        """);

    [Theory]
    [InlineData("Tensor Forward(Tensor x) => head.call(body.call(x) + skip.call(x));", "")]
    [InlineData("Tensor Forward(Tensor x) => this.head.call(this.body.call(x) + this.skip.call(x));", "")]
    [InlineData("Tensor Forward(Tensor x) => head.call(Both(x)); Tensor Both(Tensor x) => body.call(x) + skip.call(x);", "")]
    [InlineData("Tensor Forward(Tensor x) => head.call(Both); Tensor Both => Short.call(body.call(zeros(1, 8))); TorchSharp.torch.nn.Module<Tensor, Tensor> Short => skip;", "")]
    [InlineData("Tensor Forward(Tensor x) { foreach (var step in children()) x = ((TorchSharp.torch.nn.Module<Tensor, Tensor>)step).call(x); return x; }", "")]
    [InlineData("Tensor Forward(Tensor x) { foreach (var (_, step) in this.named_children()) x = ((TorchSharp.torch.nn.Module<Tensor, Tensor>)step).call(x); return x; }", "")]
    [InlineData("Tensor Forward(Tensor x) => Runs.All(this, x);", "static class Runs { public static Tensor All(Net net, Tensor x) => net.head.call(net.body.call(x) + net.skip.call(x)); }")]
    [InlineData("Tensor Forward(Tensor x) => this.All(x);", "static class Runs { public static Tensor All(this Net net, Tensor x) => net.head.call(net.skip.call(net.body.call(x))); }")]
    [InlineData("Tensor Forward(Tensor x) => head.call(body.call(x));", "static class Runs { public static Tensor Aux(Net net, Tensor x) => net.skip.call(x); }")]
    [InlineData("Tensor Forward(Tensor x) => head.call(Rest(x));", "public partial class Net { Tensor Rest(Tensor x) { var (first, second) = (body, skip); return second.call(first.call(x)); } }")]
    public void EveryStageIsRead_IsSilent(string code, string elsewhere) => AnalyzerHarness.IsSilent($$"""
        using KdGen;
        using static TorchSharp.torch;
        [Input(8), Shape(2)] public partial class Net
        {
            [Linear(8)] public partial class Body;
            [Linear(8)] public partial class Skip;
            [Linear(2)] public partial class Head;
            {{code}}
        }
        {{elsewhere}}
        """);

    [Fact]
    public void Siamese_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8), Shape<Score>] public partial class Net
        {
            [From<Net>, Conv(3, 8), ReLU, GlobalAvgPool] public partial class Tower;
            [Linear(8, 1)] public partial class Score;
            Tensor Forward(Tensor x)
            {
                Tensor[] halves = x.chunk(2, 0);
                return score.call((tower.call(halves[0]) - tower.call(halves[1])).abs());
            }
        }
        """);

    [Fact]
    public void BranchesOfAStage_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8), Shape<Both>] public partial class Net
        {
            [Parallel<Left, Right>(Join.Add)] public partial class Both;
            [Conv(4)] public partial class Left;
            [Conv(4)] public partial class Right;
            Tensor Forward(Tensor x) => both.call(x);
        }
        """);

    [Fact]
    public void Fix_RemovesTheStage() => CodeFixHarness.Fixes(
        """
        using KdGen;
        using static TorchSharp.torch;
        [Input(8), Shape<Head>] public partial class Net
        {
            [Linear(8)] public partial class Body;
            [Linear(8)] public partial class [|Skip|];
            [Linear(2)] public partial class Head;
            Tensor Forward(Tensor x) => head.call(body.call(x));
        }
        """,
        "Remove Skip",
        """
        using KdGen;
        using static TorchSharp.torch;
        [Input(8), Shape<Head>] public partial class Net
        {
            [Linear(8)] public partial class Body;
            [Linear(2)] public partial class Head;
            Tensor Forward(Tensor x) => head.call(body.call(x));
        }
        """);

    [Fact]
    public void NoForward_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(8)] public partial class Net { [Linear(8)] public partial class Body; [Linear(2)] public partial class Head; }
        """);
}
