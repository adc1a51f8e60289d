namespace KdGen.Tests.Recipes;

[Input(2)]
public partial class PhaseTeacher
{
    [Linear(12), ReLU] public partial class Stem;
    [Linear(8), ReLU]  public partial class Hidden;
    [Linear(2)]        public partial class Logits;
}

[Input(2)]
public partial class PhaseStudent
{
    [Linear(5), BatchNorm, ReLU] public partial class Stem;
    [Linear(4), BatchNorm, ReLU] public partial class Hidden;
    [Linear(2)]                  public partial class Logits;
}

/// <summary>FitNet's two stages. The weight decay would move whatever an optimizer takes for its own.</summary>
[Distill<PhaseTeacher, PhaseStudent>, Sgd(0.05, Momentum = 0.9, WeightDecay = 0.1), Batch(16), Epochs(3), Phase(1, Epochs = 4)]
[DistillLoss<PhaseTeacher.Stem, PhaseStudent.Stem>(Kind.Hint, Phase = 1, WarmUp = 2, Project = Projector.Linear)]
[DistillLoss(Kind.CE)]
[DistillLoss(Kind.KL, T = 2)]
public partial class TwoStages;

/// <summary>A phase that trains logits, and before it one that does not; the main training needs no teacher.</summary>
[Distill<PhaseTeacher, PhaseStudent>, Adam(0.01), Batch(16), Epochs(2), Phase(2, Epochs = 1), Phase(1, Epochs = 1)]
[DistillLoss<PhaseTeacher.Hidden, PhaseStudent.Hidden>(Kind.PKT, Phase = 1)]
[DistillLoss(Kind.KL, T = 4, Phase = 2)]
[DistillLoss(Kind.CE)]
public partial class ThreeStages;

[Input(3, 8, 8)]
public partial class FactorTeacher
{
    [Conv(8), ReLU]                 public partial class Stem;
    [Conv(6, Stride = 2), ReLU]     public partial class Body;
    [GlobalAvgPool, Linear(2)]      public partial class Logits;
}

[Input(3, 8, 8)]
public partial class FactorStudent
{
    [Conv(4), ReLU]                 public partial class Stem;
    [Conv(5, Stride = 2), ReLU]     public partial class Body;
    [GlobalAvgPool, Linear(2)]      public partial class Logits;
}

/// <summary>FT, whose paraphraser is trained before the student.</summary>
[Distill<FactorTeacher, FactorStudent>, Sgd(0.05, Momentum = 0.9, WeightDecay = 0.1), Batch(8), Epochs(2), Phase(1, Epochs = 6)]
[DistillLoss(Kind.CE)]
[DistillLoss<FactorTeacher.Body, FactorStudent.Body>(Kind.FT, Weight = 50, Pretrain = 1)]
public partial class FactorTransfer;
