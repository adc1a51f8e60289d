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


    [Fact]
    public void ShapeBeforeTheCall_IsAStart() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(2), Call(nameof(Twice))] public partial class [|Last|];
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """, "Add [Shape(2, 8, 8)], if Twice keeps the shape", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Shape(2, 8, 8)] [Conv(2), Call(nameof(Twice))] public partial class Last;
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        """);

    [Fact]
    public void LastStage_IsAStart() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] public partial class [|Net|]
        {
            [Conv(2)] public partial class Body;
            TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => body.call(x);
        }
        """, "Add [Shape<Body>], if Forward gives the shape of Body", """
        using KdGen;
        [Shape<Body>] [Input(3, 8, 8)] public partial class Net
        {
            [Conv(2)] public partial class Body;
            TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => body.call(x);
        }
        """);

    [Fact]
    public void WhatALayerBehindStates_IsOffered()
    {
        const string Markup = """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(2), Call(nameof(Pool))] public partial class [|First|];
                [ReLU, Linear(2, 10)] public partial class Second;
                static TorchSharp.torch.Tensor Pool(TorchSharp.torch.Tensor x) => x;
            }
            """;
        Assert.Equal(["Add [Shape(2)], which Linear states"], CodeFixHarness.Titles(Markup));
        CodeFixHarness.Fixes(Markup, "Add [Shape(2)], which Linear states", """
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Shape(2)] [Conv(2), Call(nameof(Pool))] public partial class First;
                [ReLU, Linear(2, 10)] public partial class Second;
                static TorchSharp.torch.Tensor Pool(TorchSharp.torch.Tensor x) => x;
            }
            """);
    }

    [Fact]
    public void CallInABlock_HasNoStart() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Conv(2), Call(nameof(Twice))] public partial class [|Block|]
        {
            static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
        }
        [Input(3, 8, 8)] [Repeat<Block>(1), ReLU] public partial class Net;
        """));
}
