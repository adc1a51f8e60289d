namespace KdGen.Generators.Tests.Harness;

/// <summary>The declarations that many tests start from.</summary>
internal static class Sources
{
    /// <summary>The README's example: a teacher, a student and their recipe.</summary>
    public const string Tutorial = """
        using KdGen;

        namespace Tutorial;

        [Teacher, Input(3, 32, 32)]
        [Conv(3, 128), ReLU, Conv(128, 64), ReLU, MaxPool(2)]
        [Conv(64, 64), ReLU, Conv(64, 32), ReLU, MaxPool(2)]
        [Flatten, Linear(2048, 512), ReLU, Dropout(0.1), Linear(512, 10)]
        public partial class DeepNN;

        [Student, Input(3, 32, 32)]
        [Conv(3, 16), ReLU, MaxPool(2), Conv(16, 16), ReLU, MaxPool(2)]
        [Flatten, Linear(1024, 256), ReLU, Dropout(0.1), Linear(256, 10)]
        public partial class LightNN;

        [Distill<DeepNN, LightNN>]
        [DistillLoss(Kind.CE, Weight = 0.75)]
        [DistillLoss(Kind.KL, T = 2, Weight = 0.25)]
        [Adam(1e-3), Epochs(10), Batch(128)]
        public partial class TutorialKd;

        """;
}
