using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Tests.Source;

/// <summary>The models and recipes of the tutorial.</summary>
internal static class Samples
{
    public static ModuleDecl DeepNN => Declare.Model(
        "DeepNN",
        "3, 32, 32",
        """
        Conv(3, 128), ReLU, Conv(128, 64), ReLU, MaxPool(2),
        Conv(64, 64), ReLU, Conv(64, 32), ReLU, MaxPool(2),
        Flatten, Linear(2048, 512), ReLU, Dropout(0.1), Linear(512, 10)
        """);

    public static ModuleDecl LightNN => Declare.Model(
        "LightNN",
        "3, 32, 32",
        """
        Conv(3, 16), ReLU, MaxPool(2), Conv(16, 16), ReLU, MaxPool(2),
        Flatten, Linear(1024, 256), ReLU, Dropout(0.1), Linear(256, 10)
        """);

    public static RecipeIr TutorialKd => Distill(
        "DistillLoss(Kind.CE, Weight = 0.75), DistillLoss(Kind.KL, T = 2, Weight = 0.25)",
        "Adam(0.001), Epochs(10), Batch(128)");

    public static RecipeIr BaselineSgd => RecipeBinder.Bind(
        Declare.Recipe("Baseline", null, "LightNN", "", "Sgd(0.05, Momentum = 0.9, WeightDecay = 0.0005, Nesterov = true), Epochs(240), Batch(64)"),
        null,
        Declare.Signature(LightNN));

    /// <summary>A recipe between the tutorial's models.</summary>
    public static RecipeIr Distill(string losses, string rest = "Adam") => RecipeBinder.Bind(
        Declare.Recipe("TutorialKd", "DeepNN", "LightNN", losses, rest),
        Declare.Signature(DeepNN),
        Declare.Signature(LightNN));
}
