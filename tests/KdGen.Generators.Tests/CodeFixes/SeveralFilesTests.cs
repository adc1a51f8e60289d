using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.CodeFixes;

/// <summary>Fixes whose places lie in other files than the diagnostic, or in several.</summary>
public sealed class SeveralFilesTests
{
    private const string Recipe = "using KdGen;\n[Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Kd;\n";
    private const string Big = "using KdGen;\n[Input(8)] [Linear(100)] public partial class Big; // a hundred\n";
    private const string Small = "using KdGen;\n\n[Input(8)] [Linear(10)] public partial class Small;\n";

    [Fact]
    public void AnotherFile_IsChanged() => Assert.Equal(
        [Recipe, Big, Small.Replace("(10)", "(100)", StringComparison.Ordinal)],
        CodeFixHarness.Apply("Kd", new Fix("Key", "Use 100", Edit.Set(new NodeId(2, "global::Small"), "outFeatures", "100")), Recipe, Big, Small));

    [Fact]
    public void AllFiles_AreChanged() => Assert.Equal(
        [
            Recipe.Replace("Kind.KL", "Kind.KL, T = 4", StringComparison.Ordinal),
            Big.Replace("(100)", "(10)", StringComparison.Ordinal),
            Small.Replace("[Linear", "[Flatten, Linear", StringComparison.Ordinal),
        ],
        CodeFixHarness.Apply(
            "Kd",
            new Fix("Key", "Title", Edit.Set(new NodeId(2, "global::Big"), "outFeatures", "10"), Edit.InsertBefore(new NodeId(2, "global::Small"), "Flatten"), Edit.Set(new NodeId(2), "T", "4")),
            Recipe, Big, Small));

    [Fact]
    public void PartsOfAClass_AreFoundInTheirFiles() => Assert.Equal(
        ["using KdGen;\npartial class Outer { [Input(8)] public partial class Net; }\n", "public partial class Outer;\n", "partial class Outer { public partial class Net { } }\n"],
        CodeFixHarness.Apply(
            "Outer+Net",
            new Fix("Key", "Title", Edit.AddModifier(new NodeId(0), "partial")),
            "using KdGen;\nclass Outer { [Input(8)] public class Net; }\n", "public class Outer;\n", "partial class Outer { public partial class Net { } }\n"));

    [Fact]
    public void Diagnostic_OfAModelInAnotherFile_IsFixedThere() => CodeFixHarness.Fixes(
        "using KdGen;\n[Input(8)] [Linear([|5|], 2)] public partial class Net;\n",
        "Use 8",
        "using KdGen;\n[Input(8)] [Linear(8, 2)] public partial class Net;\n",
        ("namespace Other;\n", "namespace Other;\n"));
}
