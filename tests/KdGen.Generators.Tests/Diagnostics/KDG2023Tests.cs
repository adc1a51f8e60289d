using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2023Tests
{
    [Theory]
    [InlineData("string", "string", "String")]
    [InlineData("Plain", "Plain", "Plain")]
    [InlineData("IShape", "IShape", "IShape")]
    [InlineData("Recipe", "Recipe", "Recipe")]
    public void NoModel_IsReported(string type, string span, string name) => AnalyzerHarness.Reports(
        "KDG2023", $"{name} is no model: give it [Input] and operators, or derive it from torch.nn.Module<Tensor, Tensor>", $$"""
        using KdGen;
        public class Plain;
        public interface IShape;
        [Train<[|{{span}}|]>, Adam] public partial class Recipe;
        // {{type}}
        """);

    [Fact]
    public void NoTeacher_IsReportedOnTheTeacher() => AnalyzerHarness.Reports(
        "KDG2023", "Plain is no model: give it [Input] and operators, or derive it from torch.nn.Module<Tensor, Tensor>", """
        using KdGen;
        public class Plain;
        [Input(4)] [Linear(2)] public partial class Small;
        [Distill<[|Plain|], Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);

    [Fact]
    public void HandWrittenModule_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        public class Hand() : nn.Module<Tensor, Tensor>("Hand") { public override Tensor forward(Tensor input) => input.alias(); }
        [Train<Hand>, Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("[Linear(2)] public partial class Net;", "Net")]
    [InlineData("[Input(4)] [Linear(2)] public partial record Net;", "Net")]
    [InlineData("[Input(4)] [Linear(2)] public partial class Net<T>;", "Net<int>")]
    [InlineData("[Input(4)] [Linear(2)] public class Net;", "Net")]
    [InlineData("public class Net;", "Net")]
    [InlineData("public interface Net;", "Net")]
    public void RecipeOverNoModule_IsASkeletonThatCompiles(string model, string name) =>
        GeneratorHarness.Run($"using KdGen;\n{model}\n[Train<{name}>, Adam] public partial class Recipe;").AssertCompiles();

    [Fact]
    public void FileLocalOuterClass_StopsNobodyElse()
    {
        Generated generated = GeneratorHarness.Run("using KdGen;\nfile partial class Outer { [Input(6)] [Linear(2)] public partial class Net; }\n[Input(6)] [Linear(2)] public partial class Other;");
        Assert.Equal(["Other.Module.g.cs"], generated.Files.Keys);
    }
}
