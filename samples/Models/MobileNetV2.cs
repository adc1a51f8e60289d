using KdGen;

namespace Models;

/// <summary>Expand, filter each channel, project; Hidden is the expansion times the block's input channels (Sandler et al. 2018).</summary>
public partial class InvertedResidual
{
    [Arg] public const int C = 8, Hidden = 48, S = 1;
    [Conv(Hidden, Kernel = 1, Bias = false), BatchNorm, ReLU, DepthwiseConv(Stride = S, Bias = false), BatchNorm, ReLU]
    [Conv(C, Kernel = 1, Bias = false), BatchNorm, Residual(Shortcut.IfSame)]
    public partial class Conv;
}

/// <summary>Width 0.5, expansion 6. The first block of a stage expands the channels of the stage before.</summary>
[Input(3, 32, 32)]
public partial class MobileNetV2
{
    [Key("conv1"), Conv(16, Stride = 2, Bias = false), BatchNorm, ReLU]                                                        public partial class Stem;
    [Key("blocks.0"), Repeat<InvertedResidual>(1, 8, 16)]                                                                      public partial class Stage0;
    [Key("blocks.1"), Repeat<InvertedResidual>(1, 12, 6 * 8), Repeat<InvertedResidual>(1, 12, 6 * 12)]                         public partial class Stage1;
    [Key("blocks.2"), Repeat<InvertedResidual>(1, 16, 6 * 12, Stride = 2), Repeat<InvertedResidual>(2, 16, 6 * 16)]            public partial class Stage2;
    [Key("blocks.3"), Repeat<InvertedResidual>(1, 32, 6 * 16, Stride = 2), Repeat<InvertedResidual>(3, 32, 6 * 32)]            public partial class Stage3;
    [Key("blocks.4"), Repeat<InvertedResidual>(1, 48, 6 * 32), Repeat<InvertedResidual>(2, 48, 6 * 48)]                        public partial class Stage4;
    [Key("blocks.5"), Repeat<InvertedResidual>(1, 80, 6 * 48, Stride = 2), Repeat<InvertedResidual>(2, 80, 6 * 80)]            public partial class Stage5;
    [Key("blocks.6"), Repeat<InvertedResidual>(1, 160, 6 * 80)]                                                                public partial class Stage6;
    [Key("conv2"), Conv(1280, Kernel = 1, Bias = false), BatchNorm, ReLU]                                                      public partial class Last;
    [GlobalAvgPool]                                                                                                            public partial class Pooled;
    [Key("classifier.0"), Linear(100)]                                                                                         public partial class Logits;
}
