using KdGen;

namespace Models;

/// <summary>A pre-norm transformer layer.</summary>
public partial class ViTBlock
{
    [Arg] public const int D = 192, Heads = 3;
    [Key(""), LayerNorm(Eps = 1e-6, Key = "norm1"), Attention(Heads, Key = "attn"), Residual]                                   public partial class Mix;
    [Key(""), LayerNorm(Eps = 1e-6, Key = "norm2"), Linear(4 * D, Key = "mlp.fc1"), GELU, Linear(D, Key = "mlp.fc2"), Residual] public partial class Mlp;
}

/// <summary>DeiT with a distillation token (Touvron et al. 2021); width and heads make Tiny, Small and Base. timm's keys.</summary>
[Input(3, 224, 224), Output<Cls, Dist>(Eval = Join.Mean)]
public partial class DistilledDeiT
{
    [Arg] public const int D = 192, AttentionHeads = 3, Depth = 12, Classes = 1000;
    [Key(""), PatchEmbed(D, Patch = 16, Key = "patch_embed"), Tokens(2), PosEmbed] public partial class Tokens;
    [Key("blocks"), Repeat<ViTBlock>(Depth, D, AttentionHeads)]                    public partial class Encoder;
    [Key("norm"), LayerNorm(Eps = 1e-6)]                                           public partial class Norm;
    [Key("head"), From<Norm>, Select(0), Linear(Classes, Key = "")]                public partial class Cls;
    [Key("head_dist"), From<Norm>, Select(1), Linear(Classes, Key = "")]           public partial class Dist;
}

[Args(192, 3)] public partial class DeiTTiny : DistilledDeiT;
