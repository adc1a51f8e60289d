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

    public static readonly DiagnosticDescriptor StrideDropsPixels = new(
        "KDG1006", Title(ProblemCode.StrideDropsPixels), Message(ProblemCode.StrideDropsPixels), ProblemCatalog.Shapes, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1006.md");

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

    public static readonly DiagnosticDescriptor SoftmaxBeforeLoss = new(
        "KDG1101", Title(ProblemCode.SoftmaxBeforeLoss), Message(ProblemCode.SoftmaxBeforeLoss), ProblemCatalog.Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1101.md");

    public static readonly DiagnosticDescriptor ActivationOnLogits = new(
        "KDG1102", Title(ProblemCode.ActivationOnLogits), Message(ProblemCode.ActivationOnLogits), ProblemCatalog.Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1102.md");

    public static readonly DiagnosticDescriptor LinearTwice = new(
        "KDG1103", Title(ProblemCode.LinearTwice), Message(ProblemCode.LinearTwice), ProblemCatalog.Declaration, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1103.md");

    public static readonly DiagnosticDescriptor BiasBeforeNorm = new(
        "KDG1104", Title(ProblemCode.BiasBeforeNorm), Message(ProblemCode.BiasBeforeNorm), ProblemCatalog.Declaration, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1104.md");

    public static readonly DiagnosticDescriptor OutOfRange = new(
        "KDG1105", Title(ProblemCode.OutOfRange), Message(ProblemCode.OutOfRange), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1105.md");

    public static readonly DiagnosticDescriptor OrderNotFixed = new(
        "KDG1106", Title(ProblemCode.OrderNotFixed), Message(ProblemCode.OrderNotFixed), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1106.md");

    public static readonly DiagnosticDescriptor NoSuchStage = new(
        "KDG1107", Title(ProblemCode.NoSuchStage), Message(ProblemCode.NoSuchStage), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1107.md");

    public static readonly DiagnosticDescriptor UnusedStage = new(
        "KDG1108", Title(ProblemCode.UnusedStage), Message(ProblemCode.UnusedStage), ProblemCatalog.Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1108.md");

    public static readonly DiagnosticDescriptor BlockArguments = new(
        "KDG1109", Title(ProblemCode.BlockArguments), Message(ProblemCode.BlockArguments), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1109.md");

    public static readonly DiagnosticDescriptor ForwardSkipsStage = new(
        "KDG1110", Title(ProblemCode.ForwardSkipsStage), Message(ProblemCode.ForwardSkipsStage), ProblemCatalog.Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1110.md");

    public static readonly DiagnosticDescriptor Composition = new(
        "KDG1111", Title(ProblemCode.Composition), Message(ProblemCode.Composition), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1111.md");

    public static readonly DiagnosticDescriptor NameTaken = new(
        "KDG1112", Title(ProblemCode.NameTaken), Message(ProblemCode.NameTaken), ProblemCatalog.Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1112.md");

    public static readonly DiagnosticDescriptor NoEffect = new(
        "KDG1113", Title(ProblemCode.NoEffect), Message(ProblemCode.NoEffect), ProblemCatalog.Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG1113.md");

    public static readonly DiagnosticDescriptor ClassesDiffer = new(
        "KDG2001", Title(ProblemCode.ClassesDiffer), Message(ProblemCode.ClassesDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2001.md");

    public static readonly DiagnosticDescriptor FeatureChannelsDiffer = new(
        "KDG2002", Title(ProblemCode.FeatureChannelsDiffer), Message(ProblemCode.FeatureChannelsDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2002.md");

    public static readonly DiagnosticDescriptor FeatureSizesDiffer = new(
        "KDG2003", Title(ProblemCode.FeatureSizesDiffer), Message(ProblemCode.FeatureSizesDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2003.md");

    public static readonly DiagnosticDescriptor FeatureKind = new(
        "KDG2004", Title(ProblemCode.FeatureKind), Message(ProblemCode.FeatureKind), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2004.md");

    public static readonly DiagnosticDescriptor LayerMap = new(
        "KDG2007", Title(ProblemCode.LayerMap), Message(ProblemCode.LayerMap), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2007.md");

    public static readonly DiagnosticDescriptor TapOfOtherModel = new(
        "KDG2008", Title(ProblemCode.TapOfOtherModel), Message(ProblemCode.TapOfOtherModel), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2008.md");

    public static readonly DiagnosticDescriptor TeacherUnread = new(
        "KDG2009", Title(ProblemCode.TeacherUnread), Message(ProblemCode.TeacherUnread), ProblemCatalog.Distillation, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2009.md");

    public static readonly DiagnosticDescriptor HeadUnread = new(
        "KDG2010", Title(ProblemCode.HeadUnread), Message(ProblemCode.HeadUnread), ProblemCatalog.Distillation, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2010.md");

    public static readonly DiagnosticDescriptor InputsDiffer = new(
        "KDG2011", Title(ProblemCode.InputsDiffer), Message(ProblemCode.InputsDiffer), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2011.md");

    public static readonly DiagnosticDescriptor TemperatureNotPositive = new(
        "KDG2012", Title(ProblemCode.TemperatureNotPositive), Message(ProblemCode.TemperatureNotPositive), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2012.md");

    public static readonly DiagnosticDescriptor OptionIgnored = new(
        "KDG2013", Title(ProblemCode.OptionIgnored), Message(ProblemCode.OptionIgnored), ProblemCatalog.Distillation, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2013.md");

    public static readonly DiagnosticDescriptor NoWeight = new(
        "KDG2014", Title(ProblemCode.NoWeight), Message(ProblemCode.NoWeight), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2014.md");

    public static readonly DiagnosticDescriptor WeightsNotOne = new(
        "KDG2015", Title(ProblemCode.WeightsNotOne), Message(ProblemCode.WeightsNotOne), ProblemCatalog.Distillation, DiagnosticSeverity.Hidden, isEnabledByDefault: false, helpLinkUri: Pages + "KDG2015.md");

    public static readonly DiagnosticDescriptor SmallBatch = new(
        "KDG2017", Title(ProblemCode.SmallBatch), Message(ProblemCode.SmallBatch), ProblemCatalog.Distillation, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2017.md");

    public static readonly DiagnosticDescriptor NoPreActivation = new(
        "KDG2018", Title(ProblemCode.NoPreActivation), Message(ProblemCode.NoPreActivation), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2018.md");

    public static readonly DiagnosticDescriptor StudentLarger = new(
        "KDG2019", Title(ProblemCode.StudentLarger), Message(ProblemCode.StudentLarger), ProblemCatalog.Distillation, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2019.md");

    public static readonly DiagnosticDescriptor DuplicateTerm = new(
        "KDG2020", Title(ProblemCode.DuplicateTerm), Message(ProblemCode.DuplicateTerm), ProblemCatalog.Distillation, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2020.md");

    public static readonly DiagnosticDescriptor LogitsUnread = new(
        "KDG2021", Title(ProblemCode.LogitsUnread), Message(ProblemCode.LogitsUnread), ProblemCatalog.Distillation, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2021.md");

    public static readonly DiagnosticDescriptor NeedsTeacher = new(
        "KDG2022", Title(ProblemCode.NeedsTeacher), Message(ProblemCode.NeedsTeacher), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2022.md");

    public static readonly DiagnosticDescriptor NotAModel = new(
        "KDG2023", Title(ProblemCode.NotAModel), Message(ProblemCode.NotAModel), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2023.md");

    public static readonly DiagnosticDescriptor TwoRoles = new(
        "KDG2024", Title(ProblemCode.TwoRoles), Message(ProblemCode.TwoRoles), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2024.md");

    public static readonly DiagnosticDescriptor NoFormula = new(
        "KDG2025", Title(ProblemCode.NoFormula), Message(ProblemCode.NoFormula), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2025.md");

    public static readonly DiagnosticDescriptor NoLoss = new(
        "KDG2026", Title(ProblemCode.NoLoss), Message(ProblemCode.NoLoss), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2026.md");

    public static readonly DiagnosticDescriptor LossNotFound = new(
        "KDG2027", Title(ProblemCode.LossNotFound), Message(ProblemCode.LossNotFound), ProblemCatalog.Distillation, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2027.md");

    public static readonly DiagnosticDescriptor PartUntrained = new(
        "KDG2028", Title(ProblemCode.PartUntrained), Message(ProblemCode.PartUntrained), ProblemCatalog.Distillation, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "KDG2028.md");

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
        StrideDropsPixels,
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
        SoftmaxBeforeLoss,
        ActivationOnLogits,
        LinearTwice,
        BiasBeforeNorm,
        OutOfRange,
        OrderNotFixed,
        NoSuchStage,
        UnusedStage,
        BlockArguments,
        ForwardSkipsStage,
        Composition,
        NameTaken,
        NoEffect,
        ClassesDiffer,
        FeatureChannelsDiffer,
        FeatureSizesDiffer,
        FeatureKind,
        LayerMap,
        TapOfOtherModel,
        TeacherUnread,
        HeadUnread,
        InputsDiffer,
        TemperatureNotPositive,
        OptionIgnored,
        NoWeight,
        WeightsNotOne,
        SmallBatch,
        NoPreActivation,
        StudentLarger,
        DuplicateTerm,
        LogitsUnread,
        NeedsTeacher,
        NotAModel,
        TwoRoles,
        NoFormula,
        NoLoss,
        LossNotFound,
        PartUntrained,
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
