using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Each rule about a model: its words, its attribute (node 1 is [Input]) and the argument that gets the squiggle.</summary>
public sealed class ModelProblemTests
{
    [Theory]
    [InlineData("3, 32, 32", "Conv(128), ReLU, MaxPool(2), Conv(256, 64)", 5, "inChannels", "KDG1001: Conv states 256 input channels but receives 128 from Conv")]
    [InlineData("3, 32, 32", "ReLU, Conv(4, 8)", 3, "inChannels", "KDG1001: Conv states 4 input channels but receives 3 from Input")]
    [InlineData("32, 16, 16", "MaxPool(2), Flatten, Linear(1024, 512)", 4, "inFeatures", "KDG1002: Linear states 1024 inputs but receives 2048 (32x8x8 from MaxPool, flattened)")]
    [InlineData("10", "Linear(512), ReLU, Linear(100, 10)", 4, "inFeatures", "KDG1002: Linear states 100 inputs but receives 512 from Linear")]
    [InlineData("10, 4, 4", "GlobalAvgPool, Linear(160, 10)", 3, "inFeatures", "KDG1002: Linear states 160 inputs but receives 10 from GlobalAvgPool")]
    [InlineData("12", "Flatten, Linear(10, 10)", 3, "inFeatures", "KDG1002: Linear states 10 inputs but receives 12 from Input")]
    [InlineData("3, 32, 32", "Conv(8), MaxPool(4), ReLU, Linear(10)", 5, null, "KDG1003: Linear receives an 8x8x8 map from MaxPool: add Flatten or GlobalAvgPool before it")]
    [InlineData("3, 32, 32", "Flatten, Conv(8)", 3, null, "KDG1004: Conv needs a map but receives a vector of 3072 from Input: put it before Flatten")]
    [InlineData("3, 32, 32", "GlobalAvgPool, ReLU, MaxPool(2)", 4, null, "KDG1004: MaxPool needs a map but receives a vector of 3 from GlobalAvgPool: put it before GlobalAvgPool")]
    [InlineData("784", "GlobalAvgPool", 2, null, "KDG1004: GlobalAvgPool needs a map but receives a vector of 784 from Input: give [Input] channels, height and width")]
    [InlineData("3, 8, 8", "MaxPool(2), Conv(8, Kernel = 5, Pad = 0)", 3, "Kernel", "KDG1005: kernel 5 does not fit a 4x4 map from MaxPool: use 4 or less")]
    [InlineData("3, 2, 2", "Conv(8, Pad = 0)", 2, null, "KDG1005: kernel 3 does not fit a 2x2 map from Input: use 2 or less")]
    [InlineData("3, 2, 4", "AvgPool(7, Pad = 1)", 2, "kernel", "KDG1005: kernel 7 does not fit a 2x4 map with padding 1 from Input: use 4 or less")]
    [InlineData("3, 8, 8", "Conv(8, Kernel = 4, Dilation = 3, Pad = 0)", 2, "Kernel", "KDG1005: kernel 4 does not fit an 8x8 map at dilation 3 from Input: use 3 or less")]
    [InlineData("64, 8, 8", "Conv(96, Groups = 3)", 2, "Groups", "KDG1007: Conv has 3 groups, which do not divide 64 input channels: use 2 or 4")]
    [InlineData("64, 8, 8", "Conv(10, Groups = 4)", 2, "Groups", "KDG1007: Conv has 4 groups, which do not divide 10 output channels: use 2")]
    [InlineData("3, 8, 8", "Conv(0)", 2, "outChannels", "KDG1105: Conv has outChannels = 0: channels are at least 1")]
    [InlineData("3, 8, 8", "Conv(8, Stride = 0)", 2, "Stride", "KDG1105: Conv has Stride = 0: a stride is at least 1")]
    [InlineData("3, 8, 8", "MaxPool(2, Pad = -1)", 2, "Pad", "KDG1105: MaxPool has Pad = -1: padding is at least 0")]
    [InlineData("3, 8, 8", "MaxPool(3, Pad = 2)", 2, "Pad", "KDG1105: MaxPool has Pad = 2: padding is at most half of kernel 3, which is 1")]
    [InlineData("3, 8, 8", "Dropout(1)", 2, "p", "KDG1105: Dropout has p = 1: a probability is at least 0 and below 1")]
    [InlineData("3, 8, 8", "Dropout(-0.5)", 2, "p", "KDG1105: Dropout has p = -0.5: a probability is at least 0 and below 1")]
    [InlineData("3, 8, 8", "BatchNorm(Eps = 0)", 2, "Eps", "KDG1105: BatchNorm has Eps = 0: it is above 0")]
    [InlineData("3, 8, 8", "Conv(2147483647)", 2, null, "KDG1105: Conv has an output of 2147483647x8x8 values a sample: at most 2,147,483,647 are possible")]
    [InlineData("60000", "Linear(60000)", 2, null, "KDG1105: Linear has 3,600,060,000 parameters: at most 2,147,483,647 are possible")]
    [InlineData("3, 0, 32", "ReLU", 1, "shape", "KDG1105: Input has the shape 3x0x32: sizes are at least 1")]
    [InlineData("1, 3, 32, 32", "ReLU", 1, "shape", "KDG1105: Input has the shape 1x3x32x32: give channels, height and width of a map, tokens and features of a sequence, or the features of a vector")]
    public void Problem_IsSaidOnce(string input, string operators, int node, string? argument, string text)
    {
        ShapedModule module = Declare.Infer(input, operators);

        Problem problem = Assert.Single(module.Problems);
        Assert.Equal(text, problem.Text);
        Assert.Equal(new NodeId(node), problem.Node);
        Assert.Equal(argument, problem.Argument);
        Assert.True(module.HasErrors);
    }

    [Theory]
    [InlineData("Conv(3, 8)", "[Input(3, 32, 32)]")]
    [InlineData("Conv(1, 8)", "[Input(1, 32, 32)]")]
    [InlineData("Linear(784, 10)", "[Input(784)]")]
    [InlineData("Flatten, Linear(784, 10)", "[Input(3, 32, 32)]")]
    [InlineData("", "[Input(3, 32, 32)]")]
    public void NoInput_IsProposed(string operators, string proposal)
    {
        Problem problem = Assert.Single(Declare.Infer("", operators).Problems);

        Assert.Equal($"KDG1019: Net has no [Input]: add the shape of one sample, for example {proposal}", problem.Text);
        Assert.Equal(NodeId.Class, problem.Node);
    }

    [Fact]
    public void DeepNN_WithAWrongLinear_NamesBothNumbersAndTheMap()
    {
        ModuleDecl declaration = Samples.DeepNN;
        const string wrong =
            """
            Conv(3, 128), ReLU, Conv(128, 64), ReLU, MaxPool(2), Conv(64, 64), ReLU, Conv(64, 32), ReLU, MaxPool(2),
            Flatten, Linear(1024, 512), ReLU, Dropout(0.1), Linear(512, 10)
            """;

        Problem problem = Assert.Single(Declare.Infer(declaration with { Operators = AttributeText.Parse(wrong, firstNode: 2) }).Problems);

        Assert.Equal("KDG1002: Linear states 1024 inputs but receives 2048 (32x8x8 from MaxPool, flattened)", problem.Text);
        Assert.Equal("inFeatures", problem.Argument);
    }

    [Fact]
    public void Mismatch_GoesOnWithWhatIsDeclared()
    {
        ShapedModule module = Declare.Infer("3, 32, 32", "Conv(4, 8), Conv(9, 16), Flatten, Linear(1000, 10), Linear(20, 5)");

        Assert.Equal([2, 3, 5, 6], module.Problems.Select(problem => problem.Node.Value));
        Assert.Equal("5", module.Output?.ToString());
    }

    [Fact]
    public void RankProblem_EndsTheChecks()
    {
        ShapedModule module = Declare.Infer("3, 32, 32", "Linear(10), Conv(5, 5), Linear(7, 7)");

        Assert.Equal(ProblemCode.MapNotFlattened, Assert.Single(module.Problems).Code);
        Assert.Null(module.Output);
    }

    [Fact]
    public void TwoCauses_AreTwoProblems()
    {
        ShapedModule module = Declare.Infer("3, 2, 2", "Conv(4, 8, Kernel = 5, Pad = 0)");

        Assert.Equal([ProblemCode.KernelTooLarge, ProblemCode.ConvChannels], module.Problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("Conv(!), Linear(1, 1)")]
    [InlineData("Conv(8, Kernel = !), Linear(1, 1)")]
    [InlineData("Conv(8, Kernel = true), Linear(1, 1)")]
    [InlineData("Conv(8, Colour = 3), Linear(1, 1)")]
    [InlineData("Conv, Linear(1, 1)")]
    [InlineData("Convolution(8), Linear(1, 1)")]
    public void Uninterpretable_IsUnknownFromThereOn(string operators)
    {
        ShapedModule module = Declare.Infer("3, 32, 32", operators);

        Assert.Empty(module.Problems);
        Assert.True(module.HasErrors);
        Assert.Null(module.Output);
    }

    [Theory]
    [InlineData(false, "Outer", false, false, false, "KDG3002: code cannot be added to Net: make Outer partial")]
    [InlineData(true, null, true, false, false, "KDG3002: code cannot be added to Net: make it an ordinary class instead of a static one")]
    [InlineData(true, null, false, true, false, "KDG3002: code cannot be added to Net: make it an ordinary class instead of a generic one")]
    [InlineData(true, null, false, false, true, "KDG3002: code cannot be added to Net: make it an ordinary class instead of an abstract one")]
    public void ClosedClass_IsReportedAndGetsNoCode(bool partial, string? notPartial, bool isStatic, bool isGeneric, bool isAbstract, string text)
    {
        ShapedModule module = Declare.Infer(Declare.Model("Net", "4", "ReLU") with { Form = new ClassForm(partial, notPartial, isStatic, isGeneric, isAbstract, IsRecord: false, IsFileLocal: false) });

        Problem problem = Assert.Single(module.Problems);
        Assert.Equal(text, problem.Text);
        Assert.Equal(NodeId.Class, problem.Node);
        Assert.Equal("", Compiler.Emit.ModuleEmitter.Emit(module));
    }

    [Fact]
    public void Catalog_HasWordsForEveryCode()
    {
        Assert.Equal(Enum.GetValues<ProblemCode>(), ProblemCatalog.All.Select(rule => rule.Code));
        Assert.All(ProblemCatalog.All, rule =>
        {
            Assert.Matches("^KDG[0-9]{4}$", rule.Id);
            Assert.False(rule.Title.EndsWith('.'));
            Assert.False(rule.MessageFormat.EndsWith('.'));
        });
    }

    [Fact]
    public void Huge_NumbersNeitherThrowNorWrap()
    {
        string[] operators =
        [
            "Conv(2147483647, Kernel = 2147483647, Dilation = 2147483647)",
            "Conv(2147483647, Kernel = 2147483646, Dilation = 2147483647, Groups = 2147483647)",
            "Conv(1, Kernel = 2147483647, Dilation = 2147483647, Pad = 2147483647)",
            "Conv(1, Pad = 2147483647)",
            "MaxPool(2, Stride = 2147483647, Pad = 2147483647)",
            "Conv(2147483646, 2147483644, Groups = 2147483643)",
            "Flatten, Linear(2147483647)",
        ];

        Assert.All(operators, text =>
        {
            ShapedModule module = Declare.Infer("2147, 1000, 1000", text);
            Assert.NotEmpty(module.Problems);
            Assert.All(module.Problems, problem => Assert.DoesNotContain("-", problem.Message));
        });
    }
}
