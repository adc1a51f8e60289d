using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ops;

/// <summary>The one table of operators. A new operator is a row here (and its attribute in the language).</summary>
internal static class OpCatalog
{
    public static readonly EquatableArray<OpSpec> All = new(
    [
        Convolution.Conv,
        Convolution.DepthwiseConv,
        TransposedConvolution.ConvTranspose,
        Dense.Linear,
        Dense.Embedding,
        Transformers.PatchEmbed,
        Transformers.Tokens,
        Transformers.PosEmbed,
        Transformers.Attention,
        Normalization.BatchNorm,
        Normalization.LayerNorm,
        Normalization.GroupNorm,
        Normalization.RMSNorm,
        Normalization.L2Normalize,
        Activations.ReLU,
        Activations.ReLU6,
        Activations.LeakyReLU,
        Activations.GELU,
        Activations.SiLU,
        Activations.HardSwish,
        Activations.Sigmoid,
        Activations.Tanh,
        Activations.Softmax,
        Pooling.MaxPool,
        Pooling.AvgPool,
        Pooling.AdaptiveAvgPool,
        Pooling.GlobalAvgPool,
        Pooling.GlobalMaxPool,
        Layout.Flatten,
        Reshaping.Reshape,
        Layout.Permute,
        Layout.Select,
        Layout.Mean,
        Layout.Shuffle,
        Layout.Identity,
        Resizing.Upsample,
        Resizing.Pad,
        Resizing.SE,
        Regularization.Dropout,
        Regularization.DropPath,
    ]);

    /// <summary>The operator of that name; null when the table has none.</summary>
    public static OpSpec? Find(string name)
    {
        foreach (OpSpec spec in All)
        {
            if (spec.Name == name)
            {
                return spec;
            }
        }

        return null;
    }
}
