using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1107Tests
{
    [Fact]
    public void FromALaterStage_IsReported() => AnalyzerHarness.Reports("KDG1107", "From names B, which is no stage of Net before A: name an earlier one", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [[|From<B>|], Conv(4)] public partial class A;
            [Conv(3)] public partial class B;
        }
        """);

    [Fact]
    public void OutputThatIsNoStage_IsReported() => AnalyzerHarness.Reports("KDG1107", "Output names Other, which is no stage of Net: name two of its stages", """
        using KdGen;
        [Input(3, 8, 8), [|Output<A, Other>|]] public partial class Net { [Conv(4)] public partial class A; }
        public sealed class Other;
        """);

    [Fact]
    public void RepeatOfNoBlock_IsReported() => AnalyzerHarness.Reports("KDG1107", "Repeat names String, which is no block: a block has operators or stages, no [Input], and stands in no other model", """
        using KdGen;
        [Input(3, 8, 8)] [[|Repeat<string>|](2)] public partial class Net;
        """);

    [Fact]
    public void FromAnEarlierStage_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(3)] public partial class A;
            [Conv(4)] public partial class B;
            [From<A>, Conv(4)] public partial class C;
            [Add<B, C>] public partial class D;
        }
        """);


    [Fact]
    public void From_IsRemoved() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [[|From<B>|], Conv(4)] public partial class A;
            [Conv(3)] public partial class B;
        }
        """, "Remove From", """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4)] public partial class A;
            [Conv(3)] public partial class B;
        }
        """);
}
