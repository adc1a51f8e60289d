using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The attention-based fusion module of <see cref="ReviewKDLoss"/>: x = BatchNorm(conv1x1(stage)); unless it is the deepest stage, x = x a₀ + y a₁ with y the deeper result at the stage's
/// size and a = sigmoid(conv1x1([x, y])), [B, 2, H, W]; x at the teacher's size goes on to the next stage, BatchNorm(conv3x3(x)) is compared with the teacher's.
/// </summary>
internal sealed class AttentionFusion : nn.Module
{
    private readonly LayerChain conv1;
    private readonly LayerChain conv2;
    private readonly Sequential? att_conv;

    /// <summary>Makes the module: the two convolutions uniform within sqrt(3 / fan in) (He et al.), the attention's as torch makes it.</summary>
    internal AttentionFusion(long student, long mid, long teacher, bool isDeepest) : base(nameof(AttentionFusion))
    {
        Conv2d first = nn.Conv2d(student, mid, 1L, bias: false), second = nn.Conv2d(mid, teacher, 3, padding: 1, bias: false);
        conv1 = new LayerChain(first, nn.BatchNorm2d(mid));
        conv2 = new LayerChain(second, nn.BatchNorm2d(teacher));
        register_module(nameof(conv1), conv1);
        register_module(nameof(conv2), conv2);
        if (!isDeepest)
        {
            att_conv = nn.Sequential(nn.Conv2d(2 * mid, 2, 1L), nn.Sigmoid());
            register_module(nameof(att_conv), att_conv);
        }
        nn.init.kaiming_uniform_(first.weight, a: 1);
        nn.init.kaiming_uniform_(second.weight, a: 1);
    }

    /// <summary>The stage's map for the teacher's, [B, Ct, height, width], and what the next, shallower stage takes, [B, mid, height, width].</summary>
    /// <param name="stage">[B, Cs, H, W].</param>
    /// <param name="deeper">What the deeper stage gave, [B, mid, H', W']; null of the deepest.</param>
    /// <param name="height">Of the teacher's map.</param>
    /// <param name="width">Of the teacher's map.</param>
    internal (Tensor Output, Tensor Fused) Fuse(Tensor stage, Tensor? deeper, long height, long width)
    {
        var x = conv1.forward(stage);
        if (att_conv is not null)
        {
            var y = Resized(deeper!, x.size(2), x.size(3));
            var attention = att_conv.forward(cat([x, y], 1));
            x = x.mul(attention.narrow(1, 0, 1)).add(y.mul(attention.narrow(1, 1, 1)));
        }
        x = Resized(x, height, width);
        return (conv2.forward(x), x);
    }

    /// <summary>Does nothing: the constructor registers the layers.</summary>
    protected override void RegisterComponents() { }

    private static Tensor Resized(Tensor map, long height, long width)
        => map.size(2) == height && map.size(3) == width ? map : nn.functional.interpolate(map, [height, width]);
}
