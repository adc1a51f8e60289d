using KdGen.Generators.Tests.Harness;
using Xunit;

namespace KdGen.Generators.Tests.Losses;

/// <summary>Every loss between stages, in every way of naming them: what is generated compiles, and nothing is said.</summary>
public sealed class FeatureLossTests
{
    private const string Models = """
        using KdGen;

        [Input(3, 16, 16)]
        public partial class Big
        {
            [Conv(16, Bias = false), BatchNorm, ReLU]            public partial class Stage1;
            [Conv(32, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage2;
            [Conv(64, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage3;
            [GlobalAvgPool]                        public partial class Pooled;
            [Linear(10)]                           public partial class Logits;
        }

        [Input(3, 16, 16)]
        public partial class Small
        {
            [Conv(16, Bias = false), BatchNorm, ReLU]            public partial class Stage1;
            [Conv(32, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage2;
            [Conv(24, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage3;
            [GlobalAvgPool]                        public partial class Pooled;
            [Linear(10)]                           public partial class Logits;
        }

        """;

    [Theory]
    [InlineData("DistillLoss<Big.Stage2, Small.Stage2>(Kind.Hint, Smooth = true)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.Hint, Project = Projector.Auto), DistillLoss<Big.Stage2, Small.Stage2>(Kind.Hint, Project = Projector.Auto)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.Hint, Project = Projector.Mlp), DistillLoss<Big.Pooled, Small.Pooled>(Kind.Hint, Project = Projector.Mlp)")]
    [InlineData("DistillLoss<Big.Stage2, Small.Stage2>(Kind.Cosine), DistillLoss<Big.Stage3, Small.Stage1>(Kind.Cosine, Pool = true)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage2>(Kind.AT, Weight = 1000), DistillLoss<Big.Stage3, Small.Stage3>(Kind.AT, Power = 1)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Pooled>(Kind.SP)")]
    [InlineData("DistillLoss<Big.Pooled, Small.Pooled>(Kind.RKD, Distance = 1, Angle = 2)")]
    [InlineData("DistillLoss<Big.Pooled, Small.Pooled>(Kind.PKT)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage2>(Kind.NST)")]
    [InlineData("DistillLoss(Kind.FSP, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage2)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage2)])")]
    [InlineData("DistillLoss(Kind.KDSVD, K = 2, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage2)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage2)])")]
    [InlineData("DistillLoss(Kind.AB, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage2)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage2)])")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.AB, Margin = 2, PreAct = false, Project = Projector.Conv1x1)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.CWD, T = 4, Project = Projector.Conv1x1)")]
    [InlineData("DistillLoss<Big.Stage2, Small.Stage2>(Kind.PKD)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage2>(Kind.ICKD, Project = Projector.Conv1x1)")]
    [InlineData("DistillLoss(Kind.Hint, Teacher = nameof(Big.Stage2), Student = nameof(Small.Stage2))")]
    [InlineData("DistillLoss(Kind.Hint, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage3)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage3)], Project = Projector.Auto)")]
    [InlineData("DistillLoss<Big.Pooled, Small.Stage3>(Kind.CC, Dim = 64)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.VID), DistillLoss<Big.Stage2, Small.Stage2>(Kind.VID)")]
    [InlineData("Phase(1), DistillLoss<Big.Stage3, Small.Stage3>(Kind.FT, Factor = 0.25, Pretrain = 1)")]
    [InlineData("DistillLoss(Kind.ReviewKD, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage2), nameof(Big.Stage3)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage2), nameof(Small.Stage3)])")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.MGD, Mask = 0.5)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.SimKD)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.SRRL), DistillLoss<Big.Stage2, Small.Stage2>(Kind.SRRL)")]
    [InlineData("DistillLoss(Kind.OFD, TeacherStages = [nameof(Big.Stage2), nameof(Big.Stage3)], StudentStages = [nameof(Small.Stage2), nameof(Small.Stage3)])")]
    [InlineData("DistillLoss<Big.Pooled, Small.Pooled>(Kind.CRD, Weight = 0.8)")]
    [InlineData("Phase(1), DistillLoss<Big.Stage2, Small.Stage3>(Kind.FT, Pretrain = 1), DistillLoss<Big.Stage3, Small.Stage3>(Kind.AT)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Pooled>(Kind.CRD, Dim = 64, K = 100, T = 0.1, Momentum = 0.9, Half = true, WarmUp = 2), DistillLoss<Big.Pooled, Small.Pooled>(Kind.CRD)")]
    public void Term_CompilesInSilence(string terms)
    {
        string source = Models + $"[Distill<Big, Small>, DistillLoss(Kind.CE), {terms}, Adam] public partial class Recipe;";
        AnalyzerHarness.IsSilent(source);
        GeneratorHarness.Run(source).AssertCompiles();
    }

    private const string Encoders = """
        using KdGen;

        public partial class Layer
        {
            [Arg] public const int D = 24, Heads = 3;
            [LayerNorm, Attention(Heads), Residual]               public partial class Mix;
            [LayerNorm, Linear(4 * D), GELU, Linear(D), Residual] public partial class Mlp;
        }

        [Input(3, 16, 16)]
        public partial class Tall
        {
            [PatchEmbed(24, Patch = 4), PosEmbed] public partial class Embed;
            [Repeat<Layer>(4)]                    public partial class Encoder;
            [Mean, Linear(10)]                    public partial class Logits;
        }

        [Input(3, 16, 16)]
        public partial class Short
        {
            [PatchEmbed(12, Patch = 4), PosEmbed] public partial class Embed;
            [Repeat<Layer>(2, 12)]                public partial class Encoder;
            [Mean, Linear(10)]                    public partial class Logits;
        }

        """;

    [Theory]
    [InlineData("DistillLoss<Tall.Encoder, Short.Encoder>(Kind.AttentionMap, TeacherLayers = [1, 3], StudentLayers = [0, 1])")]
    [InlineData("DistillLoss<Tall.Encoder, Short.Encoder>(Kind.Hint, TeacherLayers = [1, 3], StudentLayers = [0, 1], Project = Projector.Auto)")]
    [InlineData("DistillLoss<Tall.Encoder, Short.Encoder>(Kind.Cosine, Project = Projector.Mlp)")]
    public void TermOfEncoders_CompilesInSilence(string terms)
    {
        string source = Encoders + $"[Distill<Tall, Short>, DistillLoss(Kind.CE), {terms}, Adam] public partial class Recipe;";
        AnalyzerHarness.IsSilent(source);
        GeneratorHarness.Run(source).AssertCompiles();
    }

    /// <summary>A step of a loss that remembers samples is told which they are, also where the recipe has a mistake or its weights change.</summary>
    [Theory]
    [InlineData("Adam")]
    [InlineData("Adam, Sgd(1)")]
    public void Step_TakesTheIndexOfContrastedSamples(string optimizers) => GeneratorHarness.Run(Models + $$"""
        [Distill<Big, Small>, DistillLoss(Kind.CE, WarmUp = 3), DistillLoss<Big.Pooled, Small.Pooled>(Kind.CRD, K = 100), {{optimizers}}] public partial class Recipe;
        public static class Use
        {
            public static TorchSharp.torch.Tensor One(Recipe recipe, KdGen.Data.Batch batch) => recipe.Step(batch.X, batch.Y, batch.Index);
        }
        """).AssertCompiles();
}
