using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>A recipe's weights file against its teacher: what is said, and what is not.</summary>
public sealed class WeightsChecksTests
{
    private const string BatchNormed = "Conv(4), BatchNorm, GlobalAvgPool, Linear(2)";

    private static readonly string[] Fitting =
    [
        "0.weight Float32 4,3,3,3", "0.bias Float32 4",
        "1.weight Float32 4", "1.bias Float32 4", "1.running_mean Float32 4", "1.running_var Float32 4", "1.num_batches_tracked Int64",
        "3.weight Float32 2,4", "3.bias Float32 2",
    ];

    [Fact]
    public void FittingFile_IsSilent() => Assert.Empty(Check("net.pth", Header("net.pth", Fitting)));

    [Fact]
    public void OrderInTheFile_DoesNotMatter() => Assert.Empty(Check("net.pth", Header("net.pth", Fitting.Reverse())));

    [Theory]
    [InlineData("Float16")]
    [InlineData("BFloat16")]
    [InlineData("Float64")]
    public void FloatingPoint_OfAnyWidthFits(string type) => Assert.Empty(Check("net.pth", Header("net.pth", Fitting.Select(line => line.Replace("Float32", type)))));

    [Theory]
    [InlineData("Int8")]
    [InlineData("UInt8")]
    [InlineData("Bool")]
    [InlineData("Complex64")]
    public void OtherTypes_DoNot(string type)
        => Differs($"3.bias holds {type} where the model has floating point", [.. Fitting[..^1], $"3.bias {type} 2"]);

    [Fact]
    public void CountAsFloatingPoint_IsNone()
        => Differs("1.num_batches_tracked holds Float32 where the model has a whole number", [.. Fitting.Where(line => !line.Contains("Int64")), "1.num_batches_tracked Float32"]);

    [Fact]
    public void BatchCount_MayBeMissing() => Assert.Empty(Check("net.pth", Header("net.pth", Fitting.Where(line => !line.Contains("num_batches_tracked")))));

    [Fact]
    public void BatchCount_OfAnotherShape_IsSaid()
        => Differs("1.num_batches_tracked is 1 where the model has a scalar", [.. Fitting.Where(line => !line.Contains("Int64")), "1.num_batches_tracked Int64 1"]);

    [Fact]
    public void MissingTensor_IsNamedWithItsShape() => Differs("it lacks 3.bias (2)", Fitting[..^1]);

    [Fact]
    public void UnexpectedTensor_IsNamed() => Differs("it has beyond the model aux.weight", [.. Fitting, "aux.weight Float32 2,2"]);

    [Fact]
    public void WrongShape_NamesBoth() => Differs("3.weight is 10x4 where the model has 2x4", [.. Fitting[..^2], "3.weight Float32 10,4", "3.bias Float32 2"]);

    [Fact]
    public void Scalar_IsNoVectorOfOne() => Differs("3.bias is a scalar where the model has 2", [.. Fitting[..^1], "3.bias Float32"]);

    [Fact]
    public void AnotherModel_IsOneLineOfAllThree() => Differs(
        "0.weight is 8x3x3x3 where the model has 4x3x3x3; it lacks 0.bias (4), 1.weight (4) and 5 more; it has beyond the model fc.a, fc.b and 1 more",
        ["0.weight Float32 8,3,3,3", "fc.a Float32 1", "fc.b Float32 1", "fc.c Float32 1"]);

    [Fact]
    public void EmptyFile_LacksAll() => Differs("it lacks 0.weight (4x3x3x3), 0.bias (4) and 6 more", []);

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.net.")]
    public void Prefix_OfAllKeysIsLeftOut(string prefix)
    {
        Assert.Empty(Check("net.pth", Header("net.pth", Fitting.Select(line => prefix + line))));
        Differs("it lacks 3.bias (2)", [.. Fitting[..^1].Select(line => prefix + line)]);
    }

    [Fact]
    public void Prefix_OfSomeKeysIsNone() => Assert.Single(Check("net.pth", Header("net.pth", Fitting.Select((line, i) => (i % 2 == 0 ? "module." : "") + line))));

    [Theory]
    [InlineData("net.pth", "net.pth")]
    [InlineData("w/net.pth", "w/net.pth")]
    [InlineData("./w/net.pth", "w/net.pth")]
    [InlineData("././w/net.pth", "w/net.pth")]
    [InlineData(@"w\net.pth", "w/net.pth")]
    [InlineData(@".\w\net.pth", "w/net.pth")]
    [InlineData("../w/net.pth", "../w/net.pth")]
    [InlineData("/home/me/net.pth", "/home/me/net.pth")]
    public void Path_IsTheFilesInAnyWriting(string written, string path) => Assert.Empty(Check(written, Header("other.pth", []), Header(path, Fitting)));

    [Theory]
    [InlineData("net.pth", "w/net.pth")]
    [InlineData("w/net.pth", "net.pth")]
    [InlineData("v/net.pth", "w/net.pth")]
    [InlineData("et.pth", "net.pth")]
    [InlineData("net.pth", "net.pt")]
    [InlineData("/home/me/w/net.pth", "w/net.pth")]
    public void Path_OfAnotherFileIsNot(string written, string path)
        => Unread($"{written} was not checked: it is no file of the project, so the build cannot read it: put it into the project's folder", Check(written, Header(path, [])));

    [Fact]
    public void OneOfSeveralPaths_IsEnough()
        => Assert.Empty(Check("../w/net.pth", new WeightsHeader(new(["net.pth", "../w/net.pth"]), Header("", Fitting).Tensors, null)));

    [Fact]
    public void ProjectWithoutFiles_IsAWarning()
        => Unread("net.safetensors was not checked: it is no file of the project, so the build cannot read it: put it into the project's folder", Check("net.safetensors"));

    [Fact]
    public void FileOfAnotherExtension_IsToldWhichAreRead()
        => Unread("pytorch_model.bin was not checked: the build reads .safetensors, .pth, .pt files: call it by one of these", Check("pytorch_model.bin"));

    [Fact]
    public void BrokenFile_IsAWarningWithTheReason()
        => Unread("net.pth was not checked: is empty", Check("net.pth", new WeightsHeader(new(["net.pth"]), default, "is empty")));

    [Theory]
    [InlineData("Linear(5, 2)")]
    [InlineData("ReLU, GlobalAvgPool")]
    public void TeacherWithoutKnownTensors_IsNotCompared(string operators)
        => Assert.Empty(WeightsChecks.Of(Recipe("net.pth"), StateDict.Of(Declare.Infer("3, 8, 8", operators)), default));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void EmptyPath_IsNotCompared(string written) => Assert.Empty(Check(written));

    [Fact]
    public void RecipeWithoutWeights_IsNotCompared()
        => Assert.Empty(WeightsChecks.Of(Declare.Recipe("Kd", "Net", "Net", "", "Adam"), Tensors, default));

    private static EquatableArray<StateTensor> Tensors => StateDict.Of(Declare.Infer("3, 8, 8", BatchNormed));

    private static RecipeDecl Recipe(string file)
    {
        RecipeDecl recipe = Declare.Recipe("Kd", "Net", "Net", "", "Adam");
        return recipe with { Header = recipe.Header with { Arguments = new([new Argument("TeacherWeights", new Constant.Text(file))]) } };
    }

    /// <summary>A header from lines "0.weight Float32 8,4".</summary>
    private static WeightsHeader Header(string path, IEnumerable<string> tensors)
        => WeightsHeader.Parse($"kdgen-weights 1\npath\t{path}\n{string.Concat(tensors.Select(line => $"tensor\t{string.Join('\t', $"{line} ".Split(' ')[..3])}\n"))}")!;

    private static EquatableArray<Problem> Check(string file, params WeightsHeader[] headers) => WeightsChecks.Of(Recipe(file), Tensors, new(headers));

    private static void Differs(string differences, string[] tensors)
    {
        Problem problem = Assert.Single(Check("net.pth", Header("net.pth", tensors)));
        Assert.Equal(ProblemCode.WeightsDiffer, problem.Code);
        Assert.Equal($"net.pth does not fit Net: {differences}", problem.Message);
        Assert.Equal((new NodeId(1), "TeacherWeights"), (problem.Node, problem.Argument));
    }

    private static void Unread(string message, EquatableArray<Problem> problems)
    {
        Problem problem = Assert.Single(problems);
        Assert.Equal(ProblemCode.WeightsUnread, problem.Code);
        Assert.Equal(message, problem.Message);
        Assert.Equal(ProblemSeverity.Warning, problem.Rule.Severity);
    }
}
