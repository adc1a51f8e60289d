using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Golden;

public sealed class HintNameTests
{
    [Theory]
    [InlineData("Net", "Net")]
    [InlineData("A.B.Net", "A.B.Net")]
    [InlineData("A.B.Outer+Net", "A.B.Outer.Net")]
    [InlineData("A.B.Outer`2+Inner`1+Net", "A.B.Outer`2.Inner`1.Net")]
    public void NameOfAValue_IsTheNameOfItsSymbol(string type, string expected)
    {
        CSharpCompilation compilation = Compilations.Create(
            "class Net; namespace A.B { class Net; class Outer { class Net; } class Outer<T, U> { class Inner<V> { class Net; } } }");
        Assert.Equal(expected, HintNames.Of(Parsed.Type(compilation, type)));
        Assert.Equal(expected, HintNames.Of(TypeReader.NameOf(Parsed.Type(compilation, type))));
    }

    [Fact]
    public void BlocksThatDifferByCase_HaveFilesOfTheirOwn() => Assert.Equal(
        ["Block-1.Module.g.cs", "BLOCK.Module.g.cs", "Net.Module.g.cs"],
        GeneratorHarness.Run("using KdGen; [Linear(2)] partial class BLOCK; [Linear(3)] partial class Block; [Input(4)] [Repeat<BLOCK>(1), Repeat<Block>(1)] partial class Net;").Files.Keys.Order(StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void ModelsOfOneName_HaveFilesOfTheirOwn()
    {
        const string Net = "[Input(4)] [Linear(2)] public partial class Net;";
        IEnumerable<string> files = GeneratorHarness.Run($$"""
            using KdGen;
            {{Net}}
            namespace A { {{Net}} public partial class Outer { {{Net}} } public partial class Outer<T> { {{Net}} } public partial class Outer<T, U> { public partial class Inner<V> { {{Net}} } } }
            namespace A.Outer2 { {{Net}} }
            """).Files.Keys;
        Assert.Equal(
            ["A.Net.Module.g.cs", "A.Outer.Net.Module.g.cs", "A.Outer2.Net.Module.g.cs", "A.Outer`1.Net.Module.g.cs", "A.Outer`2.Inner`1.Net.Module.g.cs", "Net.Module.g.cs"],
            files.Order(StringComparer.Ordinal));
    }
}
