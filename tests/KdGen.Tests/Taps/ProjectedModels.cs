namespace KdGen.Tests.Taps;

// There is no such file: the recipe is there for the way it disposes.
#pragma warning disable KDG3004

[Input(3, 8, 8)]
public partial class ProjectedTeacher
{
    [Conv(6), BatchNorm, ReLU]      public partial class Stem;      // 6x8x8
    [Conv(7, Stride = 2), ReLU]     public partial class Body;      // 7x4x4
    [Conv(5, Kernel = 2, Pad = 0)]  public partial class Tail;      // 5x3x3
    [GlobalAvgPool]                 public partial class Pooled;    // 5
    [Linear(4)]                     public partial class Logits;
}

[Input(3, 8, 8)]
public partial class ProjectedStudent
{
    [Conv(2), BatchNorm, ReLU]      public partial class Stem;      // 2x8x8
    [Conv(3, Stride = 2), ReLU]     public partial class Body;      // 3x4x4
    [GlobalAvgPool]                 public partial class Pooled;    // 3
    [Linear(4)]                     public partial class Logits;
}

/// <summary>Every projector, and the regressor with every kind of convolution that it has.</summary>
[Distill<ProjectedTeacher, ProjectedStudent>, Sgd(0.05, Momentum = 0.9)]
[DistillLoss(Kind.CE)]
[DistillLoss<ProjectedTeacher.Stem, ProjectedStudent.Stem>(Kind.Hint, Project = Projector.Conv1x1, Weight = 2)]
[DistillLoss<ProjectedTeacher.Stem, ProjectedStudent.Stem>(Kind.Hint, Project = Projector.ConvReg)]
[DistillLoss<ProjectedTeacher.Body, ProjectedStudent.Stem>(Kind.Hint, Project = Projector.ConvReg)]
[DistillLoss<ProjectedTeacher.Stem, ProjectedStudent.Body>(Kind.Hint, Project = Projector.ConvReg)]
[DistillLoss<ProjectedTeacher.Tail, ProjectedStudent.Body>(Kind.Hint, Project = Projector.ConvReg)]
[DistillLoss<ProjectedTeacher.Pooled, ProjectedStudent.Pooled>(Kind.Hint, Project = Projector.Linear)]
public partial class EveryProjector;

[Input(3, 4, 4)]
public partial class PointTeacher
{
    [Conv(5, Kernel = 4, Pad = 0), ReLU] public partial class Point;     // 5x1x1
    [Flatten, Linear(4)]                 public partial class Logits;
}

[Input(3, 4, 4)]
public partial class PointStudent
{
    [Conv(2, Kernel = 4, Pad = 0), ReLU] public partial class Point;     // 2x1x1
    [Flatten, Linear(4)]                 public partial class Logits;
}

/// <summary>A regressor between maps of one position.</summary>
[Distill<PointTeacher, PointStudent>, Sgd(0.05)]
[DistillLoss(Kind.CE)]
[DistillLoss<PointTeacher.Point, PointStudent.Point>(Kind.Hint, Project = Projector.ConvReg)]
public partial class ProjectedPoint;

[Input(2)]
public partial class VectorTeacher
{
    [Linear(8), ReLU] public partial class Hidden;
    [Linear(2)]       public partial class Logits;
}

[Input(2)]
public partial class VectorStudent
{
    [Linear(3), ReLU] public partial class Hidden;
    [Linear(2)]       public partial class Logits;
}

[Distill<VectorTeacher, VectorStudent>(TeacherWeights = "kdgen-tests-vector-teacher.safetensors"), Adam(0.01), Batch(8), Epochs(1)]
[DistillLoss(Kind.CE)]
[DistillLoss<VectorTeacher.Hidden, VectorStudent.Hidden>(Kind.Hint, Project = Projector.Linear)]
public partial class ProjectedVectors;

[Input(5, 4)]
public partial class TokenTeacher
{
    [Linear(6), GELU]      public partial class Tokens;
    [Flatten, Linear(2)]   public partial class Logits;
}

[Input(5, 4)]
public partial class TokenStudent
{
    [Linear(3), GELU]      public partial class Tokens;
    [Flatten, Linear(2)]   public partial class Logits;
}

[Distill<TokenTeacher, TokenStudent>, Adam]
[DistillLoss(Kind.CE)]
[DistillLoss<TokenTeacher.Tokens, TokenStudent.Tokens>(Kind.Hint, Project = Projector.Linear)]
public partial class ProjectedTokens;
