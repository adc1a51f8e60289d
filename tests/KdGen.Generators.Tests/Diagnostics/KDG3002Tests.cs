using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG3002Tests
{
    [Fact]
    public void NotPartial_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make Net partial", """
        using KdGen;
        [Input(8)] [Linear(2)] public class [|Net|];
        """);

    [Fact]
    public void OuterNotPartial_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make Outer partial", """
        using KdGen;
        public class Outer { [Input(8)] [Linear(2)] public partial class [|Net|]; }
        """);

    [Fact]
    public void Static_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make it an ordinary class instead of a static one", """
        using KdGen;
        [Input(8)] [Linear(2)] public static partial class [|Net|];
        """);

    [Fact]
    public void Generic_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make it an ordinary class instead of a generic one", """
        using KdGen;
        [Input(8)] [Linear(2)] public partial class [|Net|]<T>;
        """);

    [Fact]
    public void Abstract_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make it an ordinary class instead of an abstract one", """
        using KdGen;
        [Input(8)] [Linear(2)] public abstract partial class [|Net|];
        """);

    [Fact]
    public void Record_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make it an ordinary class instead of a record", """
        using KdGen;
        [Input(8)] [Linear(2)] public partial record [|Net|];
        """);

    [Fact]
    public void FileLocal_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Net: make it an ordinary class instead of a file-local one", """
        using KdGen;
        [Input(8)] [Linear(2)] file partial class [|Net|];
        """);

    [Fact]
    public void RecipeNotPartial_IsReported() => AnalyzerHarness.Reports("KDG3002", "code cannot be added to Recipe: make Recipe partial", """
        using KdGen;
        [Teacher, Input(4)] [Linear(3)] public partial class Big;
        [Student, Input(4)] [Linear(3)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public class [|Recipe|];
        """);

    [Fact]
    public void NotPartial_GeneratesNothing() => Assert.Empty(GeneratorHarness.Run("using KdGen; [Input(8)] [Linear(2)] public class Net;").Files);

    [Fact]
    public void Partial_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public static partial class Outer { [Input(8)] [Linear(2)] internal sealed partial class Net; }
        """);

    [Theory]
    [InlineData("public class [|Net|];", "Make Net partial", "public partial class Net;")]
    [InlineData("public static partial class [|Net|];", "Make it an ordinary class", "public partial class Net;")]
    [InlineData("public abstract partial class [|Net|];", "Make it an ordinary class", "public partial class Net;")]
    [InlineData("file partial class [|Net|];", "Make it an ordinary class", "partial class Net;")]
    public void Fix_ChangesTheModifiers(string before, string title, string after) => CodeFixHarness.Fixes(
        "using KdGen;\n[Input(8)] [Linear(2)] " + before, title, "using KdGen;\n[Input(8)] [Linear(2)] " + after);

    [Fact]
    public void Fix_MakesTheClassesAroundPartialToo() => CodeFixHarness.Fixes(
        "using KdGen;\npublic class Outer { internal static class Inner { [Input(8)] [Linear(2)] public class [|Net|]; } }",
        "Make Net partial",
        "using KdGen;\npublic partial class Outer { internal static partial class Inner { [Input(8)] [Linear(2)] public partial class Net; } }");
}
