using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Projectors between features: which fits, how large it is, what is said where none does.</summary>
public sealed class ProjectorTests
{
    // Stage1 is 16x16, Stage2 twice as wide and 8x8, Pooled a vector.
    private static readonly ModuleDecl Big = TapModels.PostActivation("Big", 3, width: 64);
    private static readonly ModuleDecl Small = TapModels.PostActivation("Small", 1);

    private static readonly LossReader Reader = new(new NodeId(3), "Hint", LossReads.Features) { Needs = LossCatalog.Of(LossKind.Hint).Features };

    [Theory]
    [InlineData("Conv1x1", "64x8x8", "256x8x8", 16_640)]
    [InlineData("ConvReg", "64x8x8", "256x8x8", 17_152)]
    [InlineData("ConvReg", "64x16x16", "256x8x8", 148_224)]         // 3x3, stride 2
    [InlineData("ConvReg", "64x4x4", "256x8x8", 262_912)]           // 4x4, transposed
    [InlineData("ConvReg", "3x12x11", "5x8x8", 315)]                // 5x4
    [InlineData("ConvReg", "3x16x8", "5x8x8", 150)]                 // only the height is double: 9x1
    [InlineData("ConvReg", "3x2x2", "5x1x1", 150)]
    [InlineData("Linear", "128", "512", 66_048)]
    [InlineData("Linear", "20x128", "20x512", 66_048)]
    public void Parameters_AreThoseOfTheModule(string kind, string from, string to, long parameters)
    {
        ProjectorSpec spec = Spec(kind);
        Assert.True(spec.Fits(Shape(from), Shape(to)));
        Assert.Equal(parameters, spec.Parameters(Shape(from), Shape(to)));
    }

    [Theory]
    [InlineData("64x8x8", "256x8x8", "Conv1x1 ConvReg")]
    [InlineData("64x8x8", "64x8x8", "Conv1x1 ConvReg")]
    [InlineData("64x16x16", "64x8x8", "ConvReg")]
    [InlineData("64x4x4", "64x8x8", "ConvReg")]
    [InlineData("64x9x8", "64x8x8", "ConvReg")]
    [InlineData("64x3x3", "64x8x8", "")]
    [InlineData("64x4x8", "64x8x8", "")]
    [InlineData("64x16x4", "64x8x8", "")]
    [InlineData("64x1x1", "64x8x8", "")]
    [InlineData("64", "256", "Linear")]
    [InlineData("20x64", "20x256", "Linear")]
    [InlineData("20x64", "10x64", "")]
    [InlineData("64", "64x8x8", "")]
    [InlineData("64", "20x64", "")]
    [InlineData("2x3x4x5", "2x3x4x6", "")]
    public void ThoseThatFit(string from, string to, string fitting)
        => Assert.Equal(fitting, string.Join(" ", ProjectorCatalog.Plain.Where(spec => spec.Fits(Shape(from), Shape(to))).Select(spec => spec.Kind)));

    [Fact]
    public void HugeSizes_GiveHugeCounts()
        => Assert.Equal(long.MaxValue, Spec("ConvReg").Parameters(new Shape(1L << 31, 1L << 20, 1L << 20), new Shape(1L << 31, 1, 1)));

    [Theory]
    [InlineData("Stage2", "Stage2", "Conv1x1", "Conv2d(32, 128, kernel_size: 1)")]
    [InlineData("Stage2", "Stage2", "ConvReg", "new KdGen::Losses.ConvRegProjector(TorchSharp::torch.nn.Conv2d(32, 128, kernel_size: 1), 128)")]
    [InlineData("Stage2", "Stage1", "ConvReg", "Conv2d(16, 128, kernel_size: 3, stride: 2, padding: 1)")]
    [InlineData("Stage1", "Stage2", "ConvReg", "ConvTranspose2d(32, 64, kernel_size: 4, stride: 2, padding: 1)")]
    [InlineData("Pooled", "Pooled", "Linear", "Linear(32, 128)")]
    public void Projector_IsSizedFromBothStages(string teacher, string student, string kind, string factory)
    {
        RecipeIr recipe = TapModels.Bind(Big, Small, teacher, student, $"Project = Projector.{kind}");
        Assert.Empty(recipe.Problems);
        Projection projection = Assert.Single(recipe.Projections);
        Assert.Contains(factory, Spec(kind).Factory(projection.Input, projection.Output, false), StringComparison.Ordinal);
        Assert.Equal(["student", "labels", $"projected{student}", $"teacher{teacher}"], RecipeText.LossParameters(recipe, "labels"));
        Assert.Contains(factory, TrainerEmitter.Emit(recipe), StringComparison.Ordinal);
    }

    /// <summary>What stands before an activation is below 0 as often as not, which nothing behind a ReLU is.</summary>
    [Theory]
    [InlineData("Hint", "", true)]
    [InlineData("Hint", ", PreAct = true", false)]
    [InlineData("AB", "", false)]
    [InlineData("AB", ", PreAct = false", false)]
    public void Regressor_EndsInReLU_UnlessActivationsAreNotYetThere(string kind, string options, bool ends)
    {
        RecipeIr recipe = TapModels.Bind(Big, Small, "Stage2", "Stage2", "Project = Projector.ConvReg" + options, kind: kind);
        Assert.Empty(recipe.Problems);
        Assert.Equal(!ends, TrainerEmitter.Emit(recipe).Contains(", isBeforeActivation: true)", StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_HaveAProjectorForEachPair()
    {
        RecipeIr recipe = TapModels.Bind(Big, Small, "Stage2", "Stage2", "Project = Projector.Conv1x1", teacherLayers: [0, 2], studentLayers: [0, 0]);
        Assert.Empty(recipe.Problems);
        Assert.Equal(["projectedStage2Layer0", "projectedStage2Layer0_2"], recipe.Projections.Select(projection => projection.Result.Variable));
        Assert.Equal(["projectedStage2Layer0", "teacherStage2Layer0", "projectedStage2Layer0_2", "teacherStage2Layer2"], recipe.Features.Select(feature => feature.Variable));
    }

    [Fact]
    public void SamePairTwice_SharesItsProjector()
    {
        RecipeIr recipe = TapModels.Bind(Big, Small, "Stage2", "Stage2", "Project = Projector.Conv1x1", teacherLayers: [1, 1], studentLayers: [0, 0]);
        Assert.Single(recipe.Projections);
    }

    [Fact]
    public void NoProjector_LeavesTheRecipeAsItIs()
    {
        RecipeIr without = TapModels.Bind(Small, Small, "Stage2", "Stage2");
        RecipeIr none = TapModels.Bind(Small, Small, "Stage2", "Stage2", "Project = Projector.None");
        Assert.Empty(none.Problems);
        Assert.Equal(TrainerEmitter.Emit(without), TrainerEmitter.Emit(none));
        Assert.DoesNotContain("Adapters", TrainerEmitter.Emit(none), StringComparison.Ordinal);
    }

    [Fact]
    public void TermWithoutWeight_HasNoProjectorAndIsCheckedAllTheSame()
    {
        Assert.Empty(TapModels.Bind(Big, Small, "Stage2", "Stage2", "Project = Projector.Conv1x1, Weight = 0").Projections);
        Assert.Equal(ProblemCode.FeatureSizesDiffer, Only(Big, Small, "Stage2", "Stage1", "Project = Projector.Conv1x1, Weight = 0").Code);
    }

    [Theory]
    [InlineData("Stage2", "Stage2", "KDG2002: Hint compares Big.Stage2 (128x8x8) with Small.Stage2 (32x8x8): 128 and 32 channels need a projector", "Conv1x1 4,224, ConvReg 4,480")]
    [InlineData("Stage2", "Stage1", "KDG2002: Hint compares Big.Stage2 (128x8x8) with Small.Stage1 (16x16x16): 128 and 16 channels need a projector", "ConvReg 18,816")]
    [InlineData("Stage1", "Stage2", "KDG2002: Hint compares Big.Stage1 (64x16x16) with Small.Stage2 (32x8x8): 64 and 32 channels need a projector", "ConvReg 32,960")]
    [InlineData("Pooled", "Pooled", "KDG2002: Hint compares Big.Pooled (128) with Small.Pooled (32): 128 and 32 features need a projector", "Linear 4,224")]
    [InlineData("Stage2", "Pooled", "KDG2003: Hint compares Big.Stage2 (128x8x8) with Small.Pooled (32): a map and a vector, name stages of one kind", "")]
    public void Mismatch_OffersTheProjectorsThatFit(string teacher, string student, string text, string offered)
    {
        Problem problem = Only(Big, Small, teacher, student, "");
        Assert.Equal(("TStudentStage", text), (problem.Argument, problem.Text));
        Assert.Equal(offered, Offered(problem));
        Assert.All(problem.Fixes, fix => Assert.Equal("Project", Assert.Single(fix.Edits).Argument));
        Assert.Equal(
            [new Spot(new NodeId(0, TapModels.Global("Big", teacher))), new Spot(new NodeId(0, TapModels.Global("Small", student)))],
            problem.Related);
    }

    [Theory]
    [InlineData("Conv(16), MaxPool(16)", "Conv(16)", "KDG2003", "1x1 would broadcast against 16x16 to a meaningless loss, add a projector", "ConvReg 65,584")]
    [InlineData("Conv(16)", "Conv(16), MaxPool(16)", "KDG2003", "1x1 would broadcast against 16x16 to a meaningless loss, name stages of one size", "")]
    [InlineData("Conv(16)", "Conv(16), MaxPool(2)", "KDG2003", "16x16 and 8x8 need a projector", "ConvReg 4,144")]
    [InlineData("Conv(16)", "Conv(16), MaxPool(4)", "KDG2003", "16x16 and 4x4 cannot be compared, name stages of one size", "")]
    [InlineData("Conv(16)", "Conv(8), MaxPool(4)", "KDG2002", "16 and 8 channels, and no projector makes 16x16 of 4x4, name stages of one size", "")]
    public void OtherSizes_AreSaid(string teacher, string student, string id, string words, string offered)
    {
        Problem problem = Only(Net("T", teacher), Net("S", student), "Body", "Body", "");
        Assert.Equal(id, problem.Rule.Id);
        Assert.EndsWith(": " + words, problem.Text, StringComparison.Ordinal);
        Assert.Equal(offered, Offered(problem));
    }

    [Theory]
    [InlineData("Stage2", "Stage1", "Conv1x1", "KDG2003", "Conv1x1 keeps 16x16, use ConvReg", "ConvReg 18,816")]
    [InlineData("Stage2", "Stage2", "Linear", "KDG2002", "Linear projects vectors and sequences, use Conv1x1", "Conv1x1 4,224, ConvReg 4,480")]
    [InlineData("Stage2", "Stage1", "Linear", "KDG2002", "Linear projects vectors and sequences, use ConvReg", "ConvReg 18,816")]
    [InlineData("Pooled", "Pooled", "Conv1x1", "KDG2002", "Conv1x1 projects maps, use Linear", "Linear 4,224")]
    [InlineData("Pooled", "Pooled", "ConvReg", "KDG2002", "ConvReg projects maps, use Linear", "Linear 4,224")]
    [InlineData("Stage2", "Pooled", "Linear", "KDG2003", "no projector makes a map of a vector, name stages of one kind", "")]
    public void ProjectorThatDoesNotFit_IsSaidOnIt(string teacher, string student, string kind, string id, string words, string offered)
    {
        Problem problem = Only(Big, Small, teacher, student, $"Project = Projector.{kind}");
        Assert.Equal(("Project", id), (problem.Argument, problem.Rule.Id));
        Assert.EndsWith(": " + words, problem.Text, StringComparison.Ordinal);
        Assert.Equal(offered, Offered(problem));
    }

    [Fact]
    public void RegressorThatCannotEnlarge_IsSaidOnIt()
    {
        Problem problem = Only(Net("T", "Conv(16)"), Net("S", "Conv(16), MaxPool(4)"), "Body", "Body", "Project = Projector.ConvReg");
        Assert.Equal(("Project", "KDG2003: Hint compares T.Body (16x16x16) with S.Body (16x4x4): no projector makes 16x16 of 4x4, name stages of one size"), (problem.Argument, problem.Text));
        Assert.Empty(problem.Fixes);
    }

    [Fact]
    public void ProjectorBetweenEqualShapes_IsAWarningAndTrains()
    {
        RecipeIr recipe = TapModels.Bind(Small, Small, "Stage2", "Stage2", "Project = Projector.ConvReg");
        Problem problem = Assert.Single(recipe.Problems);
        Assert.Equal((ProblemCode.OptionIgnored, "Project", ProblemSeverity.Warning), (problem.Code, problem.Argument, problem.Rule.Severity));
        Assert.EndsWith(": Small.Stage2 and Small.Stage2 are both 32x8x8", problem.Text, StringComparison.Ordinal);
        Assert.Equal(["Remove Project"], problem.Fixes.Select(fix => fix.Title));
        Assert.Single(recipe.Projections);
    }

    [Fact]
    public void ProjectorThatOnePairNeeds_IsNoWarning()
    {
        ComparedShapes equal = new(new TapPair(new TapRequest("T", false, 0), new TapRequest("S", false, 0)) { Projector = ProjectorKind.Conv1x1 }, "T", Shape("8x4x4"), "S", Shape("8x4x4"));
        ComparedShapes other = equal with { Teacher = Shape("16x4x4") };
        Assert.NotNull(ShapeChecks.Of(Reader, [equal, equal]));
        Assert.Null(ShapeChecks.Of(Reader, [equal, other]));
    }

    [Fact]
    public void UnknownShape_IsAnErrorWithAProjectorOnly()
    {
        ComparedShapes pair = new(new TapPair(new TapRequest("global::Sample.T.Body", false, null), new TapRequest("global::Sample.S.Stem", false, null)), "T.Body", Shape("8x4x4"), "S.Stem", null);
        Assert.Null(ShapeChecks.Of(Reader, [pair]));

        ComparedShapes projected = pair with { Pair = pair.Pair with { Projector = ProjectorKind.Linear } };
        Problem problem = ShapeChecks.Of(Reader, [projected])!;
        Assert.Equal(("Project", "KDG1020: Linear needs the student's shape, which is unknown after S.Stem: add [Shape(..)] to Stem"), (problem.Argument, problem.Text));
        Assert.Equal(
            "KDG1020: Linear needs the teacher's shape, which is unknown after T.Body: add [Shape(..)] to Body",
            ShapeChecks.Of(Reader, [projected with { Teacher = null }])?.Text);
    }

    [Fact]
    public void NumberThatIsNoProjector_IsSaid()
    {
        Problem problem = Only(Big, Small, "Stage2", "Stage2", "Project = 7");
        Assert.Equal(("Project", "KDG1105: DistillLoss has Project = 7: the projectors are Projector.Conv1x1, Projector.ConvReg, Projector.Linear, Projector.Mlp and Projector.Auto"), (problem.Argument, problem.Text));
    }

    private static Problem Only(ModuleDecl teacher, ModuleDecl student, string teacherStage, string studentStage, string arguments)
        => Assert.Single(TapModels.Bind(teacher, student, teacherStage, studentStage, arguments).Problems);

    /// <summary>"Conv1x1 4,224, ConvReg 4,480": what a problem offers, with the parameters.</summary>
    private static string Offered(Problem problem) => string.Join(", ", problem.Fixes.Select(fix =>
    {
        const string Start = "Project = Projector.", End = " extra parameters, training only)";
        Assert.StartsWith(Start, fix.Title, StringComparison.Ordinal);
        Assert.EndsWith(End, fix.Title, StringComparison.Ordinal);
        string[] parts = fix.Title[Start.Length..^End.Length].Split(" (");
        Assert.Equal("Projector." + parts[0], Assert.Single(fix.Edits).Text);
        return string.Join(" ", parts);
    }));

    private static ModuleDecl Net(string name, string body)
        => TapModels.Model(name, [TapModels.Stage(name, "Body", body), TapModels.Stage(name, "Head", "Flatten, Linear(10)")]);

    private static ProjectorSpec Spec(string kind) => ProjectorCatalog.Find(Enum.Parse<ProjectorKind>(kind))!;

    private static Shape Shape(string text) => new([.. text.Split('x').Select(long.Parse)]);
}
