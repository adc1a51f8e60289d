using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2026Tests
{
    private const string Rows = "it takes Row student, Row teacher and int label, or some of these";
    private const string Tensors = "it takes Tensor student, Tensor teacher and Tensor labels, by these names and in this order";

    [Theory]
    [InlineData("public sealed class Mine { [Loss] public double [|Own|](Row student) => student[0]; }", "make it static")]
    [InlineData("[Loss] public static double [|Own|]<T>(Row student) => student[0];", "it must work without type parameters")]
    [InlineData("public static class Mine<T> { [Loss] public static double [|Own|](Row student) => student[0]; }", "it must work without type parameters")]
    [InlineData("[Loss] public static [|Row|] Own(Row student) => student;", "it returns a double for a row, or a scalar Tensor")]
    [InlineData("[Loss] public static [|void|] Own(Row student) { }", "it returns a double for a row, or a scalar Tensor")]
    [InlineData("[Loss] public static double Own(Row student, [|double t|]) => student[0] / t;", Rows)]
    [InlineData("[Loss] public static double Own(Row student, Row teacher, [|Row other|]) => student[0];", Rows)]
    [InlineData("[Loss] public static double Own(Row student, int label, [|int other|]) => student[0];", Rows)]
    [InlineData("[Loss] public static double Own([|ref Row student|]) => student[0];", Rows)]
    [InlineData("[Loss] public static double [|Own|](int label) => 1;", "it takes no Row with the student's logits")]
    [InlineData("[Loss] public static double [|Own|]() => 1;", "it takes no Row with the student's logits")]
    [InlineData("[Loss] public static double [|Own|](Row student, Row teacher) => Sum(teacher);", "nothing in it depends on the student's logits")]
    [InlineData("[Loss] public static Tensor Own(Tensor student, [|Tensor y|]) => student.sum();", Tensors)]
    [InlineData("[Loss] public static Tensor Own(Tensor labels, [|Tensor student|]) => student.sum();", Tensors)]
    [InlineData("[Loss] public static Tensor Own(Tensor student, [|Row teacher|]) => student.sum();", Tensors)]
    [InlineData("[Loss] public static Tensor [|Own|](Tensor teacher) => teacher.sum();", "it takes no Tensor student")]
    public void Method_IsReported(string members, string instead) =>
        AnalyzerHarness.Reports("KDG2026", $"Own cannot be a loss: {instead}", "using Tensor = TorchSharp.torch.Tensor;\n" + Formula.Source(members));

    [Fact]
    public void RecipeWithSuchALoss_SaysNothingMore() => AnalyzerHarness.Reports(
        "KDG2026",
        "Own cannot be a loss: it takes no Row with the student's logits",
        Formula.Source("[Loss] public static double [|Own|](int label) => 1;") + """
            [Input(4), Linear(3)] public partial class Net;
            [Train<Net>, DistillLoss(typeof(Losses), nameof(Losses.Own)), Adam] public partial class Recipe;
            """);

    [Theory]
    [InlineData("[Loss] public static double Own(Row student, Row teacher, int label) => (student - teacher)[label];")]
    [InlineData("[Loss] private static double Own(int truth, Row z) => z[truth];")]
    [InlineData("[Loss] public static Tensor Own(Tensor student, Tensor teacher, Tensor labels) => (student - teacher).sum();")]
    [InlineData("[Loss] public static Tensor Own(Tensor student, Tensor labels) => student.sum();")]
    [InlineData("public static double NoLoss(int label) => 1;")]
    public void Loss_IsSilent(string members) => AnalyzerHarness.IsSilent("using Tensor = TorchSharp.torch.Tensor;\n" + Formula.Source(members));

    [Theory]
    [InlineData("[Loss] public static double Own(Nothing student) => 1;")]
    [InlineData("[Loss] public static Nothing Own(Row student) => 1;")]
    [InlineData("[Loss] public static Tensor Own(Nothing student) => null!;")]
    public void TypesThatAreNotThere_AreSilent(string members) => Assert.Empty(AnalyzerHarness.Analyze(Compilations.Create(Formula.Source(members))));
}
