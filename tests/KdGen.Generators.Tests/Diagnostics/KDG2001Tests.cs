using KdGen.Generators.Tests.Harness;

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
        [Teacher, Input(4)] [Linear(100)] public partial class Big;
        [Student, Input(4)] [Linear(10)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam] public partial class Recipe;
        """);

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
}
