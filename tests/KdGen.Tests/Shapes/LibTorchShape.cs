using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdGen.Tests.Shapes;

/// <summary>What libtorch does with an operator, found by running it.</summary>
internal static class LibTorchShape
{
    private const long Batch = 2;

    /// <summary>The shape of one sample's output; null when libtorch refuses.</summary>
    public static long[]? Of(OperatorCase @case)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            return Run(@case, rand([Batch, .. @case.Input])).shape[1..];
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

    private static Tensor Run(OperatorCase @case, Tensor x)
    {
        long channels = @case.Input[0];
        switch (@case.Operator)
        {
            case "Conv":
                long kernel = Get("Kernel", 3);
                long dilation = Get("Dilation", 1);
                using (var conv = Conv2d(
                    Get("inChannels", channels), Get("outChannels", 0), kernel, Get("Stride", 1), Get("Pad", dilation * (kernel / 2)), dilation,
                    groups: Get("Groups", 1), bias: Get("Bias", 1) != 0))
                {
                    return conv.forward(x);
                }

            case "Linear":
                using (var linear = Linear(Get("inFeatures", @case.Input[^1]), Get("outFeatures", 0), hasBias: Get("Bias", 1) != 0))
                {
                    return linear.forward(x);
                }

            case "BatchNorm" when @case.Input.Length == 1:
                using (var norm = BatchNorm1d(channels))
                {
                    return norm.forward(x);
                }

            case "BatchNorm":
                using (var norm = BatchNorm2d(channels))
                {
                    return norm.forward(x);
                }

            case "MaxPool":
                return functional.max_pool2d(x, Get("kernel", 0), Get("Stride", Get("kernel", 0)), Get("Pad", 0));
            case "AvgPool":
                return functional.avg_pool2d(x, Get("kernel", 0), Get("Stride", Get("kernel", 0)), Get("Pad", 0));
            case "GlobalAvgPool":
                return x.mean([2, 3]);
            case "Flatten":
                return x.flatten(1);
            case "ReLU":
                return x.relu();
            case "LeakyReLU":
                return functional.leaky_relu(x, 0.01);
            case "GELU":
                return x.gelu();
            case "SiLU":
                return x.silu();
            case "Sigmoid":
                return x.sigmoid();
            case "Tanh":
                return x.tanh();
            case "Softmax":
                return x.softmax(1);
            case "Dropout":
                return functional.dropout(x, 0.5, training: true);
            default:
                throw new InvalidOperationException($"the table has an operator that this test does not know: add {@case.Operator} here");
        }

        long Get(string name, long @default) => @case.Arguments.TryGetValue(name, out long value) ? value : @default;
    }
}
