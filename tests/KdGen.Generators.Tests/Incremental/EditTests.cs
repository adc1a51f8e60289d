using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Incremental;

/// <summary>Which steps an edit runs again: what it touches, and nothing else.</summary>
public sealed class EditTests
{
    private static readonly string[] ModelSteps = [TrackingNames.Bind, TrackingNames.Shapes, TrackingNames.Signatures, TrackingNames.EmitModule];

    private static readonly string[] RecipeSteps =
        [TrackingNames.BindRecipe, TrackingNames.Plan, TrackingNames.EmitLoss, TrackingNames.EmitKernel, TrackingNames.EmitTrainer];

    private static readonly CSharpCompilation Tutorial = Compilations.Create(Sources.Tutorial, "public class Unrelated { public int Value => 1; }");

    [Fact]
    public void SameCompilation_RunsNothing()
    {
        IncrementalRun run = new(Tutorial, Tutorial);
        Assert.Empty(run.Ran);
        Assert.Empty(run.Written);
    }

    [Fact]
    public void FirstRun_RunsEverything()
    {
        IncrementalRun run = new(Tutorial);
        Assert.All(new[] { "DeepNN", "LightNN" }, model => Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.New, run[step, "Tutorial." + model])));
        Assert.All(RecipeSteps, step => Assert.Equal(IncrementalStepRunReason.New, run[step, "Tutorial.TutorialKd"]));
        Assert.Equal(
            ["EmitCuda Tutorial.TutorialKd", "EmitKernel Tutorial.TutorialKd", "EmitLoss Tutorial.TutorialKd", "EmitModule Tutorial.DeepNN", "EmitModule Tutorial.LightNN", "EmitTrainer Tutorial.TutorialKd"],
            run.Written);
    }

    public static TheoryData<string, int, string, string> HarmlessEdits => new()
    {
        { "method in an unrelated file", 1, "=> 1", "=> 2" },
        { "method added to an unrelated file", 1, "public int Value", "public void Added() { } public int Value" },
        { "constant that nobody names, in an unrelated file", 1, "public int Value", "public const int Free = 3; public int Value" },
        { "attribute in an unrelated file", 1, "public class Unrelated", "[System.Serializable] public class Unrelated" },
        { "type added to an unrelated file", 1, "public class Unrelated", "public class Other; public class Unrelated" },
        { "unrelated type in the same file", 0, "[Teacher,", "public class Other;\n[Teacher," },
        { "comment", 0, "[Teacher,", "// Deep.\n[Teacher," },
        { "blank lines above the class", 0, "[Student,", "\n\n\n[Student," },
        { "spaces inside an attribute", 0, "Conv(3, 128)", "Conv( 3 , 128 )" },
        { "another using", 0, "using KdGen;", "using System;\nusing KdGen;" },
        { "a method inside the module's class", 0, "partial class DeepNN;", "partial class DeepNN { public int Mine() => 1; }" },
        { "an attribute of somebody else", 0, "[Teacher,", "[System.Obsolete] [Teacher," },
        { "the same value in other words", 0, "Linear(2048, 512)", "Linear(2 * 1024, 512)" },
        { "other brackets", 0, "[Teacher, Input(3, 32, 32)]", "[Teacher] [Input(3, 32, 32)]" },
    };

    [Theory]
    [MemberData(nameof(HarmlessEdits))]
    public void HarmlessEdit_StopsAfterParse(string edit, int tree, string from, string to)
    {
        IncrementalRun run = new(Tutorial, Tutorial.Edit(from, to, tree));
        Assert.True(run.Changed.Any() == false, edit);
        Assert.All(run.Ran, step => Assert.StartsWith("Parse", step, StringComparison.Ordinal));
        Assert.Empty(run.Written);
    }

    [Fact]
    public void InnerWidthOfTheTeacher_RewritesTheTeacherAlone()
    {
        IncrementalRun run = new(Tutorial, Tutorial.Edit("Linear(2048, 512), ReLU, Dropout(0.1), Linear(512, 10)", "Linear(2048, 256), ReLU, Dropout(0.1), Linear(256, 10)"));
        Assert.Equal(
            ["Bind Tutorial.DeepNN", "EmitModule Tutorial.DeepNN", "Parse Tutorial.DeepNN", "Shapes Tutorial.DeepNN"],
            run.Changed);
        Assert.Equal(IncrementalStepRunReason.Unchanged, run[TrackingNames.Signatures, "Tutorial.DeepNN"]);
        Assert.All(RecipeSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.TutorialKd"]));
        Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.LightNN"]));
        Assert.Equal(["EmitModule Tutorial.DeepNN"], run.Written);
        Assert.NotEqual(run.Before["Tutorial.DeepNN.Module.g.cs"], run.After["Tutorial.DeepNN.Module.g.cs"]);
    }

    [Fact]
    public void SignatureOfTheTeacher_ReachesItsRecipesAlone()
    {
        CSharpCompilation two = Tutorial.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "using KdGen; namespace Tutorial; [Train<LightNN>, Adam] public partial class Alone;", Compilations.Options, "/2.cs"));
        IncrementalRun run = new(two, two.Edit("Linear(512, 10)", "Linear(512, 20)"));
        Assert.Equal(IncrementalStepRunReason.Modified, run[TrackingNames.Signatures, "Tutorial.DeepNN"]);
        Assert.Equal(IncrementalStepRunReason.Modified, run[TrackingNames.RecipeModels, "Tutorial.TutorialKd"]);
        Assert.Equal(IncrementalStepRunReason.Modified, run[TrackingNames.BindRecipe, "Tutorial.TutorialKd"]);
        Assert.Equal(IncrementalStepRunReason.Unchanged, run[TrackingNames.RecipeModels, "Tutorial.Alone"]);
        Assert.All(RecipeSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.Alone"]));
        Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.LightNN"]));
        Assert.Equal(["EmitCuda Tutorial.TutorialKd", "EmitKernel Tutorial.TutorialKd", "EmitLoss Tutorial.TutorialKd", "EmitModule Tutorial.DeepNN", "EmitTrainer Tutorial.TutorialKd"], run.Written);
    }

    [Fact]
    public void WeightOfALoss_TouchesNoModel()
    {
        IncrementalRun run = new(Tutorial, Tutorial.Edit("Weight = 0.75", "Weight = 0.5"));
        Assert.All(run.Changed, step => Assert.EndsWith("Tutorial.TutorialKd", step, StringComparison.Ordinal));
        Assert.Equal(IncrementalStepRunReason.Modified, run[TrackingNames.Plan, "Tutorial.TutorialKd"]);
        Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.DeepNN"]));
        Assert.Contains("EmitLoss Tutorial.TutorialKd", run.Written);
        Assert.DoesNotContain(run.Written, output => output.StartsWith("EmitModule", StringComparison.Ordinal));
    }

    [Fact]
    public void Epochs_RewriteTheTrainerAlone()
    {
        IncrementalRun run = new(Tutorial, Tutorial.Edit("Epochs(10)", "Epochs(20)"));
        Assert.Equal(["EmitTrainer Tutorial.TutorialKd"], run.Written);
    }

    [Fact]
    public void SecondModel_LeavesTheFirstOnesAlone()
    {
        CSharpCompilation more = Tutorial.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "using KdGen; namespace Tutorial; [Student, Input(3, 32, 32)] [Flatten, Linear(10)] public partial class Another;", Compilations.Options, "/2.cs"));
        IncrementalRun run = new(Tutorial, more);
        Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.New, run[step, "Tutorial.Another"]));
        Assert.All(new[] { "DeepNN", "LightNN" }, model => Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial." + model])));
        Assert.All(RecipeSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.TutorialKd"]));
        Assert.Equal(["EmitModule Tutorial.Another"], run.Written);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ModelInFrontOfOthers_LeavesThemAlone(int tree)
    {
        const string Another = "[Student, Input(3, 32, 32)] [Flatten, Linear(10)] public partial class Another;";
        CSharpCompilation two = Compilations.Create("namespace Tutorial { using KdGen; /* here */ }", Sources.Tutorial.Replace("[Teacher", "/* here */ [Teacher", StringComparison.Ordinal));
        CSharpCompilation more = two.Edit("/* here */", Another, tree);
        IncrementalRun run = new(two, more);
        Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.New, run[step, "Tutorial.Another"]));
        Assert.All(new[] { "DeepNN", "LightNN" }, model => Assert.All(ModelSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial." + model])));
        Assert.All(RecipeSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, run[step, "Tutorial.TutorialKd"]));
        Assert.Equal(["EmitModule Tutorial.Another"], run.Written);

        IncrementalRun back = new(two, more, two);
        Assert.DoesNotContain(back.Written, static output => !output.EndsWith("Another", StringComparison.Ordinal));
        Assert.Equal(run.Before, back.After);
    }

    [Fact]
    public void ErrorThatComesAndGoes_LeavesNoTrace()
    {
        CSharpCompilation wrong = Tutorial.Edit("Linear(2048, 512)", "Linear(1024, 512)");
        IncrementalRun broken = new(Tutorial, wrong);
        Assert.NotEqual(broken.Before["Tutorial.DeepNN.Module.g.cs"], broken.After["Tutorial.DeepNN.Module.g.cs"]);

        IncrementalRun mended = new(Tutorial, wrong, wrong.Edit("Linear(1024, 512)", "Linear(2048, 512)"));
        Assert.Equal(mended.Before, mended.After);
    }

    [Fact]
    public void DeletedModel_TakesItsFileAway()
    {
        IncrementalRun run = new(Tutorial, Tutorial.WithText("using KdGen;", tree: 0));
        Assert.Equal(6, run.Before.Count);
        Assert.Empty(run.After);
    }
}
