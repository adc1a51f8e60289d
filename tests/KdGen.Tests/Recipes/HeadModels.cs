namespace KdGen.Tests.Recipes;

[Teacher, Input(2)]
[Linear(16), ReLU, Linear(2)]
public partial class HeadTeacher;

[Student, Input(2), Output<Cls, Dist>]
public partial class TwoHeads
{
    [Linear(8), ReLU]       public partial class Body;
    [From<Body>, Linear(2)] public partial class Cls;
    [From<Body>, Linear(2)] public partial class Dist;
}

/// <summary>Hard distillation over two heads, as DeiT is trained.</summary>
[Distill<HeadTeacher, TwoHeads>, Sgd(0.1), Epochs(2), Batch(8)]
[DistillLoss(Kind.CE, Weight = 0.5, LabelSmoothing = 0.1, Student = nameof(TwoHeads.Cls))]
[DistillLoss(Kind.HardLabel, Weight = 0.5, Student = nameof(TwoHeads.Dist))]
public partial class HardDeiT;

/// <summary>Soft distillation over two heads.</summary>
[Distill<HeadTeacher, TwoHeads>, Sgd(0.1)]
[DistillLoss(Kind.CE, Weight = 0.5, LabelSmoothing = 0.1, Student = nameof(TwoHeads.Cls))]
[DistillLoss(Kind.DeiTSoft, Weight = 0.5, T = 3, Student = nameof(TwoHeads.Dist))]
public partial class SoftDeiT;

/// <summary>A head and the joined result beside each other.</summary>
[Distill<HeadTeacher, TwoHeads>, Sgd(0.1)]
[DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2, Student = nameof(TwoHeads.Dist))]
public partial class ResultAndHead;

/// <summary>The teacher's second head teaches.</summary>
[Distill<TwoHeads, HeadTeacher>, Sgd(0.1)]
[DistillLoss(Kind.KL, Teacher = nameof(TwoHeads.Dist))]
public partial class FromAHead;

/// <summary>Weights that change with the epochs.</summary>
[Distill<HeadTeacher, HeadTeacher>, Sgd(0.1), Epochs(3), Batch(8)]
[DistillLoss(Kind.CE, Schedule = Schedule.Linear, EndWeight = 0.5)]
[DistillLoss(Kind.KL, T = 2, Weight = 4, WarmUp = 2)]
[DistillLoss(Kind.TVD, From = 2, Until = 3, Schedule = Schedule.Cosine)]
public partial class Scheduled;

/// <summary>Labels are probabilities.</summary>
[Train<TwoHeads>, Sgd(0.1), Epochs(1), Batch(8)]
[DistillLoss(Kind.CE, SoftTargets = true)]
public partial class OnTargets;

/// <summary>Two values of the student are learned from, one before the other.</summary>
[Distill<TwoHeads, TwoHeads>, Sgd(0.1)]
[DistillLoss(Kind.CE), DistillLoss<TwoHeads.Body, TwoHeads.Body>(Kind.Hint)]
public partial class BodyHint;
