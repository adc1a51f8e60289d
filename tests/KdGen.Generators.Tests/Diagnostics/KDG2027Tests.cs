using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2027Tests
{
    private const string Models = """
        [Teacher, Input(4), Linear(8), ReLU, Linear(3)] public partial class Big;
        [Student, Input(4), Linear(3)] public partial class Small;

        """;

    [Theory]
    [InlineData("", "typeof(Losses), [|\"Own\"|]", "which does not exist: name a method marked [Loss]")]
    [InlineData("public static int Own = 1;", "typeof(Losses), [|nameof(Losses.Own)|]", "which does not exist: name a method marked [Loss]")]
    [InlineData("public static double Own(Row student) => student[0];", "typeof(Losses), [|nameof(Losses.Own)|]", "which is not marked: put [Loss] on it")]
    [InlineData("public static double Own(Row student) => student[0];", "method: [|nameof(Losses.Own)|], type: typeof(Losses)", "which is not marked: put [Loss] on it")]
    [InlineData(
        "[Loss] public static double Own(Row student) => student[0]; [Loss] public static double Own(Row student, int label) => student[label];",
        "typeof(Losses), [|nameof(Losses.Own)|]", "which several methods are called: give each a name of its own")]
    [InlineData("[Loss] private static TorchSharp.torch.Tensor Own(TorchSharp.torch.Tensor student) => student.sum();", "typeof(Losses), [|\"Own\"|]", "which the recipe cannot call: make it public or internal")]
    public void Name_IsReported(string members, string arguments, string fault) => AnalyzerHarness.Reports(
        "KDG2027",
        $"the loss is Losses.Own, {fault}",
        Formula.Source(members) + Models + $"[Distill<Big, Small>, DistillLoss(Kind.KL), DistillLoss({arguments}), Adam] public partial class Recipe;");

    [Fact]
    public void LossThatReadsATeacher_NeedsOne() => AnalyzerHarness.Reports(
        "KDG2022",
        "Own reads a teacher, which Recipe does not have: use [Distill<Teacher, Small>]",
        Formula.Source("[Loss] public static double Own(Row student, Row teacher) => Sum(student - teacher);") + Models
        + "[Train<Small>, DistillLoss(Kind.CE), DistillLoss(typeof(Losses), [|nameof(Losses.Own)|]), Adam] public partial class Recipe;");

    [Fact]
    public void Temperature_IsIgnored() => AnalyzerHarness.Reports(
        "KDG2013",
        "Own needs no T: it has no temperature",
        Formula.Source("[Loss] public static double Own(Row student, Row teacher) => Sum(student - teacher);") + Models
        + "[Distill<Big, Small>, DistillLoss(typeof(Losses), nameof(Losses.Own), T = [|2|]), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("[Loss] public static double Own(Row student, int label) => student[label];", "Weight = 0.5")]
    [InlineData("[Loss] private static double Own(Row student, Row teacher) => Sum(student - teacher);", "WarmUp = 3")]
    [InlineData("[Loss] public static TorchSharp.torch.Tensor Own(TorchSharp.torch.Tensor student) => student.sum();", "Weight = 2")]
    [InlineData("public static double Own() => 1; [Loss] internal static double Own(Row student, int label) => student[label];", "From = 2")]
    public void Loss_IsSilent(string members, string options) => AnalyzerHarness.IsSilent(
        Formula.Source(members) + Models + $"[Distill<Big, Small>, DistillLoss(Kind.KL), DistillLoss(typeof(Losses), \"Own\", {options}), Adam] public partial class Recipe;");

    [Fact]
    public void LossOfTrain_IsSilent() => AnalyzerHarness.IsSilent(
        Formula.Source("[Loss] public static double Own(Row student, int label) => -LogSoftmax(student)[label];") + Models
        + "[Train<Small>, DistillLoss(typeof(Losses), nameof(Losses.Own)), Adam] public partial class Recipe;");

    [Fact]
    public void LossOfTheRecipeItself_IsSilent() => AnalyzerHarness.IsSilent("using KdGen; using static KdGen.RowMath; using TorchSharp;\n" + Models + """
        [Distill<Big, Small>, DistillLoss(typeof(Recipe), nameof(Recipe.Rows)), DistillLoss(typeof(Recipe), nameof(Tensors)), Adam]
        public partial class Recipe
        {
            [Loss] private static double Rows(Row student, Row teacher) => Sum(student - teacher);
            [Loss] private static torch.Tensor Tensors(torch.Tensor student, torch.Tensor labels) => student.sum();
        }
        """.Replace("nameof(Tensors)", "\"Tensors\"", StringComparison.Ordinal).Replace("nameof(Recipe.Rows)", "\"Rows\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("typeof(Nothing), \"Own\"")]
    [InlineData("typeof(Losses), nameof(Losses.Nothing)")]
    [InlineData("typeof(Losses)")]
    public void WhatCSharpReports_IsSilent(string arguments) => Assert.Empty(AnalyzerHarness.Analyze(Compilations.Create(
        Formula.Source("") + Models + $"[Distill<Big, Small>, DistillLoss(Kind.KL), DistillLoss({arguments}), Adam] public partial class Recipe;")));
}
