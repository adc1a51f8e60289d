using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Robustness;

/// <summary>Sources as they are while somebody types: neither generator nor analyzer throws on any of them.</summary>
public sealed class DeletionTests
{
    [Theory]
    [InlineData(Sources.Tutorial)]
    [InlineData(Sources.Composed)]
    [InlineData(Sources.OwnLosses)]
    public void EveryTokenDeleted_NothingThrows(string source) =>
        AssertSurvives(source, tree => tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).Select(token => token.Span));

    [Theory]
    [InlineData(Sources.Tutorial)]
    [InlineData(Sources.Composed)]
    [InlineData(Sources.OwnLosses)]
    public void EveryLineDeleted_NothingThrows(string source) =>
        AssertSurvives(source, tree => tree.GetText().Lines.Where(line => line.Span.Length > 0).Select(line => line.SpanIncludingLineBreak));

    [Theory]
    [InlineData(Sources.Tutorial)]
    [InlineData(Sources.Composed)]
    [InlineData(Sources.OwnLosses)]
    public void EveryPrefix_NothingThrows(string source) =>
        AssertSurvives(source, tree => tree.GetText().Lines.Select(line => TextSpan.FromBounds(line.Start + (line.Span.Length / 2), source.Length)));

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
    [InlineData("[Args] [Input(3)]")]
    [InlineData("[Args(1, null, \"x\", typeof(int))]")]
    [InlineData("[Input(3), Output<Net, Net>, Shape<Net>, Key(null)]")]
    [InlineData("[Input(3), Output<int, string>, Shape(-1), Key(\"a.b\")]")]
    [InlineData("[Input(3)] [Repeat<Net>(1), Repeat<Net>(-1), Repeat<Net>(2147483647, 1, 2, 3)]")]
    [InlineData("[Input(3)] [Repeat<string>(2), Repeat<int[]>(2), Repeat<dynamic>(2), Repeat<Nothing>(2), Repeat<System.Collections.Generic.List<Net>>(2)]")]
    [InlineData("[Input(3)] [Parallel<Net, Net>((Join)99), Parallel<Net, Net, Net>(Join.Cat, Split = true), Parallel<Net, Net, Net, Net>(Join.Mean)]")]
    [InlineData("[Input(3)] [From<Net>, Add<Net, Net>, Cat<Net, Net>, Residual((Shortcut)99), Residual, OnlyIfShapeChanges, Call(null), Call(\"\")]")]
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

    private static void AssertSurvives(string source, Func<SyntaxTree, IEnumerable<TextSpan>> deletions)
    {
        CSharpCompilation compilation = Compilations.Create(source);
        GeneratorDriver driver = GeneratorHarness.Driver();
        foreach (TextSpan deletion in deletions(compilation.SyntaxTrees[0]).ToList())
        {
            CSharpCompilation broken = compilation.WithText(source.Remove(deletion.Start, deletion.Length));
            driver = driver.RunGenerators(broken);
            try
            {
                GeneratorHarness.FilesOf(driver);
                AnalyzerHarness.Analyze(broken);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                throw new InvalidOperationException($"without '{source.Substring(deletion.Start, deletion.Length)}' at {deletion}: {exception.Message}", exception);
            }
        }
    }
}
