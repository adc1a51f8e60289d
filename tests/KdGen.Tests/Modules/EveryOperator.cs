namespace KdGen.Tests.Modules;

/// <summary>Every operator, in orders that are unusual on purpose: activations behind activations, behind pools, behind layers.</summary>
[Input(4, 17, 17)]
[Conv(8, Kernel = 5, Stride = 2, Bias = false), BatchNorm, ReLU]
[Conv(8, 8, Pad = 0, Groups = 4, Dilation = 2), LeakyReLU(0.2), Sigmoid, ReLU, MaxPool(3, Stride = 1, Pad = 1), ReLU, GELU, AvgPool(2), SiLU]
[Conv(6, Kernel = 1), ReLU, Tanh, BatchNorm(Eps = 1e-3, Momentum = 0.2), GlobalAvgPool]
[Flatten, Linear(16, Bias = false), BatchNorm, ReLU, Dropout(0.3), Linear(16, 3), Softmax]
public partial class EveryOperator;
