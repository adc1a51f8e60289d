using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2001Tests
{
    [Fact]
    public void OtherClasses_IsReported() => AnalyzerHarness.Reports("KDG2001", "KL needs equal classes: teacher Big has 100, student Small has 10", """
        using KdGen;
        [Teacher, Input(4)] [Linear(100)] public partial class Big;
        [Student, Input(4)] [Linear(10)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss([|Kind.KL|], T = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void ModelsInOtherPlaces_IsReported() => AnalyzerHarness.Reports("KDG2001", "KL needs equal classes: teacher Big has 100, student Small has 10", """
        using KdGen;
        namespace A { public partial class Outer { [Teacher, Input(4)] [Linear(100)] public partial class Big; } }
        namespace B.@class { [Student, Input(4)] [Linear(10)] public partial class Small; }
        namespace C { using A; [Distill<Outer.Big, B.@class.Small>, DistillLoss([|Kind.KL|]), Adam] public partial class Recipe; }
        """);

    [Fact]
    public void OtherClassesThatNoTermReads_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] public partial class Big { [Linear(8), ReLU] public partial class Body; [Linear(100)] public partial class Head; }
        [Student, Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; [Linear(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint), Adam] public partial class Recipe;
        """);

    [Fact]
    public void SeveralTerms_AreOneError() => AnalyzerHarness.Reports("KDG2001", "KL needs equal classes: teacher Big has 100, student Small has 10", """
        using KdGen;
        [Teacher, Input(4)] [Linear(100)] public partial class Big;
        [Student, Input(4)] [Linear(10)] public partial class Small;
        [Distill<Big, Small>, DistillLoss([|Kind.KL|], T = 2), DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Related_AreTheLastLayers()
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create("""
            using KdGen;
            [Teacher, Input(4)] public partial class Big { [Linear(8), ReLU] public partial class Body; [Linear(100), Dropout] public partial class Head; }
            [Student, Input(4)] public partial class Small { [Linear(10)] public partial class Head; }
            [Distill<Big, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
            """)));
        Assert.Equal(["100", "10"], diagnostic.AdditionalLocations.Take(2).Select(location => location.SourceTree!.GetText().ToString(location.SourceSpan)));
    }

    [Fact]
    public void Fix_ChangesTheStudentsLastLinear() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(10)] public partial class Big;
        [Student, Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; [Linear(8, 100, Bias = false), Dropout(0.1)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss([|Kind.KL|], T = 2), Adam] public partial class Recipe;
        """,
        "Change the last Linear of Small to 10",
        """
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(10)] public partial class Big;
        [Student, Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; [Linear(8, 10, Bias = false), Dropout(0.1)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_ChangesEachHead() => CodeFixHarness.Fixes(
        """
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(10)] public partial class Big;
        [Student, Input(4), Output<Left, Right>] public partial class Small { [Linear(4), ReLU] public partial class Body; [Linear(100)] public partial class Left; [From<Body>, Linear(100)] public partial class Right; }
        [Distill<Big, Small>, DistillLoss([|Kind.KL|], T = 2), Adam] public partial class Recipe;
        """,
        "Change the last Linear of Small to 10",
        """
        using KdGen;
        [Teacher, Input(4)] [Linear(8), ReLU, Linear(10)] public partial class Big;
        [Student, Input(4), Output<Left, Right>] public partial class Small { [Linear(4), ReLU] public partial class Body; [Linear(10)] public partial class Left; [From<Body>, Linear(10)] public partial class Right; }
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void Fix_ChangesTheTeacherWhereTheStudentIsOfAFamily() => Assert.Equal(["Change the last Linear of Big to 10"], CodeFixHarness.Titles("""
        using KdGen;
        [Teacher, Input(4)] [Linear(100)] public partial class Big;
        [Input(4)] public partial class Family { [Arg] public const int N = 8; [Linear(N), ReLU] public partial class Body; [Linear(10)] public partial class Head; }
        [Student, Args(4)] public partial class Small : Family;
        [Distill<Big, Small>, DistillLoss([|Kind.KL|], T = 2), Adam] public partial class Recipe;
        """));

    [Fact]
    public void Fix_IsNotOfferedWhereNoLinearIsLast() => Assert.Empty(CodeFixHarness.Titles("""
        using KdGen;
        [Teacher, Input(100)] [Linear(100), Residual] public partial class Big;
        [Student, Input(100)] public partial class Small { [Linear(10), Shape(10)] public partial class Head; }
        [Distill<Big, Small>, DistillLoss([|Kind.KL|], T = 2), Adam] public partial class Recipe;
        """));

    [Fact]
    public void EqualClasses_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
        """);

    [Fact]
    public void ModelWithAnErrorOfItsOwn_IsTheOnlyError() => AnalyzerHarness.Reports("KDG1002", "Linear states 5 inputs but receives 4 from Input", """
        using KdGen;
        [Teacher, Input(4)] [Linear([|5|], 100)] public partial class Big;
        [Student, Input(4)] [Linear(10)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("Student = [|nameof(Short.Body)|]", "KL needs equal classes: teacher Tall has 3, student Short.Body has 6")]
    [InlineData("Teacher = [|nameof(Tall.Body)|]", "KL needs equal classes: teacher Tall.Body has 8, student Short has 3")]
    public void VectorOfAStage_IsReportedOnItsName(string head, string message) => AnalyzerHarness.Reports("KDG2001", message, $$"""
        using KdGen;
        [Input(4)] public partial class Tall { [Linear(8), ReLU, BatchNorm] public partial class Body; [Linear(3)] public partial class Head; }
        [Input(4)] public partial class Short { [Linear(6), ReLU, BatchNorm] public partial class Body; [Linear(3)] public partial class Head; }
        [Distill<Tall, Short>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, {{head}}), Adam] public partial class Recipe;
        """);
}
