using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// Cuts a picture into square patches and maps each linearly to a vector: [B, C, H, W] to [B, (H / P)(W / P), D], row by row. Dosovitskiy et
/// al., "An Image Is Worth 16x16 Words", 2021. The child is <c>proj</c>, a convolution whose stride is its kernel.
/// </summary>
public sealed class PatchEmbed : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d proj;

    /// <summary>Makes the layer with fresh weights.</summary>
    /// <param name="channels">C.</param>
    /// <param name="features">D.</param>
    /// <param name="patch">P, the side of a patch in pixels; what is left of H and W after whole patches is not looked at.</param>
    public PatchEmbed(long channels, long features, long patch) : base(nameof(PatchEmbed))
    {
        proj = nn.Conv2d(channels, features, patch, patch);
        register_module(nameof(proj), proj);
    }

    /// <summary>Embeds: [B, C, H, W] to [B, (H / P)(W / P), D].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return proj.forward(input).flatten(2).transpose(1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the child is registered by the constructor.</summary>
    protected override void RegisterComponents() { }
}
