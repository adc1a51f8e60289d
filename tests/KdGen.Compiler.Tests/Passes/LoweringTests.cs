using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Operators as generated code writes them: with numbers in a model, with the names of sizes and [Arg] constants in a block.</summary>
public sealed class LoweringTests
{
    private static readonly string[] Names = ["inChannels", "inHeight", "inWidth"];

    [Theory]
    [InlineData("3, 32, 32", "Conv(3, 128)", "TorchSharp::torch.nn.Conv2d(3, 128, kernel_size: 3, padding: 1)")]
    [InlineData("3, 32, 32", "Conv(8, Kernel = 5, Stride = 2, Dilation = 2, Bias = false)", "TorchSharp::torch.nn.Conv2d(3, 8, kernel_size: 5, stride: 2, padding: 4, dilation: 2, bias: false)")]
    [InlineData("4, 32, 32", "Conv(8, Pad = 0, Groups = 2)", "TorchSharp::torch.nn.Conv2d(4, 8, kernel_size: 3, groups: 2)")]
    [InlineData("3, 32", "Conv(8)", "TorchSharp::torch.nn.Conv1d(3, 8, kernel_size: 3, padding: 1)")]
    [InlineData("6, 8, 8", "DepthwiseConv(Stride = 2)", "TorchSharp::torch.nn.Conv2d(6, 6, kernel_size: 3, stride: 2, padding: 1, groups: 6)")]
    [InlineData("6, 8, 8", "ConvTranspose(3)", "TorchSharp::torch.nn.ConvTranspose2d(6, 3, kernel_size: 4, stride: 2, padding: 1)")]
    [InlineData("7, 12", "Linear(5, Bias = false)", "TorchSharp::torch.nn.Linear(12, 5, hasBias: false)")]
    [InlineData("7, 12", "LayerNorm(Eps = 0.000001)", "TorchSharp::torch.nn.LayerNorm(12, eps: 1E-06)")]
    [InlineData("6, 4", "BatchNorm(Momentum = 1)", "TorchSharp::torch.nn.BatchNorm1d(6, momentum: 1.0)")]
    [InlineData("7, 12", "Attention(3)", "new KdGen::Modules.Attention(12, 3)")]
    [InlineData("7, 12", "Attention(3, Bias = false, Dropout = 0.1)", "new KdGen::Modules.Attention(12, 3, qkvBias: false, dropout: 0.1)")]
    [InlineData("7, 12", "Tokens(2)", "new KdGen::Modules.ClassTokens(2, 12)")]
    [InlineData("7, 12", "PosEmbed", "new KdGen::Modules.PositionEmbedding(7, 12)")]
    [InlineData("3, 32, 32", "PatchEmbed(192)", "new KdGen::Modules.PatchEmbed(3, 192, 16)")]
    public void Module_InAModel_IsMadeOfNumbers(string input, string @operator, string creation)
    {
        Place place = At(input, @operator);

        Assert.Equal(creation, Module(place).Creation(place));
    }

    [Theory]
    [InlineData("3, 32, 32", "Conv(4, Stride = 2, Bias = false)", "outChannels: C; Stride: S; Bias: B", "TorchSharp::torch.nn.Conv2d(inChannels, C, kernel_size: 3, stride: S, padding: 1, bias: B)", "inChannels -> C, 3x3, stride S")]
    [InlineData("3, 32, 32", "Conv(4, Kernel = 3)", "outChannels: 4 * C; Kernel: K", "TorchSharp::torch.nn.Conv2d(inChannels, 4 * C, kernel_size: K, padding: K / 2)", "inChannels -> 4 * C, KxK")]
    [InlineData("3, 32, 32", "Conv(4, Kernel = 3, Dilation = 2)", "outChannels: C; Kernel: K + 2; Dilation: D", "TorchSharp::torch.nn.Conv2d(inChannels, C, kernel_size: K + 2, padding: D * ((K + 2) / 2), dilation: D)", "inChannels -> C, (K + 2)x(K + 2), dilation D")]
    [InlineData("3, 32, 32", "Conv(4, Kernel = 1, Dilation = 2)", "outChannels: C; Dilation: D", "TorchSharp::torch.nn.Conv2d(inChannels, C, kernel_size: 1, dilation: D)", "inChannels -> C, 1x1, dilation D")]
    [InlineData("4, 32", "DepthwiseConv(Kernel = 3)", "Kernel: K", "TorchSharp::torch.nn.Conv1d(inChannels, inChannels, kernel_size: K, padding: K / 2, groups: inChannels)", "inChannels channels, kernel K")]
    [InlineData("7, 12", "Linear(4)", "outFeatures: C", "TorchSharp::torch.nn.Linear(inHeight, C)", "inHeight -> C")]
    [InlineData("7, 12", "Attention(3, Dropout = 0.25)", "heads: H; Dropout: P", "new KdGen::Modules.Attention(inHeight, H, dropout: P)", "inHeight features, H heads")]
    [InlineData("8, 4, 4", "GroupNorm(4, Eps = 0.5)", "groups: G; Eps: E", "TorchSharp::torch.nn.GroupNorm(G, inChannels, eps: E)", "inChannels channels, G groups")]
    public void Module_InABlock_IsMadeOfNames(string input, string @operator, string codes, string creation, string comment)
    {
        Place place = InABlock(input, @operator, codes);

        Assert.Equal((creation, comment), (Module(place).Creation(place), Module(place).Comment(place)));
    }

    [Theory]
    [InlineData("3, 9, 9", "MaxPool(2)", "TorchSharp::torch.nn.functional.max_pool2d(x, 2)")]
    [InlineData("3, 9", "AvgPool(3, Stride = 2, Pad = 1)", "TorchSharp::torch.nn.functional.avg_pool1d(x, 3, stride: 2, padding: 1)")]
    [InlineData("3, 9", "GlobalAvgPool", "x.mean([2])")]
    [InlineData("3, 9", "Softmax", "x.softmax(2)")]
    [InlineData("3, 4, 5", "Reshape(12, -1)", "x.reshape(-1, 12, 5)")]
    [InlineData("3, 4, 5", "Permute(1, 2, 0)", "x.permute(0, 2, 3, 1)")]
    [InlineData("3, 4, 5", "Mean(2)", "x.mean([3])")]
    [InlineData("3, 4, 5", "Upsample(2, Mode = Interpolation.Bilinear)", "TorchSharp::torch.nn.functional.interpolate(x, scale_factor: [2, 2], mode: TorchSharp::torch.InterpolationMode.Bilinear)")]
    [InlineData("8, 4, 5", "Shuffle(2)", "KdGen::Modules.Functional.ChannelShuffle(x, 2)")]
    [InlineData("8, 4, 5", "DropPath(0.5)", "KdGen::Modules.Functional.DropPath(x, 0.5, training)")]
    public void Function_InAModel_IsCalledWithNumbers(string input, string @operator, string call) => Assert.Equal(call, Function(At(input, @operator)));

    [Theory]
    [InlineData("3, 9, 9", "MaxPool(3)", "kernel: K", "TorchSharp::torch.nn.functional.max_pool2d(x, K)")]
    [InlineData("3, 9, 9", "MaxPool(3, Stride = 2)", "kernel: K; Stride: S", "TorchSharp::torch.nn.functional.max_pool2d(x, K, stride: S)")]
    [InlineData("3, 4, 5", "Reshape(12, -1)", "", "x.reshape(x.shape[0], 12, -1)")]
    [InlineData("3, 4, 5", "Reshape(12, 5)", "", "x.reshape(-1, 12, 5)")]
    [InlineData("3, 4, 5", "Pad(3)", "size: W", "TorchSharp::torch.nn.functional.pad(x, (W, W, W, W))")]
    [InlineData("8, 4, 5", "DropPath(0.25)", "p: P", "KdGen::Modules.Functional.DropPath(x, P, training)")]
    public void Function_InABlock_IsCalledWithNames(string input, string @operator, string codes, string call) => Assert.Equal(call, Function(InABlock(input, @operator, codes)));

    [Theory]
    [InlineData("3, 9, 9", "Conv(4)", "outChannels: C", "C inHeight inWidth")]
    [InlineData("3, 9, 9", "Conv(4, Stride = 2)", "outChannels: C; Stride: S", "C inHeight/S inWidth/S")]
    [InlineData("3, 9, 9", "Conv(8, Kernel = 2, Pad = 0, Stride = 2)", "", "8 ? ?")]
    [InlineData("3, 9, 9", "DepthwiseConv(Kernel = 5, Stride = 2)", "Stride: S", "inChannels inHeight/S inWidth/S")]
    [InlineData("3, 9, 9", "MaxPool(3, Stride = 2, Pad = 1)", "", "inChannels inHeight/2 inWidth/2")]
    [InlineData("3, 9, 9", "MaxPool(3)", "", "inChannels ? ?")]
    [InlineData("3, 9, 9", "ConvTranspose(4)", "outChannels: C", "C ? ?")]
    [InlineData("3, 9, 9", "Upsample(2)", "", "inChannels ? ?")]
    [InlineData("3, 9, 9", "AdaptiveAvgPool(3)", "size: W", "inChannels W W")]
    [InlineData("3, 9, 9", "GlobalMaxPool", "", "inChannels")]
    [InlineData("3, 9, 9", "Flatten", "", "?")]
    [InlineData("3, 9, 9", "Permute(2, 0, 1)", "", "inWidth inChannels inHeight")]
    [InlineData("3, 9, 9", "Reshape(-1, 27)", "", "? 27")]
    [InlineData("3, 9, 9", "Select(0)", "", "inHeight inWidth")]
    [InlineData("3, 9, 9", "Mean(1)", "", "inChannels inWidth")]
    [InlineData("3, 9, 9", "PatchEmbed(4, Patch = 3)", "features: C", "? C")]
    [InlineData("7, 12", "Tokens", "", "? inHeight")]
    [InlineData("7, 12", "Linear(4)", "outFeatures: 4 * C", "inChannels 4 * C")]
    [InlineData("3, 9", "AvgPool(3, Stride = 1, Pad = 1)", "", "inChannels inHeight")]
    public void Sizes_InABlock_KeepTheirNames(string input, string @operator, string codes, string sizes)
    {
        Place place = InABlock(input, @operator, codes);

        Assert.Equal(sizes, string.Join(" ", OpCatalog.Find(place.Layer.Operator)!.Dims!(place).Select(size => size is null ? "?" : size.Of is null ? size.Code : $"{size.Of}/{size.Stride}")));
    }

    [Fact]
    public void SecondStride_IsNoFractionOfTheFirst()
    {
        Place place = InABlock("3, 9, 9", "Conv(4, Stride = 2)", "outChannels: C; Stride: S");
        place = place with { InputDims = new([new Dim("inChannels"), new Dim("", "inHeight", "S"), new Dim("", "inWidth", "S")]) };

        Assert.Equal((Dim?[])[new Dim("C"), null, null], OpCatalog.Find("Conv")!.Dims!(place).AsEnumerable());
    }

    private static Lowering.Module Module(Place place) => Assert.IsType<Lowering.Module>(OpCatalog.Find(place.Layer.Operator)!.Lowering);

    private static string Function(Place place) => Assert.IsType<Lowering.Function>(OpCatalog.Find(place.Layer.Operator)!.Lowering).Call(place, "x");

    private static Place At(string input, string @operator)
    {
        ShapedLayer layer = Declare.Infer(input, @operator).Layers[0];
        return new Place(layer.Layer, layer.Input!, layer.Output!, layer.Input!.Dims.Select(size => new Dim(size.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToEquatableArray());
    }

    /// <summary>The same place in a class that serves several: sizes have names, and so have the arguments in <paramref name="codes"/> ("outChannels: C; Stride: S").</summary>
    private static Place InABlock(string input, string @operator, string codes)
    {
        Dictionary<string, string> names = codes.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':', StringSplitOptions.TrimEntries)).ToDictionary(pair => pair[0], pair => pair[1]);
        Place place = At(input, @operator);
        return place with
        {
            Layer = place.Layer with
            {
                Arguments = place.Layer.Arguments.Select(argument => argument with { Code = names.GetValueOrDefault(argument.Name, argument.Code) }).ToEquatableArray(),
            },
            InputDims = place.Input.Dims.Select((_, axis) => new Dim(Names[axis])).ToEquatableArray(),
        };
    }
}
