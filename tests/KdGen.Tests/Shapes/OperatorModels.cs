namespace KdGen.Tests.Shapes;

/// <summary>The operators on maps that the tutorial's models do not use.</summary>
[Input(6, 16, 16)]
[Conv(6, 8, Kernel = 5, Stride = 2, Bias = false), GroupNorm(2, Eps = 1e-3), ReLU6, DepthwiseConv(Dilation = 2, Bias = false), HardSwish, SE(4)]
[ConvTranspose(4, Bias = false, OutputPad = 1), ReLU, Shuffle(2), Upsample(2), Upsample(2, Mode = Interpolation.Bilinear), Pad(1), L2Normalize]
[AdaptiveAvgPool(5), DropPath(0.1), Identity, ReLU6, MaxPool(2, Stride = 1), Softmax, GlobalMaxPool, LayerNorm, RMSNorm(Eps = 1e-3), L2Normalize, Linear(3)]
public partial class OperatorsOnMaps;

/// <summary>The operators on signals, and a sequence made of one.</summary>
[Input(6, 20)]
[Conv(8, Stride = 2), BatchNorm, ReLU, DepthwiseConv(Pad = 0), GroupNorm(4), MaxPool(2), AvgPool(2, Stride = 1, Pad = 1), Shuffle(4)]
[Permute(1, 0), LayerNorm(Eps = 1e-3), Softmax, L2Normalize, GlobalAvgPool]
public partial class OperatorsOnSignals;

/// <summary>The operators of a vision transformer.</summary>
[Input(3, 32, 32)]
[PatchEmbed(12, Patch = 8), Tokens(2), PosEmbed, LayerNorm, Attention(3), RMSNorm, Attention(2, Bias = false, Dropout = 0.1), Linear(24), GELU, Linear(24, 12), Select(-1), Linear(10)]
public partial class OperatorsOnSequences;

/// <summary>The operators on indices, and those that arrange values anew.</summary>
[Input(12, DType = DType.I64)]
[Embedding(50, 16), Reshape(3, 8, -1), Permute(2, 0, 1), Mean, Select(1), Reshape(4, 2), GlobalMaxPool, Flatten, Linear(3)]
public partial class OperatorsOnIndices;
