using static KdGen.Tests.Losses.OwnLosses;

namespace KdGen.Tests.Losses;

// Their form is that of all others, which have a teacher.
#pragma warning disable KDG2009

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Focal))]
public partial class OwnFocal;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Poly))]
public partial class OwnPoly;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Soft))]
public partial class OwnSoft;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(TaughtFocal))]
public partial class OwnTaughtFocal;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(SquaredHinge))]
public partial class OwnSquaredHinge;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Entropy))]
public partial class OwnEntropy;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Tsallis))]
public partial class OwnTsallis;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(ChiSquared))]
public partial class OwnChiSquared;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(TopMargin))]
public partial class OwnTopMargin;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Huber))]
public partial class OwnHuber;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(JensenShannon))]
public partial class OwnJensenShannon;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Bhattacharyya))]
public partial class OwnBhattacharyya;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(BinaryCrossEntropy))]
public partial class OwnBinaryCrossEntropy;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Sharpened))]
public partial class OwnSharpened;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Trusting))]
public partial class OwnTrusting;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Binary))]
public partial class OwnBinary;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Weighted))]
public partial class OwnWeighted;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Cosine))]
public partial class OwnCosine;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Anything))]
public partial class OwnAnything;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Sigmoids))]
public partial class OwnSigmoids;

#pragma warning restore KDG2009

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.2), DistillLoss(typeof(OwnLosses), nameof(Focal), Weight = 0.5), DistillLoss(Kind.KL, T = 4), DistillLoss(typeof(OwnLosses), nameof(Soft), Weight = 2)]
[DistillLoss(typeof(OwnLosses), nameof(Anything), Weight = 0.25)]
public partial class OwnAmongOthers;

[Train<FiveClassStudent>, Adam]
[DistillLoss(typeof(OwnLosses), nameof(Focal))]
public partial class OwnAlone;
