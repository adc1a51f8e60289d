using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2011Tests
{
    [Fact]
    public void OtherInputs_IsReported() => AnalyzerHarness.Reports("KDG2011", "one batch feeds both models, but teacher Big takes 3x64x64 and student Small takes 3x32x32: give both the same [Input]", """
        using KdGen;
        [Teacher, Input(3, 64, 64)] [GlobalAvgPool, Linear(3)] public partial class Big;
        [Student, Input(3, 32, 32)] [GlobalAvgPool, Linear(3)] public partial class Small;
        [Distill<Big, [|Small|]>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Related_AreBothInputs()
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create("""
            using KdGen;
            [Input(4)] public partial class Family { [Arg] public const int N = 3; [Linear(N)] public partial class Head; }
            [Teacher, Args(3)] public partial class Big : Family;
            [Student, Input(5)] [Linear(3)] public partial class Small;
            [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
            """)));
        Assert.Equal([("Input", 1), ("Input", 3)], diagnostic.AdditionalLocations.Take(2).Select(location => (location.SourceTree!.GetText().ToString(location.SourceSpan), location.GetLineSpan().StartLinePosition.Line)));
    }

    [Theory]
    [InlineData("Use [Input(3, 64, 64)] on Small", 64, 64)]
    [InlineData("Use [Input(3, 32, 32)] on Big", 32, 32)]
    public void Fix_GivesOneTheInputOfTheOther(string title, int big, int small)
    {
        const string Source = """
            using KdGen;
            [Teacher, Input(3, {0}, {0})] [Conv(3, 8), ReLU, GlobalAvgPool, Linear(3)] public partial class Big;
            [Student, Input(3, {1}, {1})] [GlobalAvgPool, Linear(3)] public partial class Small;
            [Distill<Big, {2}>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
            """;
        CodeFixHarness.Fixes(Filled(64, 32, "[|Small|]"), title, Filled(big, small, "Small"));

        static string Filled(int big, int small, string student) =>
            Source.Replace("{0}", $"{big}", StringComparison.Ordinal).Replace("{1}", $"{small}", StringComparison.Ordinal).Replace("{2}", student, StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_IsOfferedOnlyWhereItFits() => Assert.Equal(["Use [Input(1, 28, 28)] on Big"], CodeFixHarness.Titles("""
        using KdGen;
        [Teacher, Input(3, 32, 32)] [Conv(8), ReLU, GlobalAvgPool, Linear(3)] public partial class Big;
        [Student, Input(1, 28, 28)] [Flatten, Linear(784, 3)] public partial class Small;
        [Distill<Big, [|Small|]>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """));

    [Fact]
    public void EqualInputs_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);

    [Fact]
    public void IndicesAndNumbers_AreReported() => AnalyzerHarness.Reports(
        "KDG2011", "one batch feeds both models, but teacher Big takes 8 indices and student Small takes 8 real numbers: give both the same [Input]", """
        using KdGen;
        [Input(8, DType = DType.I64)] [Embedding(10, 4), Mean, Linear(3)] public partial class Big;
        [Input(8)] [Linear(3)] public partial class Small;
        [Distill<Big, [|Small|]>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);
}
