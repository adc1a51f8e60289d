using System.Collections.Immutable;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

/// <summary>What is offered where a projector is missing, does not fit, or is not needed.</summary>
public sealed class ProjectorTests
{
    private const string Models = """
        using KdGen;
        [Input(3, 32, 32)] public partial class Big
        {
            [Conv(64), ReLU]                 public partial class Stage1;
            [Conv(128, Stride = 2), ReLU]    public partial class Stage2;
            [Conv(256, Stride = 2), ReLU]    public partial class Stage3;
            [GlobalAvgPool]                  public partial class Pooled;
            [Linear(10)]                     public partial class Logits;
        }
        [Input(3, 32, 32)] public partial class Small
        {
            [Conv(16), ReLU]                 public partial class Stage1;
            [Conv(32, Stride = 2), ReLU]     public partial class Stage2;
            [Conv(64, Stride = 2), ReLU]     public partial class Stage3;
            [GlobalAvgPool]                  public partial class Pooled;
            [Linear(10)]                     public partial class Logits;
        }
        [Distill<Big, Small>, DistillLoss(Kind.CE), Adam]

        """;

    [Fact]
    public void OtherChannels_OfferWhatFits()
    {
        Offers(
            "DistillLoss<Big.Stage3, [|Small.Stage3|]>(Kind.Hint, Weight = 100)",
            "Project = Projector.Conv1x1 (16,640 extra parameters, training only)",
            "Project = Projector.ConvReg (17,152 extra parameters, training only)");
        Fixes(
            "DistillLoss<Big.Stage3, [|Small.Stage3|]>(Kind.Hint, Weight = 100)",
            "Project = Projector.Conv1x1 (16,640 extra parameters, training only)",
            "DistillLoss<Big.Stage3, Small.Stage3>(Kind.Hint, Weight = 100, Project = Projector.Conv1x1)");
    }

    [Fact]
    public void OtherSizes_OfferTheRegressor()
    {
        Offers("DistillLoss<Big.Stage3, [|Small.Stage2|]>(Kind.Hint)", "Project = Projector.ConvReg (74,496 extra parameters, training only)");
        Fixes(
            "DistillLoss<Big.Stage3, [|Small.Stage2|]>(Kind.Hint)",
            "Project = Projector.ConvReg (74,496 extra parameters, training only)",
            "DistillLoss<Big.Stage3, Small.Stage2>(Kind.Hint, Project = Projector.ConvReg)");
        Fixes(
            "DistillLoss<Big.Stage1, [|Small.Stage2|]>(Kind.Hint)",
            "Project = Projector.ConvReg (32,960 extra parameters, training only)",
            "DistillLoss<Big.Stage1, Small.Stage2>(Kind.Hint, Project = Projector.ConvReg)");
    }

    [Fact]
    public void Vectors_OfferALinearLayer() => Fixes(
        "DistillLoss<Big.Pooled, [|Small.Pooled|]>(Kind.Hint)",
        "Project = Projector.Linear (16,640 extra parameters, training only)",
        "DistillLoss<Big.Pooled, Small.Pooled>(Kind.Hint, Project = Projector.Linear)");

    [Fact]
    public void NoProjectorFits_OffersNone()
    {
        Offers("DistillLoss<Big.Stage1, [|Small.Stage3|]>(Kind.Hint)");
        Offers("DistillLoss<Big.Stage1, [|Small.Pooled|]>(Kind.Hint)");
    }

    [Fact]
    public void WrongProjector_IsReplaced()
    {
        Fixes(
            "DistillLoss<Big.Stage3, Small.Stage2>(Kind.Hint, Project = [|Projector.Conv1x1|], Weight = 2)",
            "Project = Projector.ConvReg (74,496 extra parameters, training only)",
            "DistillLoss<Big.Stage3, Small.Stage2>(Kind.Hint, Project = Projector.ConvReg, Weight = 2)");
        Fixes(
            "DistillLoss<Big.Pooled, Small.Pooled>(Kind.Hint, Project = [|Projector.ConvReg|])",
            "Project = Projector.Linear (16,640 extra parameters, training only)",
            "DistillLoss<Big.Pooled, Small.Pooled>(Kind.Hint, Project = Projector.Linear)");
    }

    [Fact]
    public void EqualShapes_NeedNone()
    {
        const string Term = "DistillLoss<Big.Logits, Small.Logits>(Kind.Hint, Project = [|Projector.Linear|])";
        AnalyzerHarness.Reports("KDG2013", "Hint needs no Project: Big.Logits and Small.Logits are both 10", Source(Term));
        Fixes(Term, "Remove Project", "DistillLoss<Big.Logits, Small.Logits>(Kind.Hint)");
        const string Misfit = "DistillLoss<Big.Logits, Small.Logits>(Kind.Hint, Project = [|Projector.Conv1x1|])";
        AnalyzerHarness.Reports("KDG2002", "Hint compares Big.Logits (10) with Small.Logits (10): Conv1x1 projects maps, leave Project out", Source(Misfit));
        Fixes(Misfit, "Remove Project", "DistillLoss<Big.Logits, Small.Logits>(Kind.Hint)");
    }

    private const string MapsAndVectors = "TeacherStages = [nameof(Big.Stage3), nameof(Big.Pooled)], StudentStages = [nameof(Small.Stage3), nameof(Small.Pooled)]";

    [Fact]
    public void MapsAndVectorsInOneList_AreProjectedEachInItsWay()
    {
        Offers($"DistillLoss(Kind.Hint, {MapsAndVectors.Replace("nameof(Small.Stage3)", "[|nameof(Small.Stage3)|]", StringComparison.Ordinal)})", "Project = Projector.Auto (33,280 extra parameters, training only)");
        string term = $"DistillLoss(Kind.Hint, Project = [|Projector.Conv1x1|], {MapsAndVectors})";
        AnalyzerHarness.Reports("KDG2002", "Hint compares Big.Pooled (256) with Small.Pooled (64): Conv1x1 projects maps, use Auto", Source(term));
        Fixes(term, "Project = Projector.Auto (33,280 extra parameters, training only)", $"DistillLoss(Kind.Hint, Project = Projector.Auto, {MapsAndVectors})");
    }

    [Fact]
    public void ListWithAPairThatNothingFits_IsReportedThere() => AnalyzerHarness.Reports(
        "KDG2003", "Hint compares Big.Pooled (256) with Small.Stage3 (64x8x8): a vector and a map, name stages of one kind",
        Source("DistillLoss(Kind.Hint, TeacherStages = [nameof(Big.Stage3), nameof(Big.Pooled)], StudentStages = [nameof(Small.Stage2), [|nameof(Small.Stage3)|]])"));

    private static string Source(string term) => $"{Models}[{term}]\npublic partial class Recipe;\n";

    private static void Offers(string term, params ImmutableArray<string> titles) => Assert.Equal(titles, CodeFixHarness.Titles(Source(term)));

    private static void Fixes(string term, string title, string mended) => CodeFixHarness.Fixes(Source(term), title, Source(mended));
}
