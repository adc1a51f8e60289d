using KdGen;

namespace Models;

/// <summary>A post-norm transformer layer, as BERT has them.</summary>
public partial class BertLayer
{
    [Arg] public const int D = 312, Heads = 12, Hidden = 1200;
    [Key("attention"), Attention(Heads, Key = ""), Residual, LayerNorm(Eps = 1e-12, Key = "norm")]                           public partial class Mix;
    [Key("mlp"), Linear(Hidden, Key = "fc1"), GELU, Linear(D, Key = "fc2"), Residual, LayerNorm(Eps = 1e-12, Key = "norm")] public partial class Mlp;
}

/// <summary>An encoder of TinyBERT's size (Jiao et al. 2020) over 128 token ids: 4 layers of width 312 and the head of a sentence classifier.</summary>
[Input(128, DType = DType.I64)]
public partial class TinyBert
{
    [Arg] public const int Vocabulary = 30522, Classes = 2;
    [Key("embeddings"), Embedding(Vocabulary, 312, Key = "word"), PosEmbed, LayerNorm(Eps = 1e-12, Key = "norm")] public partial class Embeddings;
    [Key("encoder"), Repeat<BertLayer>(4)]                                                                        public partial class Encoder;
    [Key("pooler"), Select(0), Linear(312, Key = ""), Tanh]                                                       public partial class Pooler;
    [Linear(Classes)]                                                                                             public partial class Classifier;
}
