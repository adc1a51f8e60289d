using System;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses.Catalog;

namespace KdGen.Compiler.Losses;

/// <summary>The one table of losses. A new loss is a row here, and its name in <see cref="LossKind"/> and in the language's Kind.</summary>
internal static class LossCatalog
{
    public static readonly EquatableArray<LossSpec> All = new(
    [
        LabelLosses.CE,
        LabelLosses.BCE,
        LabelLosses.MultiMargin,
        Divergences.KL,
        Divergences.BinaryKL,
        Divergences.ReverseKL,
        Divergences.JSD,
        LabelLosses.HardLabel,
        Divergences.TVD,
        Divergences.LogitMse,
        Divergences.DeiTSoft,
        DecoupledLosses.DKD,
        DecoupledLosses.NKD,
        Correlations.DIST,
        ConfidenceLosses.WSLD,
        ConfidenceLosses.CWTM,
        TeacherChanges.DKPP,
        TeacherChanges.MFT,
        TeacherChanges.TopKKL,
        FeatureLosses.Hint,
        FeatureLosses.Cosine,
        FeatureLosses.AT,
        FeatureLosses.SP,
        LearnedLosses.CC,
        LearnedLosses.VID,
        FeatureLosses.RKD,
        FeatureLosses.PKT,
        FeatureLosses.NST,
        FeatureLosses.FSP,
        FeatureLosses.KDSVD,
        FeatureLosses.AB,
        LearnedLosses.FT,
        LearnedLosses.OFD,
        LearnedLosses.ReviewKD,
        LearnedLosses.SRRL,
        FeatureLosses.CWD,
        LearnedLosses.MGD,
        FeatureLosses.PKD,
        FeatureLosses.ICKD,
        LearnedLosses.SimKD,
        FeatureLosses.AttentionMap,
        LearnedLosses.CRD,
    ]);

    /// <summary>What the compiler knows about a term's loss, the user's own among these.</summary>
    public static LossSpec Of(LossTerm term)
        => term.Own is { } own ? OwnLosses.Of(own)
            : term.Pretrains && Of(term.Kind).Features?.Pretraining is { } before ? before
            : Of(term.Kind);

    /// <summary>What the compiler knows about a loss of the language.</summary>
    public static LossSpec Of(LossKind kind)
    {
        foreach (LossSpec spec in All)
        {
            if (spec.Kind == kind)
            {
                return spec;
            }
        }

        throw new InvalidOperationException($"{kind} is not in the table of losses");
    }
}
