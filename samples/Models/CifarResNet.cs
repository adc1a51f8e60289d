using KdGen;

namespace Models;

// Keys and structure of the CIFAR ResNets that the distillation literature compares (He et al. 2016; RepDistiller's checkpoints load).

[Conv(C, Stride = S, Bias = false, Key = "conv1"), BatchNorm(Key = "bn1"), ReLU]
[Conv(C, Bias = false, Key = "conv2"), BatchNorm(Key = "bn2"), Residual(Shortcut.Project, Key = "downsample"), ReLU]
public partial class BasicBlock { [Arg] public const int C = 64, S = 1; }

/// <summary>6 N + 2 layers: N blocks a stage, First channels in the stem, Width, 2 Width and 4 Width in the stages.</summary>
[Input(3, 32, 32)]
public partial class CifarResNet
{
    [Arg] public const int N = 3, First = 16, Width = 16, Classes = 100;
    [Key(""), Conv(First, Bias = false, Key = "conv1"), BatchNorm(Key = "bn1"), ReLU] public partial class Stem;
    [Key("layer1"), Repeat<BasicBlock>(N, Width)]                                     public partial class Stage1;
    [Key("layer2"), Repeat<BasicBlock>(N, 2 * Width, Stride = 2)]                     public partial class Stage2;
    [Key("layer3"), Repeat<BasicBlock>(N, 4 * Width, Stride = 2)]                     public partial class Stage3;
    [GlobalAvgPool]                                                                   public partial class Pooled;
    [Key("fc"), Linear(Classes)]                                                      public partial class Logits;
}

[Args(3)] public partial class ResNet20 : CifarResNet;
[Args(5)] public partial class ResNet32 : CifarResNet;
[Args(9)] public partial class ResNet56 : CifarResNet;
[Args(18)] public partial class ResNet110 : CifarResNet;
[Args(1, 32, 64)] public partial class ResNet8x4 : CifarResNet;
[Args(5, 32, 64)] public partial class ResNet32x4 : CifarResNet;
