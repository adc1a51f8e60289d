using KdGen;

namespace Models;

/// <summary>A pre-activation block: where the shape changes, the shortcut takes the activated input.</summary>
public partial class WideBlock
{
    [Arg] public const int C = 16, S = 1;
    [Key(""), BatchNorm(Key = "bn1"), ReLU] public partial class Pre;
    [Key(""), Conv(C, Stride = S, Bias = false, Key = "conv1"), BatchNorm(Key = "bn2"), ReLU, Conv(C, Bias = false, Key = "conv2")] public partial class Body;
    [Key(""), From<Pre>, Conv(C, Kernel = 1, Stride = S, Bias = false, Key = "convShortcut"), OnlyIfShapeChanges] public partial class Short;
    [Add<Body, Short>] public partial class Sum;
}

/// <summary>6 N + 4 layers, Width times as wide as the narrowest (Zagoruyko and Komodakis, 2016).</summary>
[Input(3, 32, 32)]
public partial class WideResNet
{
    [Arg] public const int N = 2, Width = 2, Classes = 100;
    [Key("conv1"), Conv(16, Bias = false)]                              public partial class Stem;
    [Key("block1.layer"), Repeat<WideBlock>(N, 16 * Width)]             public partial class Stage1;
    [Key("block2.layer"), Repeat<WideBlock>(N, 32 * Width, Stride = 2)] public partial class Stage2;
    [Key("block3.layer"), Repeat<WideBlock>(N, 64 * Width, Stride = 2)] public partial class Stage3;
    [Key(""), BatchNorm(Key = "bn1"), ReLU, GlobalAvgPool]              public partial class Pooled;
    [Key("fc"), Linear(Classes)]                                        public partial class Logits;
}

[Args(2, 2)] public partial class Wrn16x2 : WideResNet;
[Args(6, 1)] public partial class Wrn40x1 : WideResNet;
[Args(6, 2)] public partial class Wrn40x2 : WideResNet;
