using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1019Tests
{
    [Fact]
    public void StudentWithoutInput_IsReported() => AnalyzerHarness.Reports("KDG1019", "Net has no [Input]: add the shape of one sample, for example [Input(784)]", """
        using KdGen;
        [Student] [Linear(784, 256), ReLU, Linear(10)] public partial class [|Net|];
        """);

    [Fact]
    public void OperatorsAlone_IsReported() => AnalyzerHarness.Reports("KDG1019", "Net has no [Input]: add the shape of one sample, for example [Input(3, 32, 32)]", """
        using KdGen;
        [Conv(16), Flatten, Linear(10)] public partial class [|Net|];
        """);

    [Fact]
    public void StagesAlone_IsReported() => AnalyzerHarness.Reports("KDG1019", "Net has no [Input]: add the shape of one sample, for example [Input(3, 32, 32)]", """
        using KdGen;
        public partial class [|Net|] { [Conv(16), ReLU] public partial class Stem; [GlobalAvgPool, Linear(10)] public partial class Head; }
        """);

    [Fact]
    public void HoldersOfBlocks_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public static partial class First { [Linear(4)] public partial class A; [Linear(4)] public partial class B; }
        public partial class Second { [Linear(4)] public partial class C; }
        public partial class Third { [Linear(4)] public partial class D; public class Other; }
        public partial class Fourth { public partial class Inside { [Linear(N)] public partial class E { [Arg] public const int N = 4; } } }
        public partial class Fifth { [Linear(4)] public partial class F; [Linear(4)] public partial class G; }
        [Input(8)] [Repeat<Fifth.F>(1), Repeat<Fifth.G>(1)] public partial class Net;
        """);

    [Fact]
    public void OperatorsAlone_GenerateNothing() => Assert.Empty(GeneratorHarness.Run("using KdGen; [Conv(16)] public partial class Net;").Files);

    [Fact]
    public void Input_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Student, Input(784)] [Linear(784, 256), ReLU, Linear(10)] public partial class Net;
        """);

    [Fact]
    public void BlocksAndStages_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using Renamed = Blocks.Third;
        [Linear(4)] public partial class First;
        public static partial class Holder { [Linear(4)] public partial class Inside; }
        [Linear(C)] public partial class Unused { [Arg] public const int C = 4; }
        namespace Blocks { [Linear(4)] public partial class Third; }
        [Input(8)] public partial class Net
        {
            [Parallel<First, Blocks.Third>(Join.Add), KdGen.RepeatAttribute<First>(1)] public partial class A;
            [Repeat<Renamed>(1)] public partial class B;
        }
        """);


    [Fact]
    public void FirstStage_GivesTheExample() => AnalyzerHarness.Reports("KDG1019", "Net has no [Input]: add the shape of one sample, for example [Input(1, 32, 32)]", """
        using KdGen;
        [Student] public partial class [|Net|] { [Conv(1, 8)] public partial class Stem; }
        """);

    [Fact]
    public void Example_IsAdded() => CodeFixHarness.Fixes("""
        using KdGen;
        [Student] [Linear(784, 256), Linear(10)] public partial class [|Net|];
        """, "Add [Input(784)]", """
        using KdGen;
        [Input(784)] [Student] [Linear(784, 256), Linear(10)] public partial class Net;
        """);

    [Fact]
    public void TemplateWithoutInput_IsReportedThereAlone() => AnalyzerHarness.Reports("KDG1019", "Net has no [Input]: add the shape of one sample, for example [Input(3, 32, 32)]", """
        using KdGen;
        [Teacher] [Flatten, Linear(C)] public partial class [|Net|] { [Arg] public const int C = 4; }
        [Args(8)] public partial class Large : Net;
        """);

    [Theory]
    [InlineData("Linear(10)", "[Input(784)]")]
    [InlineData("ReLU, Linear(20, 10)", "[Input(20)]")]
    [InlineData("Embedding(100, 8), Mean, Linear(10)", "[Input(128, DType = DType.I64)]")]
    [InlineData("Flatten, Linear(10)", "[Input(3, 32, 32)]")]
    public void Example_FitsTheFirstOperator(string list, string example) => AnalyzerHarness.Reports(
        "KDG1019", $"Net has no [Input]: add the shape of one sample, for example {example}", $"""
        using KdGen;
        [Student] [{list}] public partial class [|Net|];
        """);
}
