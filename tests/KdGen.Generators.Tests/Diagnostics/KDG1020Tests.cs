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
}
