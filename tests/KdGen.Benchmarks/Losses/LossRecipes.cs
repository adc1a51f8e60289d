namespace KdGen.Benchmarks.Losses;

[Teacher, Input(5)]
[Linear(5)]
public partial class AnyTeacher;

[Student, Input(5)]
[Linear(5)]
public partial class AnyStudent;

// What is measured: each loss with its defaults, then the sums that are usual. Losses take any number of classes.
[Distill<AnyTeacher, AnyStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4, Weight = 0.9)]
public partial class CeKl;

[Distill<AnyTeacher, AnyStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.DKD)]
public partial class CeDkd;

[Distill<AnyTeacher, AnyStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.NKD)]
public partial class CeNkd;

[Distill<AnyTeacher, AnyStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.DIST, Weight = 2)]
public partial class CeDist;

[Distill<AnyTeacher, AnyStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 2, Weight = 9, Standardize = true)]
public partial class CeKlStandardized;

[Distill<AnyTeacher, AnyStudent>, Adam]
[DistillLoss(Kind.CE), DistillLoss(Kind.WSLD, Weight = 2.25)]
public partial class CeWsld;

// The form of the other losses, which have a teacher.
#pragma warning disable KDG2009
[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.CE)]
public partial class Ce;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.CE, LabelSmoothing = 0.1)]
public partial class CeSmooth;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.BCE)]
public partial class Bce;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.MultiMargin)]
public partial class MultiMargin;
#pragma warning restore KDG2009

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.KL, T = 4)]
public partial class Kl;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.KL, T = 2, Standardize = true)]
public partial class KlStandardized;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.BinaryKL, T = 4)]
public partial class BinaryKl;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.ReverseKL, T = 2)]
public partial class ReverseKl;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.JSD)]
public partial class Jsd;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.TVD)]
public partial class Tvd;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.HardLabel)]
public partial class HardLabel;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.LogitMse)]
public partial class LogitMse;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.DeiTSoft, T = 3)]
public partial class DeiTSoft;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.DKD)]
public partial class Dkd;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.NKD)]
public partial class Nkd;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.DIST)]
public partial class Dist;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.WSLD)]
public partial class Wsld;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.CWTM)]
public partial class Cwtm;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.DKPP)]
public partial class Dkpp;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.MFT)]
public partial class Mft;

[Distill<AnyTeacher, AnyStudent>, Adam, DistillLoss(Kind.TopKKL)]
public partial class TopK;
