using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ops;

/// <summary>The table of optimizers.</summary>
internal static class OptimizerCatalog
{
    public static readonly EquatableArray<OptimizerSpec> All = new(
    [
        new OptimizerSpec("Adam", "Adam", "lr", 1e-3, AdamOptions(weightDecay: 0)),
        new OptimizerSpec("AdamW", "AdamW", "lr", 1e-3, AdamOptions(weightDecay: 0.01)),
        new OptimizerSpec("Sgd", "SGD", "learningRate", null, new(
        [
            NotNegative("Momentum", 0, "momentum"),
            new(OpParameter.Real("Dampening", 0, OpParameter.IsFinite, "it is a finite number"), "dampening"),
            NotNegative("WeightDecay", 0, "weight_decay"),
            new(OpParameter.Flag("Nesterov", false), "nesterov"),
        ])),
    ]);

    /// <summary>The optimizer of that name; null when the table has none.</summary>
    public static OptimizerSpec? Find(string name)
    {
        foreach (OptimizerSpec spec in All)
        {
            if (spec.Name == name)
            {
                return spec;
            }
        }

        return null;
    }

    private static EquatableArray<OptimizerOption> AdamOptions(double weightDecay) => new(
    [
        Decay("Beta1", 0.9, "beta1"),
        Decay("Beta2", 0.999, "beta2"),
        NotNegative("Eps", 1e-8, "eps"),
        NotNegative("WeightDecay", weightDecay, "weight_decay"),
    ]);

    private static OptimizerOption Decay(string name, double @default, string factoryName)
        => new(OpParameter.Real(name, @default, static decay => decay is >= 0 and < 1, "a decay is at least 0 and below 1"), factoryName);

    private static OptimizerOption NotNegative(string name, double @default, string factoryName)
        => new(OpParameter.Real(name, @default, static value => value >= 0 && OpParameter.IsFinite(value), "it is at least 0"), factoryName);
}
