using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses between features that have weights of their own: modules of the recipe, KdGen.Losses has a class of each name.</summary>
internal static class LearnedLosses
{
    private static readonly FeatureNeeds Maps = new() { Takes = FeatureRanks.Map, Module = static inputs => $"{Channels(inputs.Students[0])}, {Channels(inputs.Teachers[0])}" };

    public static readonly LossSpec CC = Module(
        LossKind.CC,
        "CC({student}, {teacher})",
        [
            "CC is the mean over the batch of the inner products of d and the next sample's d, d the absolute difference of both features' learned embeddings in Dim numbers",
            "(Peng et al. 2019, Correlation Congruence for Knowledge Distillation, arXiv:1904.01802, as RepDistiller has it).",
        ],
        new FeatureNeeds { LeastBatch = 2, Module = static inputs => $"{Elements(inputs.Students[0])}, {Elements(inputs.Teachers[0])}, dim: {Integer(inputs, "Dim")}" },
        OpParameter.Optional("Dim", 1, "an embedding has", 128));

    public static readonly LossSpec VID = Module(
        LossKind.VID,
        "VID({student}, {teacher})",
        [
            "VID is the mean over all elements of the teacher's map t of ((m - t)² / v + log v) / 2, m what three learned 1x1 convolutions make of the student's and v a learned variance of each channel",
            "(Ahn et al. 2019, Variational Information Distillation for Knowledge Transfer, arXiv:1904.05835).",
        ],
        Maps);

    public static readonly LossSpec FT = Module(
        LossKind.FT,
        "FT({student}, {teacher})",
        [
            "FT is the mean absolute difference of the factors, what a learned translator makes of the student's map and a paraphraser of the teacher's, compared as AT does with power 2",
            "(Kim et al. 2018, Paraphrasing Complex Network: Network Compression via Factor Transfer, arXiv:1802.04977).",
        ],
        Maps with
        {
            Module = static inputs => $"{Channels(inputs.Students[0])}, {Channels(inputs.Teachers[0])}, factor: {Real(inputs, "Factor")}",
            Pretrained = "paraphraser",
            Pretraining = Module(
                LossKind.FT,
                "Reconstruction({teacher})",
                ["Reconstruction is the mean squared error of the teacher's map and what FT's paraphraser, an autoencoder, makes of it (Kim et al. 2018)."],
                Maps with { TeacherMethod = "Reconstruction" }) with { Name = "FTReconstruction" },
        },
        OpParameter.Real("Factor", 0.5, static value => value is > 0 and <= 1, "a factor is above 0 and at most 1"));

    public static readonly LossSpec OFD = Module(
        LossKind.OFD,
        "OFD({student}, {teacher})",
        [
            "OFD is the partial squared distance of a learned 1x1 convolution with BatchNorm of the student's map to max(teacher, margin), before the activation: what lies below the margin on both sides does not count; the sum divided by B,",
            "the margin of a channel the mean of what is below 0 in it, by the teacher's BatchNorm (Heo et al. 2019, A Comprehensive Overhaul of Feature Distillation, arXiv:1904.01866).",
        ],
        Maps with
        {
            Halves = true,
            IsBeforeActivation = true,
            TakesTeacherNorm = true,
            Module = static inputs => $"{Channels(inputs.Students[0])}, {Channels(inputs.Teachers[0])}, {inputs.Norm}.weight!, {inputs.Norm}.bias!",
        });

    public static readonly LossSpec ReviewKD = Module(
        LossKind.ReviewKD,
        "ReviewKD([{student}], [{teacher}])",
        [
            "ReviewKD is the sum over the stages of the mean squared differences at four sizes, of the teacher's map and what learned attention fuses of the student's from the deepest stage to this one",
            "(Chen et al. 2021, Distilling Knowledge via Knowledge Review, arXiv:2104.09044).",
        ],
        new FeatureNeeds
        {
            Takes = FeatureRanks.Map | FeatureRanks.Vector,
            IsJoint = true,
            Module = static inputs => $"[{string.Join(", ", inputs.Students.Select(Channels))}], [{string.Join(", ", inputs.Teachers.Select(Channels))}]{(inputs.Term.Integer("Dim") is { } mid ? $", mid: {Literal.Of(mid)}" : "")}",
        },
        OpParameter.Optional("Dim", 1, "channels in which stages are fused are"));

    public static readonly LossSpec SRRL = Module(
        LossKind.SRRL,
        "SRRL({student}, {teacher})",
        [
            "SRRL is the mean squared difference of the pooled maps behind a learned 1x1 convolution with BatchNorm, and 5 times that of what the rest of the teacher makes of both",
            "(Yang et al. 2021, Knowledge Distillation via Softmax Regression Representation Learning, ICLR).",
        ],
        Maps with { Takes = FeatureRanks.Map | FeatureRanks.Vector, EqualSizes = true, TakesTeacherHead = true });

    public static readonly LossSpec MGD = Module(
        LossKind.MGD,
        "MGD({student}, {teacher})",
        ["MGD is the squared error of the teacher's map and what a learned block makes of the student's with a share Mask of its positions erased, summed over channels and positions, the mean over the samples (Yang et al. 2022, Masked Generative Distillation, arXiv:2205.01529)."],
        Maps with { EqualSizes = true, Module = static inputs => $"{Channels(inputs.Students[0])}, {Channels(inputs.Teachers[0])}, mask: {Real(inputs, "Mask")}" },
        OpParameter.Real("Mask", 0.65, static value => value is >= 0 and < 1, "a share is at least 0 and below 1"));

    public static readonly LossSpec SimKD = Module(
        LossKind.SimKD,
        "SimKD({student}, {teacher})",
        ["SimKD is the mean squared error of the teacher's feature and what a learned projector makes of the student's (Chen et al. 2022, Knowledge Distillation with the Reused Teacher Classifier, arXiv:2203.14001)."],
        Maps with { ReusesTeacherHead = true, Module = static inputs => $"{Channels(inputs.Students[0])}, {Channels(inputs.Teachers[0])}, {Literal.Of(inputs.Teachers[0].Dims[1])}, {Literal.Of(inputs.Teachers[0].Dims[2])}" });

    public static readonly LossSpec CRD = Module(
        LossKind.CRD,
        "CRD({student}, {teacher})",
        [
            "CRD tells each sample's embedding, Dim learned numbers, from K of other classes in a memory of the other model's, at temperature T, in both directions",
            "(Tian et al. 2020, Contrastive Representation Distillation, arXiv:1910.10699).",
        ],
        new FeatureNeeds
        {
            TakesIndex = true,
            Module = static inputs => $"{Elements(inputs.Students[0])}, {Elements(inputs.Teachers[0])}, dim: {Integer(inputs, "Dim")}, negatives: {Integer(inputs, "K")}, "
                + $"temperature: {Literal.Text(inputs.Term.Temperature)}, momentum: {Real(inputs, "Momentum")}{(inputs.Term.Flag("Half") ? ", bankType: TorchSharp::torch.ScalarType.BFloat16" : "")}",
        },
        OpParameter.Optional("Dim", 1, "an embedding has", 128),
        OpParameter.Optional("K", 1, "negatives are", 16384),
        OpParameter.Real("Momentum", 0.5, static value => value is >= 0 and < 1, "a momentum is at least 0 and below 1"),
        OpParameter.Flag("Half", false)) with { Temperature = 0.07 };

    private static LossSpec Module(LossKind kind, string formula, string[] definition, FeatureNeeds needs, params OpParameter[] options)
        => new(kind, formula, new(definition), LossReads.Features, null, new(options), static inputs => Value(inputs)) { Features = needs };

    private static Expr Value(TermInputs inputs)
    {
        LossTerm term = inputs.Term;
        Expr value = inputs.Make(new Node.LearnedLoss(term.Learned?.Result.Variable ?? ""));
        return term.Share == 1 ? value : term.Share * value;
    }

    private static string Channels(Shape shape) => Literal.Of(shape.Channels);

    private static string Elements(Shape shape) => Literal.Of(shape.Elements);

    private static string Integer(LearnedInputs inputs, string option) => Literal.Of(inputs.Term.Integer(option)!.Value);

    private static string Real(LearnedInputs inputs, string option) => Literal.Text(((Constant.Real)inputs.Term.Option(option)!).Value);
}
