using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1020Tests
{
    [Fact]
    public void LayerBehindAHiddenShape_IsReported() => AnalyzerHarness.Reports("KDG1020", "Conv needs the shape of its input, which is unknown after First: add [Shape(..)] to First", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(2), Call(nameof(Twice))] public partial class First;
            [[|Conv|](3)] public partial class Second;
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);

    [Fact]
    public void StatedShape_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(2), Call(nameof(Twice)), Shape(2, 8, 8)] public partial class First;
            [Conv(3)] public partial class Second;
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);


    [Fact]
    public void LayerBehindACallOfItsList_IsReported() => AnalyzerHarness.Reports("KDG1020", "Conv needs the shape of its input, which is unknown after Twice: end a stage behind the Call and add [Shape(..)] to it", """
        using KdGen;
        [Input(3, 8, 8)] [Conv(2), Call(nameof(Twice)), [|Conv|](3)] public partial class Net
        {
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);

    [Fact]
    public void ClassInside_IsTheOneToState() => AnalyzerHarness.Reports("KDG1020", "Conv needs the shape of its input, which is unknown after First: add [Shape(..)] to Inner", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            public partial class First
            {
                [Conv(2), Call(nameof(Twice))] public partial class Inner;
                [ReLU] public partial class Act;
            }
            [[|Conv|](3)] public partial class Second;
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);

    [Fact]
    public void ShapeBeforeTheCall_IsAStart() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(2), Call(nameof(Twice))] public partial class First;
            [[|Conv|](3)] public partial class Second;
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """, "Add [Shape(2, 8, 8)], if Twice keeps the shape", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Shape(2, 8, 8)] [Conv(2), Call(nameof(Twice))] public partial class First;
            [Conv(3)] public partial class Second;
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);
}
