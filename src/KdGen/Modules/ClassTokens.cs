using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>
/// Puts learned tokens before a sequence: [B, T, D] to [B, count + T, D]. The first is the class token of Dosovitskiy et al., "An Image Is Worth
/// 16x16 Words", 2021; the second the distillation token of Touvron et al., "Training data-efficient image transformers", 2021. Parameters, each
/// [1, 1, D]: <c>cls_token</c>, <c>dist_token</c>, then <c>token2</c>, <c>token3</c> and so on.
/// </summary>
public sealed class ClassTokens : nn.Module<Tensor, Tensor>
{
    private readonly string[] names;

    /// <summary>Makes the tokens, normal with standard deviation 0.02.</summary>
    /// <param name="count">The number of tokens.</param>
    /// <param name="features">D.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public ClassTokens(long count, long features) : base(nameof(ClassTokens))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        names = [.. Enumerable.Range(0, (int)count).Select(i => i switch { 0 => "cls_token", 1 => "dist_token", _ => $"token{i}" })];
        foreach (var name in names) LearnedTable.Register(this, name, 1, 1, features);
    }

    /// <summary>Puts the tokens in front: [B, T, D] to [B, count + T, D].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        long[] each = [input.size(0), -1, -1];
        return cat([.. names.Select(name => get_parameter(name)!.expand(each)), input], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the tokens are registered by the constructor.</summary>
    protected override void RegisterComponents() { }
}
