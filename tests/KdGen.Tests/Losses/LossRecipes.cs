namespace KdGen.Tests.Losses.Declared;

// One recipe for each form of each loss, then the sums that are usual. Some read no teacher: their form is that of the others, which have one.
#pragma warning disable KDG2009

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE)]
public partial class Ce;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE, LabelSmoothing = 0.1)]
public partial class CeSmooth;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE, ClassWeights = [0.5, 1, 2, 0.25, 3])]
public partial class CeWeighted;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE, ClassWeights = [0.5, 1, 2, 0.25, 3], LabelSmoothing = 0.2)]
public partial class CeWeightedSmooth;

/// <summary>A class that counts for nothing, and of which smoothing still gives the others a share.</summary>
[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE, ClassWeights = [0, 1, 2, 0.25, 3], LabelSmoothing = 0.2)]
public partial class CeClassLeftOut;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE, SoftTargets = true)]
public partial class CeSoft;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CE, SoftTargets = true, LabelSmoothing = 0.1, ClassWeights = [0.5, 1, 2, 0.25, 3])]
public partial class CeSoftAll;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.BCE)]
public partial class Bce;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.BCE, SoftTargets = true)]
public partial class BceSoft;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.MultiMargin)]
public partial class MultiMargin;
#pragma warning restore KDG2009

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.KL)]
public partial class Kl;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.KL, T = 2.5)]
public partial class KlWarm;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.KL, T = 2, Standardize = true)]
public partial class KlStandardized;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.BinaryKL)]
public partial class BinaryKl;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.BinaryKL, T = 3)]
public partial class BinaryKlWarm;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.BCE, Weight = 0.5), DistillLoss(Kind.BinaryKL, T = 2, Weight = 0.5)]
public partial class BceBinaryKl;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.ReverseKL, T = 2)]
public partial class ReverseKl;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.JSD)]
public partial class Jsd;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.JSD, Beta = 0.1, T = 3)]
public partial class JsdTenth;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.JSD, Beta = 0, T = 2)]
public partial class JsdZero;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.JSD, Beta = 1)]
public partial class JsdOne;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.TVD, T = 2)]
public partial class Tvd;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.HardLabel)]
public partial class HardLabel;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.LogitMse)]
public partial class LogitMse;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DeiTSoft, T = 3)]
public partial class DeiTSoft;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DKD)]
public partial class Dkd;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DKD, Alpha = 0.5, Beta = 2, T = 1)]
public partial class DkdCold;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DKD, Standardize = true, T = 2)]
public partial class DkdStandardized;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.NKD)]
public partial class Nkd;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.NKD, Gamma = 2, T = 3)]
public partial class NkdWarm;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DIST)]
public partial class Dist;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DIST, Beta = 2, Gamma = 0.5, T = 4)]
public partial class DistWarm;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.WSLD)]
public partial class Wsld;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.CWTM)]
public partial class Cwtm;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.DKPP)]
public partial class Dkpp;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.MFT)]
public partial class Mft;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.MFT, T = 2)]
public partial class MftWarm;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.TopKKL, K = 3)]
public partial class TopK;

[Distill<PlainTeacher, PlainStudent>, Adam, DistillLoss(Kind.TopKKL, K = 3, Tail = true, T = 2)]
public partial class TopKTail;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4, Weight = 0.9)]
public partial class CeKl;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.DKD, T = 4)]
public partial class CeDkd;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.NKD, T = 1)]
public partial class CeNkd;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.DIST, T = 4, Weight = 2)]
public partial class CeDist;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 2, Weight = 9, Standardize = true)]
public partial class CeKlStandardized;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.WSLD, Weight = 2.25)]
public partial class CeWsld;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.KL, T = 2, Weight = 0.5), DistillLoss(Kind.KL), DistillLoss(Kind.CE, Weight = 2), DistillLoss(Kind.KL, T = 1.5, Weight = 3)]
public partial class ManyTemperatures;

/// <summary>Each of the temperatures is a setting: how one follows from the other is known when it runs.</summary>
[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.DKD, T = 4), DistillLoss(Kind.DKD, T = 1, Weight = 0.3, Beta = 1), DistillLoss(Kind.CE)]
public partial class TwoTemperatures;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE, SoftTargets = true), DistillLoss(Kind.DKD, Weight = 0.5), DistillLoss(Kind.NKD)]
public partial class SoftSum;

[Distill<PlainTeacher, PlainStudent>, Adam]
[DistillLoss(Kind.CE, LabelSmoothing = 0.1), DistillLoss(Kind.BCE), DistillLoss(Kind.KL, T = 4), DistillLoss(Kind.ReverseKL, T = 2), DistillLoss(Kind.JSD, T = 2), DistillLoss(Kind.TVD, T = 2)]
[DistillLoss(Kind.HardLabel), DistillLoss(Kind.LogitMse), DistillLoss(Kind.DKD), DistillLoss(Kind.NKD), DistillLoss(Kind.DIST), DistillLoss(Kind.WSLD), DistillLoss(Kind.CWTM), DistillLoss(Kind.MFT)]
[DistillLoss(Kind.TopKKL, K = 3)]
public partial class Everything;

[Distill<PlainTeacher, TwoHeadStudent>, Adam]
[DistillLoss(Kind.CE, LabelSmoothing = 0.1, Weight = 0.5, Student = nameof(TwoHeadStudent.Cls)), DistillLoss(Kind.HardLabel, Weight = 0.5, Student = nameof(TwoHeadStudent.Dist))]
public partial class DeiTHardHeads;

[Distill<PlainTeacher, TwoHeadStudent>, Adam]
[DistillLoss(Kind.CE, LabelSmoothing = 0.1, Weight = 0.5, Student = nameof(TwoHeadStudent.Cls)), DistillLoss(Kind.DeiTSoft, T = 3, Weight = 0.5, Student = nameof(TwoHeadStudent.Dist))]
public partial class DeiTSoftHeads;

/// <summary>The same logits meet two teachers' logits: four passes over the rows.</summary>
[Distill<TwoHeadTeacher, TwoHeadStudent>, Adam]
[DistillLoss(Kind.CE, Student = nameof(TwoHeadStudent.Cls))]
[DistillLoss(Kind.KL, T = 2, Student = nameof(TwoHeadStudent.Cls), Teacher = nameof(TwoHeadTeacher.Cls)), DistillLoss(Kind.TVD, Student = nameof(TwoHeadStudent.Cls), Teacher = nameof(TwoHeadTeacher.Dist))]
[DistillLoss(Kind.KL, Student = nameof(TwoHeadStudent.Dist), Teacher = nameof(TwoHeadTeacher.Cls)), DistillLoss(Kind.LogitMse, Student = nameof(TwoHeadStudent.Dist), Teacher = nameof(TwoHeadTeacher.Dist))]
public partial class TwoTeacherHeads;
