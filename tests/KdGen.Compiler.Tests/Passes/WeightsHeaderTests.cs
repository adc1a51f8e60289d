using KdGen.Compiler.Ir;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>The text that the build writes for a weights file: what is read of it, and that no other text does harm.</summary>
public sealed class WeightsHeaderTests
{
    private const string Text = "kdgen-weights 1\npath\tw/net.pth\npath\t/home/me/app/w/net.pth\ntensor\t0.weight\tFloat32\t8,3,3,3\ntensor\t1.num_batches_tracked\tInt64\t\n";

    [Fact]
    public void Text_HoldsPathsAndTensors()
    {
        WeightsHeader header = WeightsHeader.Parse(Text)!;

        Assert.Equal(["w/net.pth", "/home/me/app/w/net.pth"], header.Paths);
        Assert.Equal([new StoredTensor("0.weight", "Float32", new([8L, 3, 3, 3])), new StoredTensor("1.num_batches_tracked", "Int64", default)], header.Tensors);
        Assert.Null(header.Error);
    }

    [Fact]
    public void Error_IsWhyTheFileCouldNotBeRead()
    {
        WeightsHeader header = WeightsHeader.Parse("kdgen-weights 1\npath\tnet.pth\nerror\tis empty\n")!;

        Assert.Equal("is empty", header.Error);
        Assert.Empty(header.Tensors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("kdgen-weights 1")]
    [InlineData("kdgen-weights 1\n")]
    [InlineData("kdgen-weights 1\ntensor\t0.weight\tFloat32\t8\n")]
    [InlineData("kdgen-weights 2\npath\tnet.pth\n")]
    [InlineData("kdgen-weights 11\npath\tnet.pth\n")]
    [InlineData("\tkdgen-weights 1\npath\tnet.pth\n")]
    [InlineData("root = true\n[*.cs]\n")]
    public void AnyOtherText_IsNoHeader(string text) => Assert.Null(WeightsHeader.Parse(text));

    [Fact]
    public void Truncation_AnywhereIsReadWithoutHarm()
    {
        for (int length = 0; length <= Text.Length; length++)
        {
            WeightsHeader? header = WeightsHeader.Parse(Text[..length]);
            Assert.True(header is null || header.Tensors.Count <= 2);
        }
    }

    [Theory]
    [InlineData("-8")]
    [InlineData("8,")]
    [InlineData("8,x")]
    [InlineData("99999999999999999999")]
    public void Sizes_ThatAreNone_FitNoShape(string sizes)
    {
        WeightsHeader header = WeightsHeader.Parse($"kdgen-weights 1\npath\tnet.pth\ntensor\tweight\tFloat32\t{sizes}\n")!;

        Assert.Contains(-1L, Assert.Single(header.Tensors).Shape);
    }

    [Fact]
    public void Garbage_NeverThrows()
    {
        Random random = new(5);
        string[] pieces = ["kdgen-weights 1", "path", "tensor", "error", "\t", "\t", "\n", "\n", "8", ",", "-", "\r", "\0", "é", ""];
        for (int i = 0; i < 5_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            WeightsHeader.Parse("kdgen-weights 1\n" + text);
        }
    }
}
