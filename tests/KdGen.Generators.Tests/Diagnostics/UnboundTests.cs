using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

/// <summary>An attribute that does not exist is C#'s error: what it may have meant is not said to be missing.</summary>
public sealed class UnboundTests
{
    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] public partial class Big { [Linear(16), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
        [Student, Input(4)] public partial class Small { [Linear(16), ReLU] public partial class Body; [Linear(3)] public partial class Head; }

        """;

    [Theory]
    [InlineData("[Input(3, 8, 8)] [Conv(8), MaxPol(2), Flatten, Linear(128, 10)] public partial class Net;")]
    [InlineData("[Input(3, 8, 8)] [Conv(8), Flaten, Linear(512, 10)] public partial class Net;")]
    [InlineData("[Input(8)] [Linear(16), Relu, Linear(10)] public partial class Net;")]
    [InlineData("[Student, Inpt(8)] [Linear(10)] public partial class Net;")]
    [InlineData("[Inpt(8)] public partial class Net { [Linear(8), ReLU] public partial class A; [Linear(2)] public partial class B; }")]
    [InlineData("[Input(3, 8, 8)] public partial class Net { [Conv(8), ReLU] public partial class A; [Flaten] public partial class B; [Linear(512, 10)] public partial class C; }")]
    [InlineData("[Conv(8), Flaten, Linear(512)] public partial class Block; [Input(3, 8, 8)] public partial class Net { [Repeat<Block>(1)] public partial class A; [Linear(512, 10)] public partial class B; }")]
    [InlineData("[Input(8)] [Parallel<Lft, Right>(Join.Add), Linear(2)] public partial class Net { [Linear(4)] public partial class Right; }")]
    public void Model_IsSilent(string source) => Assert.Empty(Analyze("using KdGen;\n" + source));

    [Theory]
    [InlineData("[Distill<Big, Small>, DistilLoss(Kind.CE), Adam]")]
    [InlineData("[Distill<Big, Small>, DistillLoss(Kind.CE), DistilLoss(Kind.KL), Adam]")]
    [InlineData("[Distill<Big, Small>, DistillLoss<Big.Body, Small.Body>(Kind.Hint), DistilLoss(Kind.CE), Adam]")]
    [InlineData("[Train<Small>, Adm(1e-3)]")]
    [InlineData("[Trian<Small>, DistillLoss(Kind.CE), Adam]")]
    public void Recipe_IsSilent(string attributes) => Assert.Empty(Analyze(Models + attributes + " public partial class Recipe;"));

    [Fact]
    public void RecipeOfSuchAModel_IsSilent() => Assert.Empty(Analyze("""
        using KdGen;
        [Teacher, Input(3, 8, 8)] [Conv(8), ReLU, GlobalAvgPool, Linear(10)] public partial class Big;
        [Student, Input(3, 8, 8)] [Conv(8), ReLU, GlobalAvgPol] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe;
        """));

    [Fact]
    public void WhatIsWrongAllTheSame_IsReported() => Assert.Equal(
        ["KDG1105", "KDG2012"],
        Analyze("""
            using KdGen;
            [Student, Input(3, 8, 8)] [Conv(8), Relu, Dropout(2), GlobalAvgPool, Linear(10)] public partial class Small;
            [Distill<Small, Small>, DistillLoss(Kind.KL, T = 0), Adam] public partial class Recipe;
            """));

    private static string[] Analyze(string source) => [.. AnalyzerHarness.Analyze(GeneratorHarness.Run(source).Compilation).Select(static diagnostic => diagnostic.Id)];
}
