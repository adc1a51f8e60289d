namespace KdGen.Tests.Losses;

[Teacher, Input(5)]
[Linear(5)]
public partial class FiveClassTeacher;

[Student, Input(5)]
[Linear(5)]
public partial class FiveClassStudent;

// Its form is that of the other losses, which have a teacher.
#pragma warning disable KDG2009
[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.CE)]
public partial class CrossEntropy;
#pragma warning restore KDG2009

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.KL)]
public partial class KlAtOne;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.KL, T = 2)]
public partial class KlAtTwo;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4, Weight = 0.9)]
public partial class Mixed;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.KL, T = 2, Weight = 0.5), DistillLoss(Kind.KL), DistillLoss(Kind.CE, Weight = 2), DistillLoss(Kind.KL, T = 1.5, Weight = 3)]
public partial class FourTerms;
