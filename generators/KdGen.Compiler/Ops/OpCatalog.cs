using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ops;

/// <summary>The one table of operators. A new operator is a row here (and its attribute in the language).</summary>
internal static class OpCatalog
{
    public static readonly EquatableArray<OpSpec> All = new(
    [
        Convolution.Conv,
        Dense.Linear,
        Normalization.BatchNorm,
        Activations.ReLU,
        Activations.LeakyReLU,
        Activations.GELU,
        Activations.SiLU,
        Activations.Sigmoid,
        Activations.Tanh,
        Activations.Softmax,
        Pooling.MaxPool,
        Pooling.AvgPool,
        Pooling.GlobalAvgPool,
        Layout.Flatten,
        Regularization.Dropout,
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
