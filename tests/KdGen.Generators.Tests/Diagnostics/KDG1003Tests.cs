using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1003Tests
{
    [Fact]
    public void MapIntoLinear_IsReported() => AnalyzerHarness.Reports("KDG1003", "Linear receives a 16x32x32 map from Conv: add Flatten or GlobalAvgPool before it", """
        using KdGen;
        [Input(3, 32, 32)] [Conv(16), ReLU, [|Linear|](10)] public partial class Net;
        """);

    [Fact]
    public void MapIntoLoss_IsReported() => AnalyzerHarness.Reports("KDG1003", "KL receives a 16x8x8 map from teacher Big: add Flatten or GlobalAvgPool at its end", """
        using KdGen;
        [Teacher, Input(3, 8, 8)] [Conv(16)] public partial class Big;
        [Student, Input(3, 8, 8)] [Flatten, Linear(16)] public partial class Small;
        [Distill<Big, Small>, [|DistillLoss|](Kind.KL, T = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_PoolsAtTheEndOfTheModel() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { [Conv(16), ReLU] public partial class Body; [Conv(10, Kernel = 1), Dropout] public partial class Head; }
        [[|Train<Net>|], Adam] public partial class Recipe;
        """,
        "Insert GlobalAvgPool",
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net { [Conv(16), ReLU] public partial class Body; [Conv(10, Kernel = 1), Dropout, GlobalAvgPool] public partial class Head; }
        [Train<Net>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void Flatten_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(16), ReLU, Flatten, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void GlobalAvgPool_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(16), ReLU, GlobalAvgPool, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void WhereTheMapComesFrom_IsNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [Input(3, 8, 8)] [{|Conv|}(16), ReLU, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void Flatten_IsInserted() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [ReLU, [|Linear|](10)] public partial class Net;
        """, "Insert Flatten (2048)", """
        using KdGen;
        [Input(32, 8, 8)] [ReLU, Flatten, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void GlobalAvgPool_IsInserted() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [ReLU, [|Linear|](10)] public partial class Net;
        """, "Insert GlobalAvgPool (32)", """
        using KdGen;
        [Input(32, 8, 8)] [ReLU, GlobalAvgPool, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void StatedInputs_AreMadeRight() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [[|Linear|](32, 10)] public partial class Net;
        """, "Insert Flatten (2048)", """
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Linear(2048, 10)] public partial class Net;
        """);

    [Fact]
    public void StatedInputs_DecideWhatIsBest() => Assert.Equal<string>(["Insert GlobalAvgPool (32)", "Insert Flatten (2048)"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(32, 8, 8)] [[|Linear|](32, 10)] public partial class Net;
        """));

    [Theory]
    [InlineData("8", "an 8x4x4 map")]
    [InlineData("11", "an 11x4x4 map")]
    [InlineData("18", "an 18x4x4 map")]
    [InlineData("80", "an 80x4x4 map")]
    [InlineData("1", "a 1x4x4 map")]
    [InlineData("110", "a 110x4x4 map")]
    [InlineData("180", "a 180x4x4 map")]
    public void Map_HasTheArticleThatIsRead(string channels, string map) => AnalyzerHarness.Reports(
        "KDG1003", $"Linear receives {map} from Conv: add Flatten or GlobalAvgPool before it", $"""
        using KdGen;
        [Input(3, 4, 4)] [Conv({channels}), ReLU, [|Linear|](10)] public partial class Net;
        """);
}
