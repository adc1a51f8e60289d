using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes.Lints;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>What could be better in a model that works: it stays one, and the change that betters it is known.</summary>
public sealed class LintTests
{
    [Fact]
    public void LinearTwice_NamesTheFirstAndInsertsBeforeTheSecond()
    {
        ShapedModule module = Declare.Infer("8", "Linear(16), BatchNorm, Dropout, Linear(4)");

        Problem problem = module.Problems.Single(problem => problem.Code == ProblemCode.LinearTwice);
        Assert.Equal((new NodeId(5), null), (problem.Node, problem.Argument));
        Assert.Equal([new Spot(new NodeId(2))], problem.Related);
        Assert.Equal([new Fix("InsertReLU", "Insert ReLU", Edit.InsertBefore(new NodeId(5), "ReLU"))], problem.Fixes);
        Assert.False(module.HasErrors);
    }

    [Theory]
    [InlineData("Conv(4), BatchNorm", null)]
    [InlineData("Conv(4, Bias = true), BatchNorm", "Bias")]
    public void BiasBeforeNorm_SetsBias(string operators, string? argument)
    {
        ShapedModule module = Declare.Infer("3, 8, 8", operators);

        Problem problem = Assert.Single(module.Problems);
        Assert.Equal((ProblemCode.BiasBeforeNorm, new NodeId(2), argument), (problem.Code, problem.Node, problem.Argument));
        Assert.Equal([new Spot(new NodeId(3))], problem.Related);
        Assert.Equal([new Fix("NoBias", "Use Bias = false", Edit.Set(new NodeId(2), "Bias", "false"))], problem.Fixes);
        Assert.False(module.HasErrors);
    }

    [Fact]
    public void ModelWithAnError_HasNoLints()
        => Assert.Equal([ProblemCode.LinearFeatures], Declare.Infer("8", "Linear(16), Linear(16), Linear(15, 4), BatchNorm").Problems.Select(problem => problem.Code));

    [Fact]
    public void ManyPlacesOfABlock_AreWorkedOutOnce()
    {
        ModuleDecl model = TapModels.PostActivation("Net", 5000);
        Assert.Equal([ProblemCode.BiasBeforeNorm], Declare.Infer(model).Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void UnreadVector_IsRemovedOrBecomesAHead()
    {
        UnreadStage unread = Assert.Single(UnreadStages.Of(Declare.Infer(Net(Body, Stage("Aux", "Linear(10)"), From("Body", "Logits", "Linear(10)")))));

        Assert.Equal(("Net", "Aux"), (unread.Around.Type.Name, unread.Stage.Type.Name));
        Assert.Equal(new NodeId(0, Name("Aux")), unread.Problem.Node);
        Assert.Equal(
            [
                new Fix("RemoveStage", "Remove Aux", Edit.RemoveClass(new NodeId(0, Name("Aux")))),
                new Fix("AddOutput", "Add Aux to the outputs", Edit.AddAttribute(new NodeId(1), $"Output<{Name("Logits")}, {Name("Aux")}>")),
            ],
            unread.Problem.Fixes);
    }

    [Theory]
    [InlineData("Linear(11)")]
    [InlineData("Reshape(2, 4)")]
    public void UnreadStageOfAnotherShape_BecomesNoHead(string operators)
        => Assert.Equal(["Remove Aux"], TitlesOf(Net(Body, Stage("Aux", operators), From("Body", "Logits", "Linear(10)"))));

    [Fact]
    public void UnreadChain_GoesAsAWhole()
        => Assert.Equal(["Remove First and Second"], TitlesOf(Net(Body, Stage("First", "Linear(4)"), Stage("Second", "Linear(4)"), From("Body", "Logits", "Linear(10)"))));

    [Fact]
    public void SharedPartOfTwoUnreadChains_Stays()
        => Assert.Equal(["Remove Left", "Remove Right"], TitlesOf(Net(Body, Stage("First", "Linear(4)"), Stage("Left", "Linear(4)"), From("First", "Right", "Linear(4)"), From("Body", "Logits", "Linear(10)"))));

    [Fact]
    public void UnreadVectors_AreNotMoreThanTwoHeads()
        => Assert.Equal(["Remove Left", "Remove Right"], TitlesOf(Net(Body, Stage("Left", "Linear(10)"), From("Body", "Right", "Linear(10)"), From("Body", "Logits", "Linear(10)"))));

    [Fact]
    public void StageThatForwardMayRead_IsRemoved()
        => Assert.Equal(["Remove Body", "Remove Aux"], TitlesOf(Net(Body, Stage("Aux", "Linear(10)")) with { HasForward = true }));

    [Fact]
    public void StageThatAnotherNames_IsNotRemoved()
        => Assert.Equal(["Remove Head"], TitlesOf(Net(Body, From("Body", "Head", "Linear(10)")) with { HasForward = true }));

    private static ModuleDecl Body => Stage("Body", "Flatten, Linear(8), ReLU");

    private static string[] TitlesOf(ModuleDecl model) => [.. UnreadStages.Of(Declare.Infer(model)).SelectMany(stage => stage.Problem.Fixes).Select(fix => fix.Title)];

    private static ModuleDecl Net(params ModuleDecl[] stages) => TapModels.Model("Net", stages);

    private static ModuleDecl Stage(string name, string operators) => TapModels.Stage("Net", name, operators);

    private static ModuleDecl From(string source, string name, string operators)
        => TapModels.Stage("Net", name, [TapModels.Named("From") with { Types = new([Name(source)]) }, .. TapModels.List(operators)]);

    private static string Name(string stage) => TapModels.Global("Net", stage);
}
