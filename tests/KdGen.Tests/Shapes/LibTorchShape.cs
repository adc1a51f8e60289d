using System.Runtime.InteropServices;
using KdGen.Modules;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdGen.Tests.Shapes;

/// <summary>What libtorch does with an operator, found by running it.</summary>
internal static class LibTorchShape
{
    private const long Batch = 2;

    /// <summary>Shape and parameters; null when libtorch refuses, or gives nothing: its max_pool1d makes an empty signal of one that the window does not fit.</summary>
    public static OperatorAnswer? Of(OperatorCase @case)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            long[] shape = [Batch, .. @case.Input];
            long parameters = 0;
            long[] output = Run(@case, @case.IsIndices ? zeros(shape, dtype: ScalarType.Int64) : rand(shape), ref parameters).shape[1..];
            return output.Contains(0) ? null : new OperatorAnswer(output, parameters);
        }
        catch (ExternalException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Tensor Run(OperatorCase @case, Tensor x, ref long parameters)
    {
        long[] input = @case.Input;
        long channels = input[0];
        long kernel = Get("Kernel", 3);
        long dilation = Get("Dilation", 1);
        long pad = Get("Pad", dilation * (kernel / 2));
        bool bias = Get("Bias", 1) != 0;
        bool isSignal = input.Length == 2;
        switch (@case.Operator)
        {
            case "Conv" when isSignal:
                return Through(ref parameters, Conv1d(Get("inChannels", channels), Get("outChannels"), kernel, Get("Stride", 1), pad, dilation, groups: Get("Groups", 1), bias: bias));
            case "Conv":
                return Through(ref parameters, Conv2d(Get("inChannels", channels), Get("outChannels"), kernel, Get("Stride", 1), pad, dilation, groups: Get("Groups", 1), bias: bias));
            case "DepthwiseConv" when isSignal:
                return Through(ref parameters, Conv1d(channels, channels, kernel, Get("Stride", 1), pad, dilation, groups: channels, bias: bias));
            case "DepthwiseConv":
                return Through(ref parameters, Conv2d(channels, channels, kernel, Get("Stride", 1), pad, dilation, groups: channels, bias: bias));
            // TorchSharp's module takes these, and gives fewer channels than were asked for; PyTorch's refuses.
            case "ConvTranspose" when Get("outChannels") % Get("Groups", 1) != 0:
                throw new ArgumentException("the groups must divide the channels");
            case "ConvTranspose":
                return Through(ref parameters, ConvTranspose2d(
                    Get("inChannels", channels), Get("outChannels"), Get("Kernel", 4), Get("Stride", 2), Get("Pad", 1), Get("OutputPad", 0),
                    groups: Get("Groups", 1), bias: bias));
            case "Linear":
                return Through(ref parameters, Linear(Get("inFeatures", input[^1]), Get("outFeatures"), hasBias: bias));
            case "Embedding":
                return Through(ref parameters, Embedding(Get("count"), Get("features")));
            case "PatchEmbed":
                return Through(ref parameters, new PatchEmbed(channels, Get("features"), Get("Patch", 16)));
            case "Tokens":
                return Through(ref parameters, new ClassTokens(Get("count", 1), input[^1]));
            case "PosEmbed":
                return Through(ref parameters, new PositionEmbedding(channels, input[^1]));
            case "Attention":
                return Through(ref parameters, new Attention(input[^1], Get("heads"), bias));
            case "BatchNorm" when input.Length < 3:
                return Through(ref parameters, BatchNorm1d(channels));
            case "BatchNorm":
                return Through(ref parameters, BatchNorm2d(channels));
            case "LayerNorm":
                return Through(ref parameters, LayerNorm(input[^1]));
            case "RMSNorm":
                return Through(ref parameters, new RMSNorm(input[^1]));
            case "GroupNorm":
                return Through(ref parameters, GroupNorm(Get("groups"), channels));
            case "L2Normalize":
                return functional.normalize(x, dim: isSignal ? 2 : 1);
            case "SE":
                return Through(ref parameters, new SqueezeExcitation(channels, Get("reduction", 16)));
            case "MaxPool" when isSignal:
                return functional.max_pool1d(x, Get("kernel"), Get("Stride", Get("kernel")), Get("Pad", 0));
            case "MaxPool":
                return functional.max_pool2d(x, Get("kernel"), Get("Stride", Get("kernel")), Get("Pad", 0));
            case "AvgPool" when isSignal:
                return functional.avg_pool1d(x, Get("kernel"), Get("Stride", Get("kernel")), Get("Pad", 0));
            case "AvgPool":
                return functional.avg_pool2d(x, Get("kernel"), Get("Stride", Get("kernel")), Get("Pad", 0));
            case "AdaptiveAvgPool":
                return functional.adaptive_avg_pool2d(x, Get("size"));
            case "GlobalAvgPool":
                return isSignal ? x.mean([2]) : x.mean([2, 3]);
            case "GlobalMaxPool":
                return isSignal ? x.amax([2]) : x.amax([2, 3]);
            case "Upsample":
                return functional.interpolate(
                    x, scale_factor: [Get("scale"), Get("scale")], mode: Get("Mode", 0) == 0 ? InterpolationMode.Nearest : InterpolationMode.Bilinear);
            case "Pad":
                return functional.pad(x, (Get("size"), Get("size"), Get("size"), Get("size")));
            case "Flatten":
                return x.flatten(1);
            case "Reshape":
                return x.reshape([Batch, .. @case.List]);
            case "Permute":
                return x.permute([0, .. @case.List.Select(axis => axis + 1)]);
            case "Select":
                return x.select(1, Get("index"));
            case "Mean":
                return x.mean([Get("axis", 0) + 1]);
            case "Shuffle":
                return Functional.ChannelShuffle(x, Get("groups"));
            case "ReLU":
                return x.relu();
            case "ReLU6":
                return functional.relu6(x);
            case "LeakyReLU":
                return functional.leaky_relu(x, 0.01);
            case "GELU":
                return x.gelu();
            case "SiLU":
                return x.silu();
            case "HardSwish":
                return functional.hardswish(x);
            case "Sigmoid":
                return x.sigmoid();
            case "Tanh":
                return x.tanh();
            case "Softmax":
                return x.softmax(isSignal ? 2 : 1);
            case "Dropout":
                return functional.dropout(x, 0.5, training: true);
            case "DropPath":
                return Functional.DropPath(x, 0.5, training: true);
            case "Identity":
                return x.alias();
            default:
                throw new InvalidOperationException($"the table has an operator that this test does not know: add {@case.Operator} here");
        }

        long Get(string name, long? @default = null)
            => @case.Arguments.TryGetValue(name, out long value) ? value
                : @default ?? throw new InvalidOperationException($"{@case.Operator} needs {name}");

        Tensor Through(ref long count, Module<Tensor, Tensor> module)
        {
            using (module)
            {
                count = module.parameters().Sum(parameter => parameter.numel());
                return module.forward(x);
            }
        }
    }
}
