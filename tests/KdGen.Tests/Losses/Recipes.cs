namespace KdGen.Tests.Losses;

[Teacher, Input(5)]
[Linear(5)]
public partial class FiveClassTeacher;

[Student, Input(5)]
[Linear(5)]
public partial class FiveClassStudent;

[Distill<FiveClassTeacher, FiveClassStudent>, Adam]
[DistillLoss(Kind.CE, Weight = 0.1), DistillLoss(Kind.KL, T = 4, Weight = 0.9)]
public partial class Mixed;
