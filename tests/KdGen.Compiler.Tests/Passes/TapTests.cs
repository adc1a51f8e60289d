using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Where a recipe's taps are, and what is said when they are nowhere.</summary>
public sealed class TapTests
{
    private static readonly ModuleDecl Big = TapModels.PostActivation("Big", 3);
    private static readonly ModuleDecl Small = TapModels.PostActivation("Small", 1);
    private static readonly ModuleDecl WideBig = TapModels.PreActivation("WideBig", 3);

    [Theory]
    [InlineData("Stem", false, null, "16x16x16")]
    [InlineData("Stage1", false, null, "16x16x16")]
    [InlineData("Stage2", false, 1L, "32x8x8")]
    [InlineData("Stage2", true, null, "32x8x8")]
    [InlineData("Pooled", false, null, "32")]
    [InlineData("Logits", false, null, "10")]
    public void Stage_HasAPlaceAndAShape(string stage, bool preAct, long? layer, string shape)
    {
        TapFinder finder = Finder(Big);
        TapPoint? point = finder.Find(new TapRequest(TapModels.Global("Big", stage), preAct, layer), out TapFault? fault);
        Assert.Null(fault);
        Assert.Equal(shape, finder.ShapeAt(point!)?.ToString());
    }

    [Fact]
    public void PreActivation_IsWhatEntersTheLastBlocksLastActivation()
    {
        TapPoint point = Point(Big, "Stage2", preAct: true);
        Assert.Equal([new TapHop(2, null), new TapHop(0, 2)], point.Path);
        Assert.Equal(6, point.Value);       // behind the Residual
    }

    [Fact]
    public void PreActivationOfABlock_IsThatBlocksOwn()
        => Assert.Equal([new TapHop(2, null), new TapHop(0, 0)], Point(Big, "Stage2", preAct: true, layer: 0).Path);

    [Theory]
    [InlineData("Stem", null, 1, 0)]        // the norm that Stage1's first block begins with
    [InlineData("Stage1", null, 2, 0)]
    [InlineData("Stage1", 0L, 1, 1)]
    [InlineData("Stage1", 1L, 1, 2)]
    [InlineData("Stage1", 2L, 2, 0)]
    public void PreActivationNetwork_IsTappedAtTheNextNorm(string stage, long? layer, int step, int block)
    {
        TapPoint point = Point(WideBig, stage, preAct: true, layer);
        Assert.Equal([new TapHop(step, null), new TapHop(0, block)], point.Path);
        Assert.Equal(1, point.Value);
    }

    [Fact]
    public void PreActivationNetwork_LastStageIsTappedInTheHead()
    {
        TapPoint point = Point(WideBig, "Stage2", preAct: true);
        Assert.Equal([new TapHop(3, null)], point.Path);
        Assert.Equal(1, point.Value);
    }

    [Theory]
    [InlineData(0L, 1, null)]               // what enters the stage: the Stem's value
    [InlineData(1L, 1, 0)]
    [InlineData(2L, 1, 1)]
    public void PreActivationAtABlocksBeginning_IsTheValueBeforeTheBlock(long layer, int value, int? block)
    {
        ModuleDecl net = TapModels.Model(
            "Net",
            [TapModels.Stage("Net", "Stem", "Conv(4)"), TapModels.Stage("Net", "Body", TapModels.Named("Repeat", ("count", new Constant.Integer(3))) with { Types = new(["global::Sample.Act"]) }), TapModels.Stage("Net", "Last", "Flatten, Linear(10)")],
            Declare.Model("Act", "", "Tanh"));
        TapPoint point = Point(net, "Body", preAct: true, layer);
        Assert.Equal((block is null ? 0 : 1, value, block), (point.Path.Count, point.Value, point.Block));
    }

    [Fact]
    public void LastBlock_IsTheStage() => Assert.Equal(Point(Big, "Stage1"), Point(Big, "Stage1", layer: 2));

    [Theory]
    [InlineData(3L, "KDG2007: the loss has layer 3 of Big.Stage1, which has layers 0 to 2: layers count from 0")]
    [InlineData(-1L, "KDG2007: the loss has layer -1 of Big.Stage1, which has layers 0 to 2: layers count from 0")]
    public void LayerOutOfRange_IsSaid(long layer, string message)
    {
        Assert.Null(Finder(Big).Find(new TapRequest(TapModels.Global("Big", "Stage1"), false, layer), out TapFault? fault));
        Assert.Equal((TapPart.Layer, message), (fault!.Part, Text(fault)));
    }

    [Theory]
    [InlineData("Stem", 0L, false, "KDG2007: the loss has layer 0 of Big.Stem: only a stage that is a Repeat has layers to count")]
    [InlineData("Nowhere", null, false, "KDG2008: the loss reads Big.Nowhere, which is no stage of teacher Big: it has Stem, Stage1, Stage2, Pooled, Logits")]
    [InlineData("Pooled", null, true, "KDG2018: PreAct needs Big.Pooled to end in an activation or to have a norm right behind it, but it ends in GlobalAvgPool: leave PreAct out")]
    public void NoSuchValue_IsSaid(string stage, long? layer, bool preAct, string text)
    {
        Assert.Null(Finder(Big).Find(new TapRequest(TapModels.Global("Big", stage), preAct, layer), out TapFault? fault));
        Assert.Equal(text, Text(fault!));
    }

    [Fact]
    public void WiringStage_HasTheValueOfItsJoin()
    {
        ModuleDecl net = TapModels.Model(
            "Net",
            [
                TapModels.Stage("Net", "A", "Conv(4), ReLU"),
                TapModels.Stage("Net", "B", "Conv(4)"),
                TapModels.Stage("Net", "Sum", TapModels.Named("Add") with { Types = new([TapModels.Global("Net", "A"), TapModels.Global("Net", "B")]) }),
                TapModels.Stage("Net", "Again", TapModels.Named("From") with { Types = new([TapModels.Global("Net", "A")]) }),
                TapModels.Stage("Net", "Both", TapModels.Named("Cat") with { Types = new([TapModels.Global("Net", "Sum"), TapModels.Global("Net", "Again")]) }),
                TapModels.Stage("Net", "Last", "Flatten, Linear(10)"),
            ]);
        Assert.Equal([1, 2, 3, 1, 4, 5], new[] { "A", "B", "Sum", "Again", "Both", "Last" }.Select(stage => Point(net, stage).Value));
        Assert.Equal("8x16x16", Finder(net).ShapeAt(Point(net, "Both"))?.ToString());
    }

    [Fact]
    public void Reader_LeavesOutWhatNothingNeeds()
    {
        TapReader reader = TapModels.Bind(Big, Small, "Stage1", "Stage1").TeacherReader!;
        Assert.False(reader.ReadsResult);
        Assert.Equal(["stem", "stage1"], reader.Place.Steps.Cast<Step.Child>().Select(step => step.Field));
        Assert.Empty(reader.Inner);
        Assert.True(TapModels.Bind(Big, Small, "Stage1", "Stage1", logits: "KL").TeacherReader!.ReadsResult);
    }

    [Fact]
    public void WeightOfZero_ReadsNothingAndIsCheckedAllTheSame()
    {
        RecipeIr recipe = TapModels.Bind(Big, Small, "Stage1", "Stage1", "Weight = 0");
        Assert.False(recipe.HasErrors);
        Assert.Null(recipe.TeacherReader);
        Assert.Null(recipe.StudentReader);
        Assert.Equal(ProblemCode.FeatureChannelsDiffer, Assert.Single(TapModels.Bind(Big, Small, "Stage1", "Stage2", "Weight = 0").Problems).Code);
    }

    [Fact]
    public void Layers_GiveATermEach()
    {
        RecipeIr recipe = TapModels.Bind(Big, Small, "Stage1", "Stage1", "Weight = 2", teacherLayers: [0, 2], studentLayers: [0, 0]);
        Assert.Equal(["studentStage1Layer0", "teacherStage1Layer0", "teacherStage1Layer2"], recipe.Features.Select(feature => feature.Variable));
        Graph graph = RecipeGraph.Build(recipe);
        Assert.Equal(["ce", "hint", "hint2"], graph.Terms.Select(term => term.Name));
        Assert.Equal(["studentStage1Layer0", "teacherStage1Layer0", "teacherStage1Layer2"], graph.Nodes.Select(node => node.Node).OfType<Node.Feature>().Select(node => node.Variable).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SameTermTwice_SharesItsValueAndKeepsItsWeights()
    {
        RecipeDecl decl = Declare.Recipe("Kd", "Big", "Small", "DistillLoss(Kind.Hint, Weight = 1), DistillLoss(Kind.Hint, Weight = 3)", "Adam");
        decl = decl with { Losses = new(decl.Losses.Select(loss => loss with { Types = new([TapModels.Global("Big", "Stem"), TapModels.Global("Small", "Stem")]) })) };
        Graph graph = RecipeGraph.Build(TapModels.Bind(decl, Big, Small));
        Assert.Equal(graph.Terms[0].Value, graph.Terms[1].Value);
        Assert.Equal([new Node.Setting("HintWeight", 1), new Node.Setting("Hint2Weight", 3)], graph.Terms.Select(term => graph.Nodes[term.Weight].Node));
    }

    [Fact]
    public void OnlyFeatures_TakeNoLogits()
    {
        RecipeDecl decl = Declare.Recipe("Kd", "Big", "Small", "DistillLoss(Kind.Hint)", "Adam");
        RecipeIr recipe = TapModels.Bind(decl with { Losses = new([decl.Losses[0] with { Types = new([TapModels.Global("Big", "Stem"), TapModels.Global("Small", "Stem")]) }]) }, Big, Small);
        Assert.False(recipe.HasErrors);
        Assert.Equal(["labels", "studentStem", "teacherStem"], RecipeText.LossParameters(recipe, "labels"));
    }

    [Theory]
    [InlineData(new[] { 0 }, null, "TeacherLayers", "KDG2007: Hint has 1 TeacherLayers and 0 StudentLayers: give as many of both, one pair a position")]
    [InlineData(null, new[] { 0, 1 }, "StudentLayers", "KDG2007: Hint has 0 TeacherLayers and 2 StudentLayers: give as many of both, one pair a position")]
    [InlineData(new[] { 5 }, new[] { 0 }, "TeacherLayers", "KDG2007: Hint has layer 5 of Big.Stage1, which has layers 0 to 2: layers count from 0")]
    [InlineData(new[] { 0 }, new[] { 1 }, "StudentLayers", "KDG2007: Hint has layer 1 of Small.Stage1, which has layer 0 alone: layers count from 0")]
    public void WrongLayers_AreSaid(int[]? teacher, int[]? student, string argument, string text)
    {
        Problem problem = Assert.Single(TapModels.Bind(Big, Small, "Stage1", "Stage1", teacherLayers: teacher, studentLayers: student).Problems);
        Assert.Equal((3, argument, text), (problem.Node.Value, problem.Argument, problem.Text));
    }

    [Fact]
    public void FormsOfTheAttribute_AreSaid()
    {
        Assert.Equal(
            "KDG1105: DistillLoss has Hint without stages: name a stage of each model, [DistillLoss<Teacher.Stage, Student.Stage>(Kind.Hint)]",
            Assert.Single(Samples.Distill("DistillLoss(Kind.Hint)").Problems).Text);
        RecipeDecl decl = Declare.Recipe("Kd", "Big", "Small", "DistillLoss(Kind.KL)", "Adam");
        RecipeIr recipe = TapModels.Bind(decl with { Losses = new([decl.Losses[0] with { Types = new([TapModels.Global("Big", "Stem"), TapModels.Global("Small", "Stem")]) }]) }, Big, Small);
        Assert.Equal("KDG1105: DistillLoss has KL between stages: it reads logits, write [DistillLoss(Kind.KL)]", Assert.Single(recipe.Problems).Text);
    }

    [Fact]
    public void Train_HasNoTeacherToTap()
    {
        RecipeDecl decl = Declare.Recipe("Kd", null, "Small", "DistillLoss(Kind.Hint)", "Adam");
        decl = decl with { Losses = new([decl.Losses[0] with { Types = new([TapModels.Global("Big", "Stem"), TapModels.Global("Small", "Stem")]) }]) };
        Assert.Equal("KDG2022: Hint reads a teacher, which Kd does not have: use [Distill<Teacher, Small>]", Assert.Single(RecipeBinder.Bind(decl, null, Declare.Signature(Small)).Problems).Text);
    }

    private static TapFinder Finder(ModuleDecl model) => new(Declare.Infer(model).Body!, model.Type.Name, "teacher");

    private static TapPoint Point(ModuleDecl model, string stage, bool preAct = false, long? layer = null)
        => Finder(model).Find(new TapRequest(TapModels.Global(model.Type.Name, stage), preAct, layer), out _)!;

    private static string Text(TapFault fault) => new Problem(fault.Code, NodeId.Class, null, fault.Words).Text;
}
