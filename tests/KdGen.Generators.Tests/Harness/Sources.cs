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

    /// <summary>Every way to compose: stages, blocks of a list and of stages, a family, branches, heads, a hand-written Forward, expressions.</summary>
    public const string Composed = """
        using KdGen;

        namespace Composed;

        [Conv(C, Stride = S, Bias = false), BatchNorm, ReLU, Conv(C, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU]
        public partial class BasicBlock { [Arg] public const int C = 64, S = 1; }

        public partial class Layer
        {
            [Arg] public const int D = 8, Heads = 2;
            [LayerNorm, Attention(Heads), Residual] public partial class Mix;
            [LayerNorm, Linear(4 * D), GELU, Linear(D), Residual] public partial class Mlp;
        }

        [Input(3, 8, 8)]
        public partial class Family
        {
            [Arg] public const int N = 1, Width = 4;
            [Key("conv1"), Conv(Width, Bias = false, Key = "c"), ReLU] public partial class Stem;
            [Repeat<BasicBlock>(N, 2 * Width, Stride = 2)] public partial class Stage1;
            [Parallel<Left, Right>(Join.Cat, Split = true), Shuffle(2)] public partial class Stage2 { [Identity] public partial class Left; [Conv(Width)] public partial class Right; }
            [GlobalAvgPool] public partial class Pooled;
            [Linear(10)] public partial class Logits;
        }

        [Args(2, 8)] public partial class Deep : Family;

        [Input(3, 8, 8), Output<Cls, Dist>(Eval = Join.Mean)]
        public partial class Transformer
        {
            [PatchEmbed(8, Patch = 4), Tokens(2), PosEmbed] public partial class Embedded;
            [Repeat<Layer>(2, 8, 4)] public partial class Encoder;
            [LayerNorm] public partial class Norm;
            [From<Norm>, Select(0), Linear(10)] public partial class Cls;
            [Add<Norm, Encoder>, Select(1), Linear(10)] public partial class Dist;
        }

        [Input(3, 8, 8), Shape(10)]
        public partial class ByHand
        {
            [Repeat<BasicBlock>(1, 4)] public partial class Body;
            [GlobalAvgPool, Linear(10)] public partial class Head;
            TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => head.call(body.call(x));
        }

        [Distill<Deep, Transformer>, DistillLoss(Kind.KL, T = 4), Adam]
        public partial class Recipe;

        """;

    /// <summary>Losses of one's own: a formula over rows, with a helper and branches, and a method over tensors.</summary>
    public const string OwnLosses = """
        using KdGen;
        using TorchSharp;
        using static KdGen.RowMath;

        namespace Own;

        [Teacher, Input(4), Linear(8), ReLU, Linear(3)] public partial class Big;
        [Student, Input(4), Linear(3)] public partial class Small;

        public static class Losses
        {
            const double T = 4;
            [Loss] public static double Mixed(Row student, Row teacher, int label)
            {
                var p = Softmax(teacher / T);
                double soft = Sum(p * (Log(p) - LogSoftmax(student / T)));
                soft *= T * T;
                if (ArgMax(teacher) == label) { return soft; }
                return student[label] >= Max(student) ? 0 : -Focus(student, label) * LogSoftmax(student)[label];
            }
            [Loss] public static torch.Tensor Any(torch.Tensor student, torch.Tensor labels) => student.sum();
            static double Focus(Row z, int y) => Pow(1 - Softmax(z)[y], 2);
        }

        [Distill<Big, Small>]
        [DistillLoss(typeof(Losses), nameof(Losses.Mixed), Weight = 0.5), DistillLoss(typeof(Losses), "Any")]
        [Adam]
        public partial class Recipe;

        """;
}
