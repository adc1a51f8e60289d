using KdGen.Generators.Tests.Harness;
using Xunit;

namespace KdGen.Generators.Tests.Losses;

/// <summary>Phases before the main training.</summary>
public sealed class PhaseTests
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

    private static string Recipe(string attributes) => Models + $"[Distill<Big, Small>, {attributes}, Adam] public partial class Recipe;";

    [Theory]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.Hint, Phase = 1, Project = Projector.ConvReg), DistillLoss(Kind.CE), Phase(1, Epochs = 30)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.Hint, Phase = 1, WarmUp = 2, Project = Projector.ConvReg), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4, Until = 3), Phase(1)")]
    [InlineData("DistillLoss(Kind.AB, Phase = 1, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage2)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage2)]), DistillLoss(Kind.CE), Phase(1)")]
    [InlineData("DistillLoss(Kind.FSP, Phase = 1, TeacherStages = [nameof(Big.Stage1), nameof(Big.Stage2)], StudentStages = [nameof(Small.Stage1), nameof(Small.Stage2)]), DistillLoss(Kind.CE), Phase(1)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.FT, Pretrain = 1, Weight = 200), DistillLoss(Kind.CE), Phase(1, Epochs = 30)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.FT, Pretrain = 1, Phase = 2), DistillLoss<Big.Stage2, Small.Stage2>(Kind.FT, Pretrain = 1), DistillLoss(Kind.CE), Phase(1), Phase(2)")]
    [InlineData("DistillLoss(Kind.KL, Phase = 1, T = 4), DistillLoss(Kind.KL, T = 8), Phase(1)")]
    [InlineData("DistillLoss(Kind.CE, Phase = 1, Student = nameof(Small.Logits)), DistillLoss(Kind.DKPP), DistillLoss(Kind.KL, Phase = 2, T = 2), Phase(2), Phase(1)")]
    [InlineData("DistillLoss<Big.Stage3, Small.Stage3>(Kind.SRRL, Phase = 1), DistillLoss(Kind.CE), Phase(1)")]
    [InlineData("DistillLoss<Big.Pooled, Small.Pooled>(Kind.CRD, Phase = 1, Until = 3), DistillLoss(Kind.CE), Phase(1)")]
    public void Phases_CompileInSilence(string attributes)
    {
        AnalyzerHarness.IsSilent(Recipe(attributes));
        GeneratorHarness.Run(Recipe(attributes)).AssertCompiles();
    }

    [Fact]
    public void TrainRecipe_HasPhasesToo()
    {
        const string Source = Models + "[Train<Small>, DistillLoss(Kind.CE, Phase = 1, LabelSmoothing = 0.1), DistillLoss(Kind.CE), Sgd(0.1), Phase(1)] public partial class Recipe;";
        AnalyzerHarness.IsSilent(Source);
        GeneratorHarness.Run(Source).AssertCompiles();
    }

    [Theory]
    [InlineData("KDG1105", "KL has Phase = 1: add [Phase(1, Epochs = 10)]", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = [|1|])")]
    [InlineData("KDG1105", "FT has Pretrain = 2: add [Phase(2, Epochs = 10)]", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), DistillLoss<Big.Stage3, Small.Stage3>(Kind.FT, Pretrain = [|2|]), Phase(1)")]
    [InlineData("KDG1105", "Recipe has phase 1 twice: phases count from 1 without gaps, use 2", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), Phase(1), Phase([|1|], Epochs = 3)")]
    [InlineData("KDG1105", "Recipe has phase 2 but no phase 1: phases count from 1 without gaps, use 1", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), Phase([|2|])")]
    [InlineData("KDG1105", "Phase has Epochs = 0: epochs are at least 1", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), Phase(1, Epochs = [|0|])")]
    [InlineData("KDG1105", "FT has Pretrain = 1 but counts in phase 1: what it compares with is trained before", "DistillLoss(Kind.CE), DistillLoss<Big.Stage3, Small.Stage3>(Kind.FT, Pretrain = [|1|], Phase = 1), Phase(1)")]
    [InlineData("KDG2014", "Recipe has no loss with a weight above 0 in phase 1: give one Phase = 1, or remove the phase", "DistillLoss(Kind.CE), DistillLoss(Kind.KL), [|Phase|](1)")]
    [InlineData("KDG2013", "KL needs no Pretrain: it is an option of FT", "DistillLoss(Kind.KL, Pretrain = [|1|])")]
    public void Mistake_IsReported(string id, string message, string attributes) => AnalyzerHarness.Reports(id, message, Recipe(attributes));

    [Fact]
    public void NothingInTheMainTraining_IsReported() => AnalyzerHarness.Reports(
        "KDG2014", "Recipe has no loss with a weight above 0 outside its phases: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]",
        Models + "[[|Distill<Big, Small>|], DistillLoss(Kind.CE, Phase = 1), DistillLoss(Kind.KL, Phase = 1), Adam, Phase(1)] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = [|1|]), DistillLoss(Kind.TVD, Phase = 1)", "Remove Phase", "DistillLoss(Kind.CE), DistillLoss(Kind.KL), DistillLoss(Kind.TVD)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), Phase([|3|])", "Use 1", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1), Phase(1)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL), [|Phase|](1)", "Remove [Phase(1)]", "DistillLoss(Kind.CE), DistillLoss(Kind.KL)")]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1, Weight = 0), [|Phase|](1)", "Use Weight = 1", "DistillLoss(Kind.CE), DistillLoss(Kind.KL, Phase = 1, Weight = 1), Phase(1)")]
    public void Fix_MendsIt(string attributes, string title, string mended) => CodeFixHarness.Fixes(Recipe(attributes), title, Recipe(mended));

    [Fact]
    public void Fix_AddsThePhase()
    {
        const string Terms = "[Distill<Big, Small>, Adam]\n[Phase(1)]\n[DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2, Phase = 1), DistillLoss(Kind.KL, Phase = 2)]\npublic partial class Recipe;";
        CodeFixHarness.Fixes(Models + Terms.Replace("Phase = 2", "Phase = [|2|]"), "Add [Phase(2, Epochs = 10)]", Models + Terms.Replace("[Phase(1)]", "[Phase(1)]\n[Phase(2, Epochs = 10)]"));
    }

    /// <summary>While something is wrong, what the user's code calls is there all the same.</summary>
    [Fact]
    public void Skeleton_HasStepsAndLossesOfPhases() => GeneratorHarness.Run(Recipe("DistillLoss<Big.Stage3, Small.Stage3>(Kind.Hint, Phase = 1), DistillLoss(Kind.CE), Phase(1)") + """

        public static class Loop
        {
            public static void Run(Recipe recipe, TorchSharp.torch.Tensor x, TorchSharp.torch.Tensor y)
            {
                for (int i = 0; i < Recipe.Phase1Epochs; i++)
                    recipe.Phase1Step(x, y).Dispose();
                Recipe.Phase1Loss(y, x, x).Dispose();
            }
        }
        """).AssertCompiles();

    [Theory]
    [InlineData("public const int [|Phase1Epochs|] = 3;", "Phase1Epochs", "constant")]
    [InlineData("int [|Phase1Step|] => 3;", "Phase1Step", "method")]
    [InlineData("int [|Phase1Loss|] => 3;", "Phase1Loss", "method")]
    [InlineData("int [|Phase1ReadStudent|] => 3;", "Phase1ReadStudent", "method")]
    [InlineData("int [|phase1Optimizer|] => 3;", "phase1Optimizer", "field")]
    public void NameOfAPhase_IsTaken(string member, string name, string what) => AnalyzerHarness.Reports(
        "KDG1112", $"Recipe has a member {name}, which is the name of a generated {what}: rename it",
        Recipe("DistillLoss(Kind.CE), DistillLoss<Big.Stage2, Small.Stage2>(Kind.Hint, Phase = 1), Phase(1)").Replace("Recipe;", $"Recipe {{ {member} }}"));
}
