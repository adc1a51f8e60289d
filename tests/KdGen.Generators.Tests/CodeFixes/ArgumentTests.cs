using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.CodeFixes;

/// <summary>Arguments that a fix sets, adds and drops.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("Linear(1024, 10)", "inFeatures", "2048", "Linear(2048, 10)")]
    [InlineData("Linear(2 * 512, 10)", "inFeatures", "2048", "Linear(2048, 10)")]
    [InlineData("Linear(outFeatures: 10, inFeatures: 1024)", "inFeatures", "2048", "Linear(outFeatures: 10, inFeatures: 2048)")]
    [InlineData("Linear(10)", "inFeatures", "2048", "Linear(2048, 10)")]
    [InlineData("Linear(outFeatures: 10)", "inFeatures", "2048", "Linear(2048, outFeatures: 10)")]
    [InlineData("Linear(10, Bias = false)", "inFeatures", "2048", "Linear(2048, 10, Bias = false)")]
    [InlineData("Linear(10)", "Bias", "false", "Linear(10, Bias = false)")]
    [InlineData("Conv(64, Kernel = 5)", "Kernel", "3", "Conv(64, Kernel = 3)")]
    [InlineData("Conv(64, Kernel=5, Stride = 2)", "Kernel", "3", "Conv(64, Kernel=3, Stride = 2)")]
    [InlineData("MaxPool(2)", "Pad", "1", "MaxPool(2, Pad = 1)")]
    [InlineData("Mean", "axis", "1", "Mean(1)")]
    [InlineData("Mean()", "axis", "1", "Mean(1)")]
    [InlineData("Residual", "shortcut", "Shortcut.Project", "Residual(Shortcut.Project)")]
    [InlineData("Residual(Key = \"down\")", "shortcut", "Shortcut.Project", "Residual(Shortcut.Project, Key = \"down\")")]
    [InlineData("Reshape(64, 32)", "shape", "64, 64", "Reshape(64, 64)")]
    [InlineData("Reshape(64)", "shape", "64, 64", "Reshape(64, 64)")]
    [InlineData("Reshape(3, 32, 32)", "shape", "-1", "Reshape(-1)")]
    [InlineData("Reshape([64, 32])", "shape", "64, 64", "Reshape(64, 64)")]
    [InlineData("Reshape(new[] { 64, 32 })", "shape", "64, 64", "Reshape(64, 64)")]
    [InlineData("Reshape(shape: [64, 32], Key = \"a\")", "shape", "64, 64", "Reshape(shape: [64, 64], Key = \"a\")")]
    [InlineData("Reshape", "shape", "64, 64", "Reshape(64, 64)")]
    [InlineData("Linear(/* flat */ 1024, 10 /* classes */)", "inFeatures", "2048", "Linear(/* flat */ 2048, 10 /* classes */)")]
    [InlineData("Linear(2 * /* two */ 512, 10)", "inFeatures", "2048", "Linear(2048 /* two */, 10)")]
    [InlineData("Linear(\n    1024, // flat\n    10)", "inFeatures", "2048", "Linear(\n    2048, // flat\n    10)")]
    [InlineData("Conv(\n    64,\n    Kernel = 5)", "Stride", "2", "Conv(\n    64,\n    Kernel = 5,\n    Stride = 2)")]
    [InlineData("Conv(\n    64,\n    Kernel = 5 // wide\n)", "Stride", "2", "Conv(\n    64,\n    Kernel = 5, // wide\n    Stride = 2\n)")]
    public void Set_WritesTheValue(string attribute, string argument, string value, string changed) =>
        Assert.Equal(Net(changed), Apply(Net(attribute), Edit.Set(new NodeId(2), argument, value)));

    [Theory]
    [InlineData("Linear(1024, 10)", "inFeatures", "Linear(10)")]
    [InlineData("Linear(inFeatures: 1024, outFeatures: 10)", "inFeatures", "Linear(outFeatures: 10)")]
    [InlineData("Linear(/* flat */ 1024, /* classes */ 10)", "inFeatures", "Linear(/* flat */ /* classes */ 10)")]
    [InlineData("Linear(\n    1024, // flat\n    10)", "inFeatures", "Linear(\n    // flat\n    10)")]
    [InlineData("Linear(10, Bias = false)", "Bias", "Linear(10)")]
    [InlineData("Linear(10, Bias = false /* none */)", "Bias", "Linear(10 /* none */)")]
    [InlineData("Conv(64, Kernel = 5, Stride = 2)", "Kernel", "Conv(64, Stride = 2)")]
    [InlineData("Residual(Shortcut.Project)", "shortcut", "Residual")]
    [InlineData("Reshape(64, 32)", "shape", "Reshape")]
    [InlineData("Linear(10)", "Bias", "Linear(10)")]
    public void Drop_TakesTheArgumentAway(string attribute, string argument, string changed) =>
        Assert.Equal(Net(changed), Apply(Net(attribute), Edit.Drop(new NodeId(2), argument)));

    [Fact]
    public void SeveralArguments_AreSetTogether() => Assert.Equal(
        Net("Conv(3, 64, Stride = 4, Pad = 1)"),
        Apply(
            Net("Conv(64, Kernel = 5, Stride = 2)"),
            Edit.Set(new NodeId(2), "Pad", "1"), Edit.Set(new NodeId(2), "inChannels", "3"), Edit.Drop(new NodeId(2), "Kernel"), Edit.Set(new NodeId(2), "Stride", "4")));

    [Fact]
    public void TwoNewArguments_KeepTheirOrder() => Assert.Equal(
        Net("Conv(64, Kernel = 5, Pad = 2)"), Apply(Net("Conv(64)"), Edit.Set(new NodeId(2), "Kernel", "5"), Edit.Set(new NodeId(2), "Pad", "2")));

    [Fact]
    public void Input_IsAListOfNumbers() => Assert.Equal(
        "using KdGen;\n[Input(3, 64, 64, DType = DType.I64)] [Flatten] public partial class Net;\n",
        Apply("using KdGen;\n[Input(3, 32, 32)] [Flatten] public partial class Net;\n", Edit.Set(new NodeId(1), "shape", "3, 64, 64"), Edit.Set(new NodeId(1), "DType", "DType.I64")));

    [Fact]
    public void GenericAttribute_KeepsItsClasses() => Assert.Equal(
        "using KdGen;\n[Conv(4)] public partial class Block;\n[Input(3, 8, 8)] [Repeat<Block>(2, Stride = 2)] public partial class Net;\n",
        Apply("using KdGen;\n[Conv(4)] public partial class Block;\n[Input(3, 8, 8)] [Repeat<Block>(0)] public partial class Net;\n", Edit.Set(new NodeId(2), "count", "2"), Edit.Set(new NodeId(2), "Stride", "2")));

    private static string Net(string attribute) => $"using KdGen;\n[Input(8)]\n[{attribute}, ReLU] // here\npublic partial class Net;\n";

    private static string Apply(string source, params Edit[] edits) => Assert.Single(CodeFixHarness.Apply("Net", new Fix("Key", "Title", edits), source));
}
