using System.Collections.Immutable;
using System.Linq;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// The rules as Roslyn knows them. Their words are the compiler's (<see cref="ProblemCatalog"/>); ids, categories and severities stand
/// here as constants because release tracking (RS2000 to RS2008) reads them from the source, and a test holds them to the catalog.
/// </summary>
internal static class Descriptors
{
    private const string Pages = "https://github.com/kdgen/kdgen/blob/main/generators/docs/rules/";

    public static readonly DiagnosticDescriptor ConvChannels = new(
        "KDG1001", Title(ProblemCode.ConvChannels), Message(ProblemCode.ConvChannels), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1001.md");

    public static readonly DiagnosticDescriptor LinearFeatures = new(
        "KDG1002", Title(ProblemCode.LinearFeatures), Message(ProblemCode.LinearFeatures), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1002.md");

    public static readonly DiagnosticDescriptor MapNotFlattened = new(
        "KDG1003", Title(ProblemCode.MapNotFlattened), Message(ProblemCode.MapNotFlattened), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1003.md");

    public static readonly DiagnosticDescriptor WrongRank = new(
        "KDG1004", Title(ProblemCode.WrongRank), Message(ProblemCode.WrongRank), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1004.md");

    public static readonly DiagnosticDescriptor KernelTooLarge = new(
        "KDG1005", Title(ProblemCode.KernelTooLarge), Message(ProblemCode.KernelTooLarge), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1005.md");

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = new(
        "KDG1007", Title(ProblemCode.GroupsDoNotDivide), Message(ProblemCode.GroupsDoNotDivide), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1007.md");

    public static readonly DiagnosticDescriptor GroupsDoNotDivideChannels = new(
        "KDG1008", Title(ProblemCode.GroupsDoNotDivideChannels), Message(ProblemCode.GroupsDoNotDivideChannels), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1008.md");

    public static readonly DiagnosticDescriptor HeadsDoNotDivide = new(
        "KDG1009", Title(ProblemCode.HeadsDoNotDivide), Message(ProblemCode.HeadsDoNotDivide), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1009.md");

    public static readonly DiagnosticDescriptor PatchDoesNotDivide = new(
        "KDG1010", Title(ProblemCode.PatchDoesNotDivide), Message(ProblemCode.PatchDoesNotDivide), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1010.md");

    public static readonly DiagnosticDescriptor ResidualShapesDiffer = new(
        "KDG1011", Title(ProblemCode.ResidualShapesDiffer), Message(ProblemCode.ResidualShapesDiffer), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1011.md");

    public static readonly DiagnosticDescriptor JoinShapesDiffer = new(
        "KDG1012", Title(ProblemCode.JoinShapesDiffer), Message(ProblemCode.JoinShapesDiffer), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1012.md");

    public static readonly DiagnosticDescriptor CatShapesDiffer = new(
        "KDG1013", Title(ProblemCode.CatShapesDiffer), Message(ProblemCode.CatShapesDiffer), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1013.md");

    public static readonly DiagnosticDescriptor ChannelsDoNotDivide = new(
        "KDG1014", Title(ProblemCode.ChannelsDoNotDivide), Message(ProblemCode.ChannelsDoNotDivide), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1014.md");

    public static readonly DiagnosticDescriptor ReshapeChangesCount = new(
        "KDG1015", Title(ProblemCode.ReshapeChangesCount), Message(ProblemCode.ReshapeChangesCount), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1015.md");

    public static readonly DiagnosticDescriptor WrongType = new(
        "KDG1016", Title(ProblemCode.WrongType), Message(ProblemCode.WrongType), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1016.md");

    public static readonly DiagnosticDescriptor StatedShapeDiffers = new(
        "KDG1017", Title(ProblemCode.StatedShapeDiffers), Message(ProblemCode.StatedShapeDiffers), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1017.md");

    public static readonly DiagnosticDescriptor ShapeUnknown = new(
        "KDG1018", Title(ProblemCode.ShapeUnknown), Message(ProblemCode.ShapeUnknown), ProblemCatalog.Shapes, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1018.md");

    public static readonly DiagnosticDescriptor NoInput = new(
        "KDG1019", Title(ProblemCode.NoInput), Message(ProblemCode.NoInput), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1019.md");

    public static readonly DiagnosticDescriptor SizeUnknown = new(
        "KDG1020", Title(ProblemCode.SizeUnknown), Message(ProblemCode.SizeUnknown), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1020.md");

    public static readonly DiagnosticDescriptor RankDiffers = new(
        "KDG1021", Title(ProblemCode.RankDiffers), Message(ProblemCode.RankDiffers), ProblemCatalog.Shapes, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1021.md");

    public static readonly DiagnosticDescriptor OutOfRange = new(
        "KDG1105", Title(ProblemCode.OutOfRange), Message(ProblemCode.OutOfRange), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1105.md");

    public static readonly DiagnosticDescriptor OperatorsSplit = new(
        "KDG1106", Title(ProblemCode.OperatorsSplit), Message(ProblemCode.OperatorsSplit), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1106.md");

    public static readonly DiagnosticDescriptor NoSuchStage = new(
        "KDG1107", Title(ProblemCode.NoSuchStage), Message(ProblemCode.NoSuchStage), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1107.md");

    public static readonly DiagnosticDescriptor BlockArguments = new(
        "KDG1109", Title(ProblemCode.BlockArguments), Message(ProblemCode.BlockArguments), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1109.md");

    public static readonly DiagnosticDescriptor Composition = new(
        "KDG1110", Title(ProblemCode.Composition), Message(ProblemCode.Composition), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1110.md");

    public static readonly DiagnosticDescriptor ClassesDiffer = new(
        "KDG2001", Title(ProblemCode.ClassesDiffer), Message(ProblemCode.ClassesDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2001.md");

    public static readonly DiagnosticDescriptor FeatureChannelsDiffer = new(
        "KDG2002", Title(ProblemCode.FeatureChannelsDiffer), Message(ProblemCode.FeatureChannelsDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2002.md");

    public static readonly DiagnosticDescriptor FeatureSizesDiffer = new(
        "KDG2003", Title(ProblemCode.FeatureSizesDiffer), Message(ProblemCode.FeatureSizesDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2003.md");

    public static readonly DiagnosticDescriptor TapOfOtherModel = new(
        "KDG2008", Title(ProblemCode.TapOfOtherModel), Message(ProblemCode.TapOfOtherModel), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2008.md");

    public static readonly DiagnosticDescriptor InputsDiffer = new(
        "KDG2011", Title(ProblemCode.InputsDiffer), Message(ProblemCode.InputsDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2011.md");

    public static readonly DiagnosticDescriptor TemperatureNotPositive = new(
        "KDG2012", Title(ProblemCode.TemperatureNotPositive), Message(ProblemCode.TemperatureNotPositive), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2012.md");

    public static readonly DiagnosticDescriptor NoPreActivation = new(
        "KDG2018", Title(ProblemCode.NoPreActivation), Message(ProblemCode.NoPreActivation), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2018.md");

    public static readonly DiagnosticDescriptor NoLoss = new(
        "KDG2021", Title(ProblemCode.NoLoss), Message(ProblemCode.NoLoss), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2021.md");

    public static readonly DiagnosticDescriptor NeedsTeacher = new(
        "KDG2022", Title(ProblemCode.NeedsTeacher), Message(ProblemCode.NeedsTeacher), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2022.md");

    public static readonly DiagnosticDescriptor NotAModel = new(
        "KDG2023", Title(ProblemCode.NotAModel), Message(ProblemCode.NotAModel), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2023.md");

    public static readonly DiagnosticDescriptor NotOneOptimizer = new(
        "KDG3001", Title(ProblemCode.NotOneOptimizer), Message(ProblemCode.NotOneOptimizer), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG3001.md");

    public static readonly DiagnosticDescriptor NotPartial = new(
        "KDG3002", Title(ProblemCode.NotPartial), Message(ProblemCode.NotPartial), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG3002.md");

    public static readonly DiagnosticDescriptor WeightsDiffer = new(
        "KDG3003", Title(ProblemCode.WeightsDiffer), Message(ProblemCode.WeightsDiffer), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG3003.md");

    public static readonly DiagnosticDescriptor WeightsUnread = new(
        "KDG3004", Title(ProblemCode.WeightsUnread), Message(ProblemCode.WeightsUnread), ProblemCatalog.Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG3004.md");

    /// <summary>A defect of KdGen itself.</summary>
    public static readonly DiagnosticDescriptor Internal = new(
        "KDG9001",
        "KdGen failed",
        "KdGen failed on {0} and wrote no code for it ({1}): please report it with the class's attributes",
        "KdGen.Internal",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "KDG9001.md");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        ConvChannels,
        LinearFeatures,
        MapNotFlattened,
        WrongRank,
        KernelTooLarge,
        GroupsDoNotDivide,
        GroupsDoNotDivideChannels,
        HeadsDoNotDivide,
        PatchDoesNotDivide,
        ResidualShapesDiffer,
        JoinShapesDiffer,
        CatShapesDiffer,
        ChannelsDoNotDivide,
        ReshapeChangesCount,
        WrongType,
        StatedShapeDiffers,
        ShapeUnknown,
        NoInput,
        SizeUnknown,
        RankDiffers,
        OutOfRange,
        OperatorsSplit,
        NoSuchStage,
        BlockArguments,
        Composition,
        ClassesDiffer,
        FeatureChannelsDiffer,
        FeatureSizesDiffer,
        TapOfOtherModel,
        InputsDiffer,
        TemperatureNotPositive,
        NoPreActivation,
        NoLoss,
        NeedsTeacher,
        NotAModel,
        NotOneOptimizer,
        NotPartial,
        WeightsDiffer,
        WeightsUnread,
        Internal,
    ];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> ById = All.ToImmutableDictionary(static descriptor => descriptor.Id);

    public static DiagnosticDescriptor Of(ProblemCode code) => ById[ProblemCatalog.Of(code).Id];

    private static string Title(ProblemCode code) => ProblemCatalog.Of(code).Title;

    private static string Message(ProblemCode code) => ProblemCatalog.Of(code).MessageFormat;
}
