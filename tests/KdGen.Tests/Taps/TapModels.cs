using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

[Conv(C, Stride = S, Bias = false), BatchNorm, ReLU]
[Conv(C, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU]
public partial class TappedBlock { [Arg] public const int C = 4, S = 1; }

[Input(3, 8, 8)]
public partial class TappedResNet
{
    [Arg] public const int N = 2;
    [Conv(4, Bias = false), BatchNorm, ReLU]    public partial class Stem;
    [Repeat<TappedBlock>(N, 4)]                 public partial class Stage1;
    [Repeat<TappedBlock>(N, 8, Stride = 2)]     public partial class Stage2;
    [GlobalAvgPool]                             public partial class Pooled;
    [Linear(5)]                                 public partial class Logits;
}

[Args(4)] public partial class DeepTapped : TappedResNet;

[Args(1)] public partial class ShallowTapped : TappedResNet;

/// <summary>A pre-activation block, whose norm has a Dropout behind it.</summary>
public partial class TappedWideBlock
{
    [Arg] public const int C = 4, S = 1;
    [BatchNorm, Dropout(0.5), ReLU]                                             public partial class Pre;
    [Conv(C, Stride = S, Bias = false), BatchNorm, ReLU, Conv(C, Bias = false)] public partial class Body;
    [From<Pre>, Conv(C, Kernel = 1, Stride = S, Bias = false), OnlyIfShapeChanges] public partial class Short;
    [Add<Body, Short>]                                                          public partial class Sum;
}

[Input(3, 8, 8)]
public partial class TappedWide
{
    [Arg] public const int N = 2;
    [Conv(4, Bias = false)]                         public partial class Stem;
    [Repeat<TappedWideBlock>(N, 4)]                 public partial class Stage1;
    [Repeat<TappedWideBlock>(N, 8, Stride = 2)]     public partial class Stage2;
    [BatchNorm, ReLU, GlobalAvgPool]                public partial class Pooled;
    [Linear(5)]                                     public partial class Logits;
}

/// <summary>Branches, a join without a class of its own, two heads, and a Forward of the user's that may hand its input on.</summary>
[Input(3, 8, 8), Output<Left, Right>]
public partial class TappedBranches
{
    [Conv(4), ReLU]                                  public partial class Stem;
    [From<Stem>, Conv(4), ReLU]                      public partial class A;
    [From<Stem>, Conv(4, Kernel = 1)]                public partial class B;
    [Add<A, B>]                                      public partial class Sum;
    [Shape(4, 8, 8)]                                 public partial class Own { Tensor Forward(Tensor x) => x; }
    [Parallel<Wide, Narrow>(Join.Cat)]               public partial class Both;
    [Conv(2), SiLU]                                  public partial class Wide;
    [Conv(2, Kernel = 1)]                            public partial class Narrow;
    [GlobalAvgPool]                                  public partial class Pooled;
    [From<Pooled>, Linear(5)]                        public partial class Left;
    [From<Pooled>, Linear(5)]                        public partial class Right;
}

[Distill<DeepTapped, ShallowTapped>, Sgd(0.05)]
[DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2, Weight = 0.5)]
[DistillLoss<TappedResNet.Stage2, TappedResNet.Stage2>(Kind.Hint, Weight = 3)]
[DistillLoss<TappedResNet.Stage2, TappedResNet.Stage2>(Kind.Hint, PreAct = true)]
[DistillLoss<TappedResNet.Stage1, TappedResNet.Stage1>(Kind.Hint, PreAct = true, TeacherLayers = [1], StudentLayers = [0], Weight = 2)]
[DistillLoss<TappedResNet.Stage1, TappedResNet.Stage1>(Kind.Hint, TeacherLayers = [0, 2], StudentLayers = [0, 0])]
public partial class HintsAndLogits;

[Distill<TappedWide, TappedWide>, Sgd(0.05)]
[DistillLoss(Kind.CE)]
[DistillLoss<TappedWide.Stage1, TappedWide.Stage1>(Kind.Hint, PreAct = true)]
public partial class PreActivationNetwork;

[Distill<TappedBranches, TappedBranches>, Sgd(0.05)]
[DistillLoss(Kind.KL)]
[DistillLoss<TappedBranches.Sum, TappedBranches.Sum>(Kind.Hint)]
[DistillLoss<TappedBranches.Own, TappedBranches.Own>(Kind.Hint)]
[DistillLoss<TappedBranches.Wide, TappedBranches.Wide>(Kind.Hint, PreAct = true)]
[DistillLoss<TappedBranches.Left, TappedBranches.Left>(Kind.Hint)]
public partial class Branches;

/// <summary>Logits that are a feature too.</summary>
[Distill<TappedResNet, TappedResNet>, Sgd(0.05)]
[DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2)]
[DistillLoss<TappedResNet.Logits, TappedResNet.Logits>(Kind.Hint)]
public partial class LogitsTwice;

/// <summary>Models of another assembly.</summary>
[Distill<global::Models.Wrn16x2, global::Models.Wrn16x2>, Sgd(0.05)]
[DistillLoss(Kind.CE)]
[DistillLoss<global::Models.WideResNet.Stage3, global::Models.WideResNet.Stage3>(Kind.Hint, PreAct = true)]
[DistillLoss<global::Models.WideResNet.Stage2, global::Models.WideResNet.Stage2>(Kind.Hint, TeacherLayers = [0], StudentLayers = [0])]
public partial class OfAnotherAssembly;
