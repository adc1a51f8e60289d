using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Composition;

/// <summary>One cause, one error: a class says a mistake once, and behind it checking goes on from what is declared or, where that says nothing, in silence.</summary>
public sealed class OneCauseTests
{
    [Fact]
    public void BlockRepeatedTwelveTimes_SaysItOnce() => AnalyzerHarness.Reports("KDG1002", "Linear states 9 inputs but receives 8 from Linear", """
        using KdGen;
        [Linear(8), ReLU, Linear([|9|], 8)] public partial class Block;
        [Input(8)] [Repeat<Block>(12), Linear(8, 4)] public partial class Net;
        """);

    [Fact]
    public void BlockAtOtherSizes_SaysItOnce() => Says(
        """
        using KdGen;
        [Conv(9, C), BatchNorm] public partial class Block { [Arg] public const int C = 8; }
        [Input(3, 8, 8)] public partial class Net
        {
            [Repeat<Block>(2, 16)] public partial class A;
            [Repeat<Block>(3, 32)] public partial class B;
            [GlobalAvgPool, Linear(32, 10)] public partial class Head;
        }
        """,
        "KDG1001 9");

    [Fact]
    public void BlockOfTwoModels_SaysItOnce() => Says(
        """
        using KdGen;
        [Conv(9, 3), BatchNorm] public partial class Block;
        [Input(3, 8, 8)] [Repeat<Block>(2), GlobalAvgPool, Linear(2)] public partial class First;
        [Input(3, 4, 4)] [Repeat<Block>(1), GlobalAvgPool, Linear(3)] public partial class Second;
        """,
        "KDG1001 9");

    [Fact]
    public void IndependentMistakes_AreBothSaid() => Says(
        """
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4, 8), BatchNorm, ReLU] public partial class A;
            [Conv(8), Residual, Conv(5, 6)] public partial class B;
            [Flatten, Linear(7, 10)] public partial class Head;
        }
        """,
        "KDG1001 4", "KDG1001 5", "KDG1002 7");

    [Fact]
    public void MistakeThatGivesNoShape_IsAllThatIsSaid() => Says(
        """
        using KdGen;
        [Conv(3), Residual] public partial class Block;
        [Input(3, 8, 8), Output<Cls, Dist>] public partial class Net
        {
            [Linear(5)]                             public partial class A;
            [ReLU, Dropout(0.1)]                    public partial class B;
            [Conv(3), Residual]                     public partial class C;
            [Repeat<Block>(3)]                      public partial class D;
            [From<Net>, Conv(4)]                    public partial class E;
            [Cat<D, E>, Conv(2)]                    public partial class F;
            [Add<D, E>, Parallel<Left, Right>(Join.Add)] public partial class G
            {
                [Conv(4)] public partial class Left;
                [Conv(7, Stride = 2)] public partial class Right;
            }
            [From<G>, GlobalAvgPool, Linear(10)]    public partial class Cls;
            [From<F>, GlobalAvgPool, Linear(12)]    public partial class Dist;
        }
        [Input(3, 8, 8)] public partial class Big
        {
            [Conv(4)]                               public partial class Body;
            [GlobalAvgPool, Linear(11)]             public partial class Head;
        }
        [Distill<Big, Net>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), DistillLoss<Big.Body, Net.C>(Kind.Hint), Adam]
        public partial class Recipe;
        """,
        "KDG1003 Linear");

    [Theory]
    [InlineData("[Conv(0), ReLU] public partial class A;", "KDG1105 0")]
    [InlineData("[Conv(2, Kernel = 99, Pad = 0)] public partial class A;", "KDG1005 99")]
    [InlineData("[From<Other>, ReLU] public partial class A;", "KDG1107 From<Other>")]
    [InlineData("[Repeat<Other>(2)] public partial class A;", "KDG1107 Repeat<Other>")]
    [InlineData("[Repeat<Block>(0)] public partial class A;", "KDG1109 0")]
    [InlineData("[Repeat<Block>(2, 1, 2)] public partial class A;", "KDG1109 1, 2")]
    [InlineData("[Repeat<Block>(2, 0)] public partial class A;", "KDG1105 0")]
    [InlineData("[Conv(3), From<Net>] public partial class A;", "KDG1111 From<Net>")]
    [InlineData("[Conv(9)] public partial class A { [Conv(3, 3)] public partial class Inner; }", "KDG1106 A")]
    [InlineData("[Conv(9)] public partial class A { TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => x; }", "KDG1111 A")]
    [InlineData("[Linear(9)] public partial class A; [Conv(3, 3)] public partial class A;", "KDG1106 A")]
    [InlineData("[Parallel<L, R>(Join.Add)] public partial class A { [Conv(3)] public partial class L; [Conv(4)] public partial class R; }", "KDG1012 Parallel<L, R>")]
    [InlineData("[Parallel<L, R>(Join.Cat)] public partial class A { [Conv(3)] public partial class L; [Conv(3, Stride = 3)] public partial class R; }", "KDG1013 Parallel<L, R>")]
    [InlineData("[Parallel<L, R>(Join.Cat, Split = true)] public partial class A { [Conv(3)] public partial class L; [Conv(3)] public partial class R; }", "KDG1014 Parallel<L, R>")]
    [InlineData("[Conv(3, Pad = 0), Residual(Shortcut.Project)] public partial class A;", "KDG1011 Residual")]
    public void MistakeInAStage_HasNoEchoBehindIt(string stage, string expected) => Says(
        $$"""
        using KdGen;
        public sealed class Other;
        [Conv(C)] public partial class Block { [Arg] public const int C = 3; }
        [Input(3, 8, 8)] public partial class Net
        {
            {{stage}}
            [ReLU]                              public partial class B;
            [Conv(5), Residual]                 public partial class C;
            [Cat<B, C>, Linear(3, 3), Conv(1, 1)] public partial class D;
            [Flatten, Linear(10)]               public partial class Head;
        }
        [Input(3, 8, 8)] [Flatten, Linear(11)]  public partial class Teacher;
        [Distill<Teacher, Net>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam]
        public partial class Recipe;
        """,
        expected);

    [Theory]
    [InlineData("[Conv(4)] public partial class A; [From<Net>, Conv(5, Stride = 2)] public partial class B; [Add<A, B>] public partial class C;", "A", "B")]
    [InlineData("[Conv(4, Stride = 2), BatchNorm, Residual] public partial class A;", "Conv", "Input")]
    [InlineData("[Repeat<Block>(2, -1)] public partial class A;", "C")]
    [InlineData("[Repeat<Block>(2, 1, 2)] public partial class A;", "Block")]
    [InlineData("[From<B>, Conv(4)] public partial class A; [Conv(3)] public partial class B;", "B")]
    [InlineData("[Call(nameof(Twice))] public partial class A; [Conv(4)] public partial class B;", "A")]
    [InlineData("[Shape(1, 2, 3), Conv(4)] public partial class A;", "Conv")]
    public void OtherParties_AreShown(string stages, params string[] parties)
    {
        string source = $$"""
            using KdGen;
            [Conv(C)] public partial class Block { [Arg] public const int C = 3; }
            [Input(3, 8, 8)] public partial class Net
            {
                {{stages}}
                static TorchSharp.torch.Tensor Twice(TorchSharp.torch.Tensor x) => x + x;
            }
            """;
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(GeneratorHarness.Run(source).Compilation));
        Assert.Equal(parties, diagnostic.AdditionalLocations.Take(parties.Length).Select(place => source.Substring(place.SourceSpan.Start, place.SourceSpan.Length)));
    }

    private static void Says(string source, params string[] expected)
    {
        Generated generated = GeneratorHarness.Run(source);
        Assert.Equal(expected, AnalyzerHarness.Analyze(generated.Compilation).Select(diagnostic =>
            $"{diagnostic.Id} {source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}"));
        generated.AssertCompiles();
    }
}
