using KdGen;

namespace Models;

/// <summary>12 categorical ids, each of 5,000 values: an embedding a field, then two layers.</summary>
[Input(12, DType = DType.I64)]
public partial class EmbeddingMlp
{
    [Embedding(5000, 16, Key = ""), Flatten] public partial class Fields;
    [Linear(256, Key = ""), ReLU]            public partial class Hidden;
    [Linear(64)]                             public partial class Embed;
    [ReLU, Linear(10, Key = "")]             public partial class Logits;
}
