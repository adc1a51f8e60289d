using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses between values inside of the models that are functions of these: KdGen.Losses.FeatureLoss has one of each name.</summary>
internal static class FeatureLosses
{
    private static readonly FeatureNeeds EqualShapes = new() { EqualChannels = true, EqualSizes = true };

    private static readonly FeatureNeeds Maps = new() { Takes = FeatureRanks.Map, IsMeanOfSamples = true };

    public static readonly LossSpec Hint = Function(
        LossKind.Hint,
        "MSE({student}, {teacher})",
        ["MSE is the mean over all elements of the squared difference (Romero et al. 2015, FitNets: Hints for Thin Deep Nets, arXiv:1412.6550)."],
        EqualShapes with { IsMeanOfSamples = true },
        OpParameter.Flag("Smooth", false)) with
    {
        Notes = new([new OptionNote("Smooth", "Smooth takes half the square below 1 and the absolute difference less a half above.")]),
    };

    public static readonly LossSpec Cosine = Function(
        LossKind.Cosine,
        "(1 - cos({student}, {teacher}))",
        ["cos is the cosine of the angle between the features of a sample, of a sequence those of each token; the mean over the samples and tokens."],
        EqualShapes with { IsMeanOfSamples = true, FreedBy = "Pool" },
        OpParameter.Flag("Pool", false)) with
    {
        Notes = new([new OptionNote("Pool", "Pool averages the longer of the flattened features, of sequences with as many tokens that of each token, to the length of the shorter.")]),
    };

    public static readonly LossSpec AT = Function(
        LossKind.AT,
        "AT({student}, {teacher})",
        [
            "AT is the mean over samples and positions of the squared difference of v, the mean over the channels of |feature|^Power, flattened and divided by its norm; the larger map is average-pooled to the smaller",
            "(Zagoruyko and Komodakis 2017, Paying More Attention to Attention, arXiv:1612.03928, by their code).",
        ],
        Maps,
        OpParameter.Real("Power", 2, static value => value >= 1 && OpParameter.IsFinite(value), "a power is at least 1"));

    public static readonly LossSpec SP = Function(
        LossKind.SP,
        "SP({student}, {teacher})",
        ["SP is the sum of the squared differences of G, the batch's F F^T with each row divided by its norm, divided by B² (Tung and Mori 2019, Similarity-Preserving Knowledge Distillation, arXiv:1907.09682)."],
        new FeatureNeeds { LeastBatch = 2 });

    public static readonly LossSpec RKD = Function(
        LossKind.RKD,
        "RKD({student}, {teacher})",
        [
            "RKD is Distance times the smooth L1 error of the distances between the samples, each divided by their mean, and Angle times that of the cosines of the angles between three",
            "(Park et al. 2019, Relational Knowledge Distillation, arXiv:1904.05068).",
        ],
        new FeatureNeeds { LeastBatch = 3 },
        Weight("Distance", 25),
        Weight("Angle", 50)) with { Weights = new(["Distance", "Angle"]) };

    public static readonly LossSpec PKT = Function(
        LossKind.PKT,
        "PKT({student}, {teacher})",
        [
            "PKT is the mean over all pairs of samples of p log(p / q), p and q the rows of (1 + cosine) / 2 between samples, each divided by its sum",
            "(Passalis and Tefas 2018, Learning Deep Representations with Probabilistic Knowledge Transfer, arXiv:1803.10837).",
        ],
        new FeatureNeeds { LeastBatch = 2 });

    public static readonly LossSpec NST = Function(
        LossKind.NST,
        "NST({student}, {teacher})",
        [
            "NST is the mean of k(t, t) + k(s, s) - 2 k(s, t) over the channels of both maps, each divided by its norm, k(x, y) = (x.y)²; the larger map is average-pooled to the smaller",
            "(Huang and Wang 2017, Like What You Like: Knowledge Distill via Neuron Selectivity Transfer, arXiv:1707.01219).",
        ],
        Maps);

    public static readonly LossSpec FSP = Function(
        LossKind.FSP,
        "FSP([{student}], [{teacher}])",
        [
            "FSP is the mean squared difference of the matrices mean over positions of F_i F_j^T of neighbouring stages, summed; the larger map of two neighbours is average-pooled to the smaller",
            "(Yim et al. 2017, A Gift from Knowledge Distillation, CVPR).",
        ],
        Maps with { EqualChannels = true, IsJoint = true, LeastPairs = 2 });

    public static readonly LossSpec KDSVD = Function(
        LossKind.KDSVD,
        "KDSVD([{student}], [{teacher}])",
        ["KDSVD compares the K leading right singular vectors of neighbouring stages by a radial basis function, divided by B (Lee et al. 2018, Self-supervised Knowledge Distillation Using Singular Value Decomposition, arXiv:1807.06819)."],
        Maps with { EqualChannels = true, IsJoint = true, LeastPairs = 2, Vectors = "K" },
        OpParameter.Optional("K", 1, "singular vectors are", 1));

    public static readonly LossSpec AB = Function(
        LossKind.AB,
        "AB({student}, {teacher})",
        [
            "AB is the sum of the squares of what each unit lacks to be Margin on the teacher's side of 0, before the activation, times 3 / 1000, divided by B",
            "(Heo et al. 2019, Knowledge Transfer via Distillation of Activation Boundaries, arXiv:1811.03233).",
        ],
        EqualShapes with { IsMeanOfSamples = true, Halves = true, IsBeforeActivation = true },
        OpParameter.Real("Margin", 1, static value => value > 0 && OpParameter.IsFinite(value), "a margin is above 0"));

    public static readonly LossSpec CWD = Function(
        LossKind.CWD,
        "T² CWD({student}, {teacher})",
        ["CWD is KL(teacher || student) between the softmax over the positions of each channel, the mean over samples and channels (Shu et al. 2021, Channel-wise Knowledge Distillation, arXiv:2011.13256)."],
        Maps with { EqualChannels = true, EqualSizes = true }) with { Temperature = 1 };

    public static readonly LossSpec PKD = Function(
        LossKind.PKD,
        "PKD({student}, {teacher})",
        ["PKD is half the mean squared difference of the features, each channel standardised over the batch and its positions; a student of another size is interpolated to the teacher's (Cao et al. 2022, PKD: General Distillation Framework, arXiv:2207.02039)."],
        Maps with { EqualChannels = true, IsMeanOfSamples = false });

    public static readonly LossSpec ICKD = Function(
        LossKind.ICKD,
        "ICKD({student}, {teacher})",
        ["ICKD is the mean over samples and channels of the squared distance of the rows of F F^T, each divided by its norm (Liu et al. 2021, Exploring Inter-Channel Correlation for Diversity-preserved Knowledge Distillation, arXiv:2202.03680)."],
        Maps with { EqualChannels = true });

    public static readonly LossSpec AttentionMap = Function(
        LossKind.AttentionMap,
        "AttentionMap({student}, {teacher})",
        ["AttentionMap is the mean over all elements of the squared difference of the attention scores before the softmax, [B, heads, tokens, tokens] (Jiao et al. 2020, TinyBERT, arXiv:1909.10351)."],
        new FeatureNeeds { EqualChannels = true, EqualSizes = true, IsMeanOfSamples = true, ReadsAttention = true });

    /// <summary>The class that has them.</summary>
    public const string Class = "KdGen::Losses.FeatureLoss";

    private static LossSpec Function(LossKind kind, string formula, string[] definition, FeatureNeeds needs, params OpParameter[] options)
        => new(kind, formula, new(definition), LossReads.Features, null, new(options), static inputs => Call(inputs)) { Features = needs };

    private static OpParameter Weight(string name, double @default) => OpParameter.Real(name, @default, static value => value >= 0 && OpParameter.IsFinite(value), "a weight is a finite number, at least 0");

    private static Expr Call(TermInputs inputs)
    {
        LossTerm term = inputs.Term;
        LossSpec spec = LossCatalog.Of(term.Kind);
        List<int> arguments =
        [
            .. term.Features.Select(pair => inputs.Make(new Node.Feature(pair.Learned.Variable, IsLearned: true)).Index),
            .. term.Features.Select(pair => inputs.Make(new Node.Feature(pair.Teacher.Variable, IsLearned: false)).Index),
        ];
        Expr value = inputs.Make(new Node.Call($"{Class}.{term.Kind}", arguments.ToEquatableArray())
        {
            TakesLists = spec.Features!.IsJoint,
            Temperature = spec.Temperature is null ? null : inputs.T.Index,
            Literals = spec.Options.Select(option => Written(option, term.Option(option.Name))).OfType<string>().ToEquatableArray(),
        });
        value = term.Share == 1 ? value : term.Share * value;
        return spec.Features.IsMeanOfSamples ? value * (inputs.Make(new Node.BatchSize()) / inputs.Make(new Node.RowCount())) : value;
    }

    /// <summary>"margin: 1.0"; null for a flag that is not set, which is the function's own default.</summary>
    private static string? Written(OpParameter option, Constant? value) => value switch
    {
        Constant.Bool { Value: false } => null,
        Constant.Bool => $"{Identifier.Small(option.Name)}: true",
        Constant.Real real => $"{Identifier.Small(option.Name)}: {Literal.Text(real.Value)}",
        Constant.Integer integer => $"{Identifier.Small(option.Name)}: {Literal.Of(integer.Value)}",
        _ => null,
    };
}
