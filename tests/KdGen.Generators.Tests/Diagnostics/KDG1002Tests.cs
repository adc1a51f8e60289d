using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1002Tests
{
    [Fact]
    public void MistakeBesideAForward_IsTheOnlyError() => AnalyzerHarness.Reports("KDG1002", "Linear states 5 inputs but receives 4 from Input", """
        using KdGen;
        [Input(4), Shape(2)] public partial class Net
        {
            [Linear([|5|], 2)] public partial class Head;
            TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => head.call(x);
        }
        """);

    [Fact]
    public void OtherFeatures_IsReported() => AnalyzerHarness.Reports("KDG1002", "Linear states 1024 inputs but receives 2048 (32x8x8 from MaxPool, flattened)", """
        using KdGen;
        [Teacher, Input(3, 32, 32)]
        [Conv(3, 128), ReLU, Conv(128, 64), ReLU, MaxPool(2)]
        [Conv(64, 64), ReLU, Conv(64, 32), ReLU, MaxPool(2)]
        [Flatten, Linear([|1024|], 512), ReLU, Dropout(0.1), Linear(512, 10)]
        public partial class DeepNN;
        """);

    [Fact]
    public void OtherFeaturesBehindLinear_IsReported() => AnalyzerHarness.Reports("KDG1002", "Linear states 512 inputs but receives 256 from Linear", """
        using KdGen;
        [Input(8)] [Linear(8, 256), ReLU, Linear([|512|], 10)] public partial class Net;
        """);

    [Fact]
    public void RightFeatures_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(8)] [Linear(8, 256), ReLU, Linear(256, 10)] public partial class Net;
        """);

    [Fact]
    public void InferredFeatures_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 4, 4)] [Flatten, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void MapBeforeFlatten_IsNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [Input(3, 4, 4)] [{|MaxPool|}(2), Flatten, Linear(5, 2)] public partial class Net;
        """);

    [Fact]
    public void ReceivedInputs_AreSet() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Linear([|1024|], 512), ReLU, Linear(512, 10)] public partial class Net;
        """, "Use 2048", """
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Linear(2048, 512), ReLU, Linear(512, 10)] public partial class Net;
        """);

    [Fact]
    public void Inputs_AreInferred() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Linear([|1024|], 512), ReLU, Linear(512, 10)] public partial class Net;
        """, "Infer the inputs: Linear(512)", """
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Linear(512), ReLU, Linear(512, 10)] public partial class Net;
        """);

    [Fact]
    public void Flatten_BecomesGlobalAvgPool() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Linear([|1024|], 512), ReLU, Linear(512, 10)] public partial class Net;
        """, "Replace Flatten by GlobalAvgPool (32)", """
        using KdGen;
        [Input(32, 8, 8)] [GlobalAvgPool, Linear(32, 512), ReLU, Linear(512, 10)] public partial class Net;
        """);

    [Fact]
    public void PoolThatTheStatedInputsWereFor_NeedsNoMore() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(32, 8, 8)] [Flatten, Dropout(0.1), Linear([|32|], 10)] public partial class Net;
        """, "Replace Flatten by GlobalAvgPool (32)", """
        using KdGen;
        [Input(32, 8, 8)] [GlobalAvgPool, Dropout(0.1), Linear(32, 10)] public partial class Net;
        """);

    [Fact]
    public void FlattenOfAnotherStage_IsLeft() => Assert.Equal<string>(["Use 2048", "Infer the inputs: Linear(10)"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(32, 8, 8)] public partial class Net
        {
            [Flatten] public partial class Flat;
            [Linear([|1024|], 10)] public partial class Head;
        }
        """));

    [Fact]
    public void InputsOverArgs_AreDropped() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(8)] [Linear([|C|], 2)] public partial class Net { [Arg] public const int C = 4; }
        """, "Infer the inputs: Linear(2)", """
        using KdGen;
        [Input(8)] [Linear(2)] public partial class Net { [Arg] public const int C = 4; }
        """);

    [Fact]
    public void InputsOverArgs_AreNotOverwritten() => Assert.Equal<string>(["Infer the inputs: Linear(2)"], CodeFixHarness.Titles("""
        using KdGen;
        [Input(8)] [Linear([|C|], 2)] public partial class Net { [Arg] public const int C = 4; }
        """));
}
