using KdGen.Compiler.Ops;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1006Tests
{
    [Fact]
    public void PoolOfAnOddMap_IsReported() => AnalyzerHarness.Reports("KDG1006", "MaxPool never reads the last row and column of the 3x7x7 map from Input: use Pad = 1 or MaxPool(3, Stride = 2)", """
        using KdGen;
        [Input(3, 7, 7)] [MaxPool([|2|])] public partial class Net;
        """);

    [Fact]
    public void OneAxis_IsReported() => AnalyzerHarness.Reports("KDG1006", "AvgPool never reads the last column of the 3x8x7 map from Conv: use Pad = 1", """
        using KdGen;
        [Input(3, 8, 7)] [Conv(3), AvgPool([|2|])] public partial class Net;
        """);

    [Fact]
    public void SeveralRows_AreCounted() => AnalyzerHarness.Reports("KDG1006", "MaxPool never reads the last 2 rows and 2 columns of the 3x8x8 map from Input: use Pad = 1 or MaxPool(5, Stride = 3)", """
        using KdGen;
        [Input(3, 8, 8)] [MaxPool([|3|])] public partial class Net;
        """);

    [Fact]
    public void Stride_IsTheTokenWhereItIsWritten() => AnalyzerHarness.Reports("KDG1006", "Conv never reads the last row and column of the 3x32x32 map from Input: use Pad = 1 or Kernel = 4", """
        using KdGen;
        [Input(3, 32, 32)] [Conv(8, Pad = 0, Stride = [|2|])] public partial class Net;
        """);

    [Fact]
    public void Signal_IsReported() => AnalyzerHarness.Reports("KDG1006", "MaxPool never reads the last value of the 4x9 signal from Conv: use Pad = 1 or MaxPool(3, Stride = 2)", """
        using KdGen;
        [Input(3, 9)] [Conv(4), MaxPool([|2|])] public partial class Net;
        """);

    [Fact]
    public void Depthwise_IsReported() => AnalyzerHarness.Reports("KDG1006", "DepthwiseConv never reads the last row and column of the 3x8x8 map from Input: use Pad = 1 or Kernel = 4", """
        using KdGen;
        [Input(3, 8, 8)] [DepthwiseConv(Stride = [|2|], Pad = 0)] public partial class Net;
        """);

    [Fact]
    public void RepeatedBlock_IsReportedOnce() => AnalyzerHarness.Reports("KDG1006", "MaxPool never reads the last row and column of the 3x31x31 map from Input: use Pad = 1 or MaxPool(3, Stride = 2)", """
        using KdGen;
        [Input(3, 31, 31)] [Repeat<Block>(3, 1)] public partial class Net;
        [MaxPool([|2|])] public partial class Block { [Arg] public const int Unused = 1; }
        """);

    [Fact]
    public void WhereTheMapComesFrom_IsNamed() => AnalyzerHarness.PointsTo("""
        using KdGen;
        [Input(3, 14, 14)] [Conv(8), {|MaxPool|}(2), MaxPool(2)] public partial class Net;
        """);

    [Fact]
    public void Padding_IsAdded() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 7, 7)] [MaxPool([|2|]) /* halve */] public partial class Net;
        """, "Use Pad = 1", """
        using KdGen;
        [Input(3, 7, 7)] [MaxPool(2, Pad = 1) /* halve */] public partial class Net;
        """);

    [Fact]
    public void KernelOfAPool_KeepsItsStride() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 7, 7)] [MaxPool([|2|])] public partial class Net;
        """, "Use MaxPool(3, Stride = 2)", """
        using KdGen;
        [Input(3, 7, 7)] [MaxPool(3, Stride = 2)] public partial class Net;
        """);

    [Fact]
    public void KernelOfAConv_IsSet() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [Conv(8, Pad = 0, Stride = [|2|])] public partial class Net;
        """, "Use Kernel = 4", """
        using KdGen;
        [Input(3, 32, 32)] [Conv(8, Pad = 0, Stride = 2, Kernel = 4)] public partial class Net;
        """);

    /// <summary>What usual networks do, and what loses padding only.</summary>
    [Theory]
    [InlineData("64, 112, 112", "MaxPool(3, Stride = 2, Pad = 1)")]
    [InlineData("3, 224, 224", "Conv(64, Kernel = 7, Stride = 2)")]
    [InlineData("3, 224, 224", "Conv(64, Kernel = 11, Stride = 4, Pad = 2)")]
    [InlineData("3, 32, 32", "Conv(8, Stride = 2)")]
    [InlineData("3, 33, 33", "Conv(8, Stride = 2)")]
    [InlineData("3, 32, 32", "DepthwiseConv(Kernel = 5, Stride = 2)")]
    [InlineData("3, 7, 7", "Conv(8, Kernel = 1, Stride = 2)")]
    [InlineData("3, 55, 55", "MaxPool(3, Stride = 2)")]
    [InlineData("3, 8, 8", "MaxPool(2)")]
    [InlineData("3, 7, 7", "MaxPool(2, Pad = 1)")]
    [InlineData("3, 7, 7", "AdaptiveAvgPool(2)")]
    [InlineData("3, 7, 7", "Conv(8, Dilation = 2)")]
    [InlineData("3, 32, 32", "PatchEmbed(8)")]
    public void WhatReadsAll_IsSilent(string input, string layer) => AnalyzerHarness.IsSilent($"using KdGen;\n[Input({input})] [{layer}] public partial class Net;\n");

    /// <summary>Against every window of one axis, read by read.</summary>
    [Fact]
    public void Unread_IsWhatNoWindowReaches()
    {
        for (int kernel = 1; kernel <= 5; kernel++)
        {
            for (int stride = 1; stride <= 5; stride++)
            {
                for (int pad = 0; pad <= 3; pad++)
                {
                    for (int size = Math.Max(1, kernel - (2 * pad)); size <= 12; size++)
                    {
                        Window window = new(kernel, stride, pad, 1);
                        int last = Enumerable.Range(0, (int)window.Slide(size)).SelectMany(step => Enumerable.Range((step * stride) - pad, kernel)).Max();
                        Assert.Equal(Math.Max(0, size - 1 - last), window.Unread(size));
                    }
                }
            }
        }
    }
}
