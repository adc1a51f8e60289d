using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.CodeFixes;

/// <summary>Attributes that a fix inserts, replaces and removes. The attribute that is spoken of is the second.</summary>
public sealed class ListTests
{
    private static readonly NodeId Second = new(2);

    [Theory]
    [InlineData("[Input(8), Linear(4)]", "[Input(8), Flatten, Linear(4)]")]
    [InlineData("[Input(8)] [Linear(4)]", "[Input(8)] [Flatten, Linear(4)]")]
    [InlineData("[Input(8)]\n[ Linear(4), ReLU ]", "[Input(8)]\n[ Flatten, Linear(4), ReLU ]")]
    [InlineData("[Input(8),\n Linear(4),\n ReLU]", "[Input(8),\n Flatten,\n Linear(4),\n ReLU]")]
    [InlineData("[Input(8)]\n[\n    Linear(4),\n    ReLU,\n]", "[Input(8)]\n[\n    Flatten,\n    Linear(4),\n    ReLU,\n]")]
    [InlineData("[Input(8), // rows\n Linear(4), // head\n ReLU]", "[Input(8), // rows\n Flatten,\n Linear(4), // head\n ReLU]")]
    [InlineData("[Input(8), Conv(3), /* head */ Linear(4)]", "[Input(8), Flatten, Conv(3), /* head */ Linear(4)]")]
    [InlineData("[Input(8), /* head */ Linear(4)]", "[Input(8), Flatten, /* head */ Linear(4)]")]
    [InlineData("[Input(8), ReLU6,\n // head\n Linear(4), ReLU]", "[Input(8), Flatten, ReLU6,\n // head\n Linear(4), ReLU]")]
    [InlineData("[type: Input(8), Linear(4)]", "[type: Input(8), Flatten, Linear(4)]")]
    [InlineData("[Input(8)]\n[type: Linear(4)]", "[Input(8)]\n[type: Flatten, Linear(4)]")]
    public void InsertBefore_StandsInTheList(string attributes, string changed) => Check(attributes, changed, Edit.InsertBefore(Second, "Flatten"));

    [Theory]
    [InlineData("[Input(8), Linear(4)]", "[Input(8), Linear(4), ReLU6]")]
    [InlineData("[Input(8)] [Linear(4)] [Tanh]", "[Input(8)] [Linear(4), ReLU6] [Tanh]")]
    [InlineData("[Input(8),\n Linear(4),\n Tanh]", "[Input(8),\n Linear(4),\n ReLU6,\n Tanh]")]
    [InlineData("[Input(8), // rows\n Linear(4), // head\n Tanh]", "[Input(8), // rows\n Linear(4), // head\n ReLU6,\n Tanh]")]
    [InlineData("[Input(8),\n Linear(4) // head\n]", "[Input(8),\n Linear(4), // head\n ReLU6\n]")]
    [InlineData("[Input(8)]\n[\n    Linear(4),\n]", "[Input(8)]\n[\n    Linear(4), ReLU6,\n]")]
    public void InsertAfter_StandsInTheList(string attributes, string changed) => Check(attributes, changed, Edit.InsertAfter(Second, "ReLU6"));

    [Theory]
    [InlineData("[Input(8), Linear(4), ReLU]", "[Input(8), LayerNorm, ReLU]")]
    [InlineData("[Input(8), Linear(4, Key = \"a\"), ReLU]", "[Input(8), LayerNorm(Key = \"a\"), ReLU]")]
    [InlineData("[Input(8),\n Linear(4 /* wide */), // head\n ReLU]", "[Input(8),\n LayerNorm /* wide */, // head\n ReLU]")]
    public void Replace_LeavesItsNeighbours(string attributes, string changed) => Check(attributes, changed, Edit.Replace(Second, "LayerNorm"));

    [Theory]
    [InlineData("[Input(8), Linear(4), ReLU]", "[Input(8), ReLU]")]
    [InlineData("[Input(8), Linear(4)]", "[Input(8)]")]
    [InlineData("[Input(8)] [Linear(4), ReLU]", "[Input(8)] [ReLU]")]
    [InlineData("[Input(8)] [Linear(4)] [ReLU]", "[Input(8)] [ReLU]")]
    [InlineData("[Input(8)]\n[Linear(4)]\n[ReLU]", "[Input(8)]\n[ReLU]")]
    [InlineData("[Input(8)]\n// head\n[Linear(4)] // four\n[ReLU]", "[Input(8)]\n// head\n// four\n[ReLU]")]
    [InlineData("[Input(8)]\n[Linear(4 /* wide */) /* head */]\n[ReLU]", "[Input(8)]\n/* wide */ /* head */\n[ReLU]")]
    [InlineData("[Input(8)]\n[Linear(4)]\n#if DEBUG\n#endif\n[ReLU]", "[Input(8)]\n\n#if DEBUG\n#endif\n[ReLU]")]
    [InlineData("[Input(8),\n Linear(4), // head\n ReLU]", "[Input(8),\n // head\n ReLU]")]
    [InlineData("[Input(8), // rows\n Linear(4)]", "[Input(8) // rows\n]")]
    [InlineData("[Input(8),\n Linear(4)\n]", "[Input(8)\n]")]
    [InlineData("[Input(8),\n /* head */ Linear(4), ReLU]", "[Input(8),\n /* head */ ReLU]")]
    [InlineData("[Input(8), Linear(4),\n ReLU, Tanh]", "[Input(8),\n ReLU, Tanh]")]
    [InlineData("[Input(8),\n Linear(4), ReLU]", "[Input(8),\n ReLU]")]
    public void Remove_LeavesCommentsAndLayout(string attributes, string changed) => Check(attributes, changed, Edit.Remove(Second));

    [Fact]
    public void EditsOfOneList_AreAppliedTogether() => Check(
        "[Input(8), Flatten, Linear(4), ReLU, Tanh]",
        "[Input(8), GlobalAvgPool, Linear(32, 4), ReLU6]",
        Edit.Replace(Second, "GlobalAvgPool"), Edit.Set(new NodeId(3), "inFeatures", "32"), Edit.Remove(new NodeId(4)), Edit.InsertAfter(new NodeId(3), "ReLU6"), Edit.Remove(new NodeId(5)));

    [Fact]
    public void AnEmptiedList_Goes() => Check("[Input(8)]\n[Flatten, Linear(4)]\n[ReLU]", "[Input(8)]\n[ReLU]", Edit.Remove(Second), Edit.Remove(new NodeId(3)));

    [Fact]
    public void WindowsLineBreaks_Stay() => Check("[Input(8),\r\n Linear(4),\r\n ReLU]", "[Input(8),\r\n Flatten,\r\n Linear(4),\r\n ReLU]", Edit.InsertBefore(Second, "Flatten"));

    [Theory]
    [InlineData("", "KdGen.", "KdGen.")]
    [InlineData("using KdGen;", "KdGen.", "KdGen.")]
    [InlineData("using Kd = KdGen;", "Kd.", "Kd.")]
    [InlineData("using Kd = KdGen;", "Kd::", "Kd::")]
    [InlineData("", "global::KdGen.", "global::KdGen.")]
    public void Name_IsWrittenAsItsNeighbours(string usings, string prefix, string expected) => Assert.Equal(
        $"{usings}\n[{prefix}Input(8)] [{expected}Flatten, {prefix}Linear(4), {expected}Residual({(usings == "using KdGen;" ? "KdGen." : expected)}Shortcut.Project)] public partial class Net;\n",
        Apply($"{usings}\n[{prefix}Input(8)] [{prefix}Linear(4)] public partial class Net;\n", Edit.InsertBefore(Second, "Flatten"), Edit.InsertAfter(Second, "Residual(Shortcut.Project)")));

    [Fact]
    public void Name_ThatMeansSomethingElseThere_IsQualified() => Assert.Equal(
        "using KdGen;\nusing Other;\nnamespace Other { public sealed class FlattenAttribute : System.Attribute; }\n[Input(8)] [KdGen.Flatten, Linear(4)] public partial class Net;\n",
        Apply("using KdGen;\nusing Other;\nnamespace Other { public sealed class FlattenAttribute : System.Attribute; }\n[Input(8)] [Linear(4)] public partial class Net;\n", Edit.InsertBefore(Second, "Flatten")));

    [Fact]
    public void Name_BesideAnAliasOfOneWord_IsFound() => Assert.Equal(
        "using Dense = KdGen.LinearAttribute;\n[KdGen.Input(8)] [KdGen.Flatten, Dense(4)] public partial class Net;\n",
        Apply("using Dense = KdGen.LinearAttribute;\n[KdGen.Input(8)] [Dense(4)] public partial class Net;\n", Edit.InsertBefore(Second, "Flatten")));

    [Fact]
    public void Stage_CalledLikeAnOption_DoesNotHideIt() => Assert.Equal(
        "using KdGen;\n[Input(8)] public partial class Net { [Linear(8), Residual(KdGen.Shortcut.Project)] public partial class Shortcut; }\n",
        Apply("using KdGen;\n[Input(8)] public partial class Net { [Linear(8), Residual] public partial class Shortcut; }\n", Edit.Set(new NodeId(2, "global::Net+Shortcut"), "shortcut", "Shortcut.Project")));

    [Fact]
    public void Classes_AreWrittenShort() => Assert.Equal(
        "using KdGen;\nnamespace A.B { [Linear(4)] public partial class Block; }\nnamespace A.C { [Input(8)] [Linear(4), Repeat<B.Block>(2)] public partial class Net; }\n",
        Assert.Single(CodeFixHarness.Apply(
            "A.C.Net",
            new Fix("Key", "Title", Edit.InsertAfter(Second, "Repeat<global::A.B.Block>(2)")),
            "using KdGen;\nnamespace A.B { [Linear(4)] public partial class Block; }\nnamespace A.C { [Input(8)] [Linear(4)] public partial class Net; }\n")));

    private static void Check(string attributes, string changed, params Edit[] edits)
    {
        string newLine = attributes.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        Assert.Equal(Net(changed), Apply(Net(attributes), edits));

        string Net(string brackets) => $"using KdGen;{newLine}{brackets}{newLine}public partial class Net;{newLine}";
    }

    private static string Apply(string source, params Edit[] edits) => Assert.Single(CodeFixHarness.Apply("Net", new Fix("Key", "Title", edits), source));
}
