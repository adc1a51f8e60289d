using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2015Tests
{
    private const string Models = """
        using KdGen;
        [Teacher, Input(4)] public partial class Big { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; }
        [Student, Input(4)] public partial class Small { [Linear(8), ReLU] public partial class Body; [Linear(3)] public partial class Head; }

        """;

    [Fact]
    public void ByDefault_IsSilent() => AnalyzerHarness.IsSilent(Models + "[Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4, Weight = 9), Adam] public partial class Recipe;");

    [Theory]
    [InlineData("DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4, Weight = 9)", "the weights of Recipe add up to 10: use 0.1 and 0.9", "Normalise to 0.1 and 0.9")]
    [InlineData("DistillLoss(Kind.KL), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 100)", "the weights of Recipe add up to 3: use 0.333333, 0.333333 and 0.333334", "Normalise to 0.333333, 0.333333 and 0.333334")]
    public void WhereAskedFor_IsReported(string losses, string message, string title)
    {
        Diagnostic diagnostic = Assert.Single(Analyze(losses));
        Assert.Equal(("KDG2015", message, DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.GetMessage(), diagnostic.Severity));
        Assert.Equal("Distill<Big, Small>", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Equal(title, diagnostic.Properties["fix0.title"]);
        Assert.Equal("Weight", diagnostic.Properties["fix0.edit0.argument"]);
        Assert.Equal(title.Split(' ', ',')[2], diagnostic.Properties["fix0.edit0.text"]);
    }

    [Theory]
    [InlineData("DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4, Weight = 0.9)")]
    [InlineData("DistillLoss(Kind.CE, Weight = 0.3333333), DistillLoss(Kind.KL, T = 4, Weight = 0.6666667), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 100)")]
    [InlineData("DistillLoss(Kind.KL, Weight = 3)")]
    [InlineData("DistillLoss(Kind.CE, Weight = 3), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Weight = 100)")]
    public void WhereAskedFor_OtherLossesAreSilent(string losses) => Assert.Empty(Analyze(losses));

    private static IEnumerable<Diagnostic> Analyze(string losses)
    {
        CSharpCompilation compilation = GeneratorHarness.Run(Models + $"[Distill<Big, Small>, {losses}, Adam] public partial class Recipe;").Compilation;
        return AnalyzerHarness.Analyze(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("KDG2015", ReportDiagnostic.Warn)])));
    }
}
