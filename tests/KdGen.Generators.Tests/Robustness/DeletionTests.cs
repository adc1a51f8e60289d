using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Robustness;

/// <summary>Sources as they are while somebody types: neither generator nor analyzer throws on any of them.</summary>
public sealed class DeletionTests
{
    private readonly CSharpCompilation compilation = Compilations.Create(Sources.Tutorial);

    [Fact]
    public void EveryTokenDeleted_NothingThrows() =>
        AssertSurvives(compilation.SyntaxTrees[0].GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).Select(token => token.Span));

    [Fact]
    public void EveryLineDeleted_NothingThrows() =>
        AssertSurvives(compilation.SyntaxTrees[0].GetText().Lines.Where(line => line.Span.Length > 0).Select(line => line.SpanIncludingLineBreak));

    [Fact]
    public void EveryPrefix_NothingThrows() =>
        AssertSurvives(compilation.SyntaxTrees[0].GetText().Lines.Select(line => TextSpan.FromBounds(line.Start + (line.Span.Length / 2), Sources.Tutorial.Length)));

    [Theory]
    [InlineData("[Input]")]
    [InlineData("[Input()]")]
    [InlineData("[Input(null)]")]
    [InlineData("[Input(\"3\")]")]
    [InlineData("[Input(3, null, 3)]")]
    [InlineData("[Input(0)]")]
    [InlineData("[Input(-1, 3, 3)]")]
    [InlineData("[Input(1, 2, 3, 4, 5)]")]
    [InlineData("[Input(shape: [3, 8, 8])] [Conv(outChannels: 3, inChannels: 3)]")]
    [InlineData("[Input(3, 8, 8)] [Conv]")]
    [InlineData("[Input(3, 8, 8)] [Conv(1, 2, 3, 4)]")]
    [InlineData("[Input(3, 8, 8)] [Conv(\"x\")]")]
    [InlineData("[Input(3, 8, 8)] [Conv(3, Kernel = \"x\")]")]
    [InlineData("[Input(3, 8, 8)] [Conv(3, Kernel = 1, Kernel = 2)]")]
    [InlineData("[Input(3, 8, 8)] [Conv(3, Nothing = 1)]")]
    [InlineData("[Input(3, 8, 8)] [Conv(2147483647, 2147483647, Kernel = 2147483647, Pad = 2147483647, Dilation = 2147483647)]")]
    [InlineData("[Input(2147483647, 2147483647, 2147483647)] [Conv(2147483647), Flatten, Linear(2147483647)]")]
    [InlineData("[Input(3, 8, 8)] [MaxPool(0), AvgPool(-1), Conv(0), Conv(-3, Stride = 0, Groups = 0, Dilation = 0)]")]
    [InlineData("[Input(3, 8, 8)] [MaxPool(2, Stride = -2147483648, Pad = -2147483648)]")]
    [InlineData("[Input(8)] [Dropout(double.NaN), Dropout(double.PositiveInfinity), LeakyReLU(double.NaN)]")]
    [InlineData("[Input(8)] [BatchNorm(Eps = double.NaN, Momentum = double.NegativeInfinity)]")]
    [InlineData("[Teacher, Student] [Linear(3)]")]
    [InlineData("[Input(8)] [Distill<Net, Net>, DistillLoss((Kind)99), Adam]")]
    [InlineData("[Input(8)] [Distill<int[], dynamic>, Adam]")]
    [InlineData("[Input(8)] [Distill<Net>, Train, Train<Net, Net>, Train<Nothing>]")]
    [InlineData("[Train<Net>, Distill<Net, Net>, Adam, Sgd(0.1)]")]
    [InlineData("[Train<Net>, Adam(double.NaN), Epochs(-1), Batch(-2147483648)]")]
    [InlineData("[Train<string>, Adam]")]
    [InlineData("[Distill<Net, Net>, DistillLoss(Kind.KL, T = double.NaN, Weight = double.PositiveInfinity), Adam]")]
    public void OddAttributes_NothingThrows(string attributes)
    {
        foreach (string declaration in new[] { "public partial class Net;", "public class Net;", "public static partial class Net;", "partial class Net<T>;", "partial record Net;", "partial struct Net;", "file partial class Net;", "partial interface Net;" })
        {
            CSharpCompilation odd = Compilations.Create($"using KdGen; {attributes} {declaration}");
            GeneratorHarness.Run(odd);
            AnalyzerHarness.Analyze(odd);
        }
    }

    private void AssertSurvives(IEnumerable<TextSpan> deletions)
    {
        GeneratorDriver driver = GeneratorHarness.Driver();
        foreach (TextSpan deletion in deletions.ToList())
        {
            CSharpCompilation broken = compilation.WithText(Sources.Tutorial.Remove(deletion.Start, deletion.Length));
            driver = driver.RunGenerators(broken);
            GeneratorHarness.FilesOf(driver);
            AnalyzerHarness.Analyze(broken);
        }
    }
}
