using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>One of the two networks of <see cref="FTLoss"/>: three convolutions from a feature to its code and, in the paraphraser, three back.</summary>
internal sealed class FactorCoder : nn.Module
{
    private const double Slope = 0.1;

    private readonly LayerChain encoder;
    private readonly LayerChain? decoder;

    private FactorCoder(string name, LayerChain encoder, LayerChain? decoder) : base(name)
    {
        (this.encoder, this.decoder) = (encoder, decoder);
        register_module(nameof(encoder), encoder);
        if (decoder is not null)
            register_module(nameof(decoder), decoder);
    }

    /// <summary>From the teacher's channels to a code and back, without BatchNorm.</summary>
    internal static FactorCoder Paraphraser(long channels, long code) => new(nameof(Paraphraser), Encoder(channels, code, static _ => null), Decoder(channels, code));

    /// <summary>From the student's channels to a code, with BatchNorm.</summary>
    internal static FactorCoder Translator(long channels, long code) => new(nameof(Translator), Encoder(channels, code, static width => nn.BatchNorm2d(width)), null);

    /// <summary>Of its weights.</summary>
    internal ScalarType Type => parameters().First().dtype;

    /// <summary>[B, C, H, W] to [B, K, H, W].</summary>
    internal Tensor Encode(Tensor feature) => encoder.forward(feature);

    /// <summary>[B, K, H, W] to [B, C, H, W]; of a paraphraser.</summary>
    internal Tensor Decode(Tensor code) => decoder!.forward(code);

    /// <summary>Does nothing: the constructor registers the chains.</summary>
    protected override void RegisterComponents() { }

    // A position for BatchNorm with or without one: the published names count it.
    private static LayerChain Encoder(long channels, long code, Func<long, nn.Module<Tensor, Tensor>?> norm) => new(
        nn.Conv2d(channels, channels, 3, padding: 1), norm(channels), Activation(),
        nn.Conv2d(channels, code, 3, padding: 1), norm(code), Activation(),
        nn.Conv2d(code, code, 3, padding: 1), norm(code), Activation());

    private static LayerChain Decoder(long channels, long code) => new(
        nn.ConvTranspose2d(code, code, 3, padding: 1), null, Activation(),
        nn.ConvTranspose2d(code, channels, 3, padding: 1), null, Activation(),
        nn.ConvTranspose2d(channels, channels, 3, padding: 1), null, Activation());

    private static nn.Module<Tensor, Tensor> Activation() => nn.LeakyReLU(Slope, inplace: true);
}
