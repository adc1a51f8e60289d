using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Each rule about a recipe: node 1 is [Distill] or [Train], then the losses, then the rest.</summary>
public sealed class RecipeProblemTests
{
    private const string CeAndKl = "DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2)";

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 0)", "Adam", 3, "T", "KDG2012: KL has T = 0: a temperature is above 0, for example T = 4")]
    [InlineData("DistillLoss(Kind.KL, T = -1.5)", "Adam", 2, "T", "KDG2012: KL has T = -1.5: a temperature is above 0, for example T = 4")]
    [InlineData("DistillLoss(Kind.KL, T = NaN)", "Adam", 2, "T", "KDG2012: KL has T = NaN: a temperature is above 0, for example T = 4")]
    [InlineData("DistillLoss(Kind.KL, T = 1E+200)", "Adam", 2, "T", "KDG1105: KL has T = 1E+200: Weight * T² is Infinity")]
    [InlineData("DistillLoss(Kind.CE, Weight = -1)", "Adam", 2, "Weight", "KDG2014: CE has Weight = -1: a weight is at least 0")]
    [InlineData("DistillLoss(Kind.CE, Weight = NaN)", "Adam", 2, "Weight", "KDG2014: CE has Weight = NaN: a weight is a finite number, at least 0")]
    [InlineData("", "Adam", 1, null, "KDG2014: Kd has no loss with a weight above 0: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]")]
    [InlineData("DistillLoss(Kind.KL, Weight = 0)", "Adam", 1, null, "KDG2014: Kd has no loss with a weight above 0: add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]")]
    [InlineData(CeAndKl, "", 0, null, "KDG3001: Kd has no optimizer: add [Adam(1e-3)] or [Sgd(0.1)]")]
    [InlineData(CeAndKl, "Adam, Sgd(0.1)", 5, null, "KDG3001: Kd has two optimizers, Adam and Sgd: keep one")]
    [InlineData(CeAndKl, "Adam(0)", 4, "learningRate", "KDG1105: Adam has learningRate = 0: a learning rate is above 0")]
    [InlineData(CeAndKl, "AdamW(0.1, Beta2 = 1)", 4, "Beta2", "KDG1105: AdamW has Beta2 = 1: a decay is at least 0 and below 1")]
    [InlineData(CeAndKl, "Sgd(0.1, Nesterov = true)", 4, "Nesterov", "KDG1105: Sgd has Nesterov = true: it needs a momentum above 0 and no dampening, for example Momentum = 0.9")]
    [InlineData(CeAndKl, "Adam, Epochs(0)", 5, "count", "KDG1105: Epochs has count = 0: epochs are at least 1")]
    [InlineData(CeAndKl, "Adam, Batch(-8)", 5, "size", "KDG1105: Batch has size = -8: a batch is at least 1")]
    public void Problem_IsSaidOnce(string losses, string rest, int node, string? argument, string text)
        => Single(Bind(losses, rest), node, argument, text);

    [Fact]
    public void Classes_MustBeEqualForKl() => Single(
        Bind(CeAndKl, "Adam", "3, 8, 8", "Flatten, Linear(10)", "3, 8, 8", "Flatten, Linear(100)"),
        3, "kind", "KDG2001: KL needs equal classes: teacher DeepNN has 10, student LightNN has 100");

    [Fact]
    public void Classes_DoNotMatterForCe()
        => Assert.Equal(ProblemCode.TeacherUnread, Assert.Single(Bind("DistillLoss(Kind.CE)", "Adam", "3, 8, 8", "Flatten, Linear(10)", "3, 8, 8", "Flatten, Linear(100)").Problems).Code);

    [Fact]
    public void Inputs_MustBeEqual() => Single(
        Bind(CeAndKl, "Adam", "3, 32, 32", "Flatten, Linear(10)", "1, 28, 28", "Flatten, Linear(10)"),
        1, "TStudent", "KDG2011: one batch feeds both models, but teacher DeepNN takes 3x32x32 and student LightNN takes 1x28x28: give both the same [Input]");

    [Fact]
    public void Map_IsNoLogits_SaidOnceForAllTerms() => Single(
        Bind(CeAndKl, "Adam", "3, 8, 8", "Flatten, Linear(10)", "3, 8, 8", "Conv(10)"),
        2, null, "KDG1003: CE receives a 10x8x8 map from student LightNN: add Flatten or GlobalAvgPool at its end");

    [Fact]
    public void Map_OfTheTeacher_MattersToKlAlone() => Single(
        Bind(CeAndKl, "Adam", "3, 8, 8", "Conv(10)", "3, 8, 8", "Flatten, Linear(10)"),
        3, null, "KDG1003: KL receives a 10x8x8 map from teacher DeepNN: add Flatten or GlobalAvgPool at its end");

    [Fact]
    public void Map_InTrain() => Single(
        RecipeBinder.Bind(Declare.Recipe("Kd", null, "Net", "", "Adam"), null, Declare.Signature(Declare.Model("Net", "3, 8, 8", "Conv(10)"))),
        1, null, "KDG1003: CE receives a 10x8x8 map from Net: add Flatten or GlobalAvgPool at its end");

    [Fact]
    public void ModelWithErrors_IsNotChecked()
        => Assert.Empty(Bind(CeAndKl, "Adam", "3, 8, 8", "Flatten, Linear(7, 10)", "1, 28, 28", "Flatten, Linear(100)").Problems);

    [Fact]
    public void UnknownModel_IsNotChecked()
    {
        RecipeIr recipe = RecipeBinder.Bind(Declare.Recipe("Kd", "Big.Net", "@class", CeAndKl, "Adam"), null, null);

        Assert.False(recipe.HasErrors);
        Assert.Equal("Net", recipe.Teacher?.DisplayName);
        Assert.Equal("class", recipe.Student.DisplayName);
    }

    [Theory]
    [InlineData("DistillLoss(!)", "Adam")]
    [InlineData("DistillLoss(Kind.Magic)", "Adam")]
    [InlineData("DistillLoss(Kind.KL, T = !)", "Adam")]
    [InlineData(CeAndKl, "Adam(!)")]
    [InlineData(CeAndKl, "Lion")]
    [InlineData(CeAndKl, "Adam, Epochs(!)")]
    public void Uninterpretable_IsSilentlyIncomplete(string losses, string rest)
    {
        RecipeIr recipe = Bind(losses, rest);

        Assert.Empty(recipe.Problems);
        Assert.True(recipe.HasErrors);
    }

    [Fact]
    public void Defaults_AreTenEpochsOf128()
    {
        RecipeIr recipe = Bind(CeAndKl, "Sgd(0.1, Momentum = 0)");

        Assert.Equal((10, 128), (recipe.Epochs, recipe.Batch));
        Assert.Equal(new OptimizerIr("Sgd", 0.1, default), recipe.Optimizer);
        Assert.Equal([new LossTerm(LossKind.CE, 1, 1) { Name = "ce" }, new LossTerm(LossKind.KL, 1, 2) { Name = "kl", StatesTemperature = true }], recipe.Losses);
    }

    [Fact]
    public void Signature_HidesWhatIsInsideAModel()
    {
        ModuleSignature narrow = Declare.Signature(Declare.Model("Net", "3, 8, 8", "Flatten, Linear(16), ReLU, Linear(10)"));
        ModuleSignature wide = Declare.Signature(Declare.Model("Net", "3, 8, 8", "Conv(64), GlobalAvgPool, Linear(10)"));

        Assert.Equal(narrow, wide);
        Assert.NotEqual(narrow, Declare.Signature(Declare.Model("Net", "3, 8, 8", "Conv(64), GlobalAvgPool, Linear(11)")));
    }

    private static void Single(RecipeIr recipe, int node, string? argument, string text)
    {
        Problem problem = Assert.Single(recipe.Problems);
        Assert.Equal(text, problem.Text);
        Assert.Equal(new NodeId(node), problem.Node);
        Assert.Equal(argument, problem.Argument);
        Assert.True(recipe.HasErrors);
    }

    private static RecipeIr Bind(
        string losses,
        string rest,
        string teacherInput = "3, 8, 8",
        string teacher = "Flatten, Linear(10)",
        string studentInput = "3, 8, 8",
        string student = "Flatten, Linear(10)")
        => RecipeBinder.Bind(
            Declare.Recipe("Kd", "DeepNN", "LightNN", losses, rest),
            Declare.Signature(Declare.Model("DeepNN", teacherInput, teacher)),
            Declare.Signature(Declare.Model("LightNN", studentInput, student)));
}
