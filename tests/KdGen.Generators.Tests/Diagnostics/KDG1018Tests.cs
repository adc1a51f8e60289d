using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1018Tests
{
    [Fact]
    public void HiddenShapeAtTheEnd_IsANote() => AnalyzerHarness.Reports("KDG1018", "the shape is unknown after Twice: add [Shape(..)] to Last to check what follows", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(2), Call(nameof(Twice))] public partial class [|Last|];
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);

    [Fact]
    public void HandWrittenForward_IsANote() => AnalyzerHarness.Reports("KDG1018", "the shape is unknown after Net.Forward: add [Shape(..)] to Net to check what follows", """
        using KdGen;
        [Input(3, 8, 8)] public partial class [|Net|]
        {
            [Conv(2)] public partial class Body;
            TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => body.call(x);
        }
        """);

    [Fact]
    public void StatedShape_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8), Shape<Body>] public partial class Net
        {
            [Conv(2)] public partial class Body;
            TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => body.call(x);
        }
        """);
}
