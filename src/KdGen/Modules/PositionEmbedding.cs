using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// Adds a learned vector to each position of a sequence: [B, T, D] to [B, T, D]. Dosovitskiy et al., "An Image Is Worth 16x16 Words", 2021.
/// The parameter is <c>pos_embed</c>, [1, T, D].
/// </summary>
public sealed class PositionEmbedding : nn.Module<Tensor, Tensor>
{
    private const string Key = "pos_embed";

    /// <summary>Makes the vectors, normal with standard deviation 0.02.</summary>
    /// <param name="tokens">T.</param>
    /// <param name="features">D.</param>
    public PositionEmbedding(long tokens, long features) : base(nameof(PositionEmbedding)) => LearnedTable.Register(this, Key, 1, tokens, features);

    /// <summary>Adds the vectors: [B, T, D] to [B, T, D].</summary>
    public override Tensor forward(Tensor input) => input.add(get_parameter(Key)!);

    /// <summary>Does nothing: the vectors are registered by the constructor.</summary>
    protected override void RegisterComponents() { }
}
