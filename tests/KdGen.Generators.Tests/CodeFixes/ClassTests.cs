using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.CodeFixes;

/// <summary>Classes that get an attribute or a modifier, lose one, or go.</summary>
public sealed class ClassTests
{
    [Theory]
    [InlineData("[Linear(4)] public partial class Net;", 0, "[Input(8)] [Linear(4)] public partial class Net;")]
    [InlineData("[Linear(4)]\npublic partial class Net;", 0, "[Input(8)]\n[Linear(4)]\npublic partial class Net;")]
    [InlineData("/// <summary>Small.</summary>\n[Linear(4)]\npublic partial class Net;", 0, "/// <summary>Small.</summary>\n[Input(8)]\n[Linear(4)]\npublic partial class Net;")]
    [InlineData("// small\npublic partial class Net;", 0, "// small\n[Input(8)]\npublic partial class Net;")]
    [InlineData("[KdGen.Linear(4)] public partial class Net;", 0, "[KdGen.Input(8)] [KdGen.Linear(4)] public partial class Net;")]
    [InlineData("[Linear(4)] public partial class Net;", 1, "[Linear(4)] [Input(8)] public partial class Net;")]
    [InlineData("[Linear(4)] // four\npublic partial class Net;", 1, "[Linear(4)] // four\n[Input(8)]\npublic partial class Net;")]
    [InlineData("[Linear(4)]\n[ReLU]\npublic partial class Net;", 1, "[Linear(4)]\n[Input(8)]\n[ReLU]\npublic partial class Net;")]
    public void AddAttribute_HasBracketsOfItsOwn(string source, int node, string changed) => Check(source, changed, Edit.AddAttribute(new NodeId(node), "Input(8)"));

    [Fact]
    public void AddAttribute_KeepsTheIndentation() => Assert.Equal(
        "using KdGen;\nnamespace N\n{\n    [Input(8)]\n    [Linear(4)]\n    public partial class Net\n    {\n        [Shape(4)]\n        [Linear(4)]\n        public partial class Head;\n    }\n}\n",
        Assert.Single(CodeFixHarness.Apply(
            "N.Net",
            new Fix("Key", "Title", Edit.AddAttribute(new NodeId(0), "Input(8)"), Edit.AddAttribute(new NodeId(0, "global::N.Net+Head"), "Shape(4)")),
            "using KdGen;\nnamespace N\n{\n    [Linear(4)]\n    public partial class Net\n    {\n        [Linear(4)]\n        public partial class Head;\n    }\n}\n")));

    [Theory]
    [InlineData("[Input(8)] public class Net { }", "[Input(8)] public partial class Net { }")]
    [InlineData("[Input(8)]\nclass Net;", "[Input(8)]\npartial class Net;")]
    [InlineData("[Input(8)] public sealed /* final */ class Net;", "[Input(8)] public sealed /* final */ partial class Net;")]
    [InlineData("[Input(8)] public partial class Net;", "[Input(8)] public partial class Net;")]
    [InlineData("[Input(8)] public sealed record class Net;", "[Input(8)] public sealed partial record class Net;")]
    public void Partial_StandsBeforeClass(string source, string changed) => Check(source, changed, Edit.AddModifier(new NodeId(0), "partial"));

    [Fact]
    public void OtherModifier_StandsBeforePartial() => Check("[Input(8)] public partial class Net;", "[Input(8)] public sealed partial class Net;", Edit.AddModifier(new NodeId(0), "sealed"));

    [Fact]
    public void Partial_GoesToTheClassesAround() => Assert.Equal(
        "using KdGen;\npublic partial class Outer { internal partial struct Middle { [Input(8)] public partial class Net; } }\n",
        Assert.Single(CodeFixHarness.Apply(
            "Outer+Middle+Net", new Fix("Key", "Title", Edit.AddModifier(new NodeId(0), "partial")), "using KdGen;\npublic class Outer { internal struct Middle { [Input(8)] public class Net; } }\n")));

    [Fact]
    public void Partial_GoesToEveryPart() => Assert.Equal(
        ["using KdGen;\n[Input(8)] public partial class Net;\n", "public partial class Net { }\n"],
        CodeFixHarness.Apply("Net", new Fix("Key", "Title", Edit.AddModifier(new NodeId(0), "partial")), "using KdGen;\n[Input(8)] public partial class Net;\n", "public class Net { }\n"));

    [Theory]
    [InlineData("[Input(8)] public static partial class Net;", "[Input(8)] public partial class Net;")]
    [InlineData("[Input(8)] static /* why */ partial class Net;", "[Input(8)] /* why */ partial class Net;")]
    public void DropModifier_LeavesTheOthers(string source, string changed) => Check(source, changed, Edit.DropModifier(new NodeId(0), "static"));

    [Fact]
    public void DropModifier_FindsThePartThatHasIt() => Assert.Equal(
        ["using KdGen;\n[Input(8)] public partial class Net;\n", "partial class Net { }\n"],
        CodeFixHarness.Apply("Net", new Fix("Key", "Title", Edit.DropModifier(new NodeId(0), "static")), "using KdGen;\n[Input(8)] public partial class Net;\n", "static partial class Net { }\n"));

    [Fact]
    public void RemoveClass_TakesItsCommentsWithIt() => Assert.Equal(
        """
        using KdGen;
        [Input(8)]
        public partial class Net
        {
            // The body.

            [Linear(4)] public partial class Body;    // 4
            [Linear(2)] public partial class Tail;    // 2
        }

        """,
        Assert.Single(CodeFixHarness.Apply("Net", new Fix("Key", "Title", Edit.RemoveClass(new NodeId(0, "global::Net+Head"))), """
        using KdGen;
        [Input(8)]
        public partial class Net
        {
            // The body.

            [Linear(4)] public partial class Body;    // 4
            // Nobody reads it.
            [From<Body>]
            [Linear(4)] public partial class Head;    // 4
            [Linear(2)] public partial class Tail;    // 2
        }

        """)));

    [Fact]
    public void RemoveClass_OnALine_LeavesTheRest() => Check(
        "[Input(8)] public partial class Net { [Linear(4)] public partial class Body; [Linear(4)] public partial class Head; }",
        "[Input(8)] public partial class Net {  [Linear(4)] public partial class Head; }",
        Edit.RemoveClass(new NodeId(0, "global::Net+Body")));

    [Fact]
    public void RemoveClass_HasPriorityOverEditsInside() => Check(
        "[Input(8)] public partial class Net { [Linear(4)] public partial class Body; [Linear(4)] public partial class Head; }",
        "[Input(8)] public partial class Net { [Linear(4)] public partial class Body;  }",
        Edit.Set(new NodeId(1, "global::Net+Head"), "inFeatures", "8"), Edit.RemoveClass(new NodeId(0, "global::Net+Head")));

    private static void Check(string source, string changed, params Edit[] edits) =>
        Assert.Equal("using KdGen;\n" + changed + "\n", Assert.Single(CodeFixHarness.Apply("Net", new Fix("Key", "Title", edits), "using KdGen;\n" + source + "\n")));
}
