using KdGen;

namespace CifarDistillation;

[Teacher, Input(3, 32, 32)]
public partial class DeepNN
{
    [Conv(3, 128), ReLU, Conv(128, 64), ReLU, MaxPool(2)]
    [Conv(64, 64), ReLU, Conv(64, 32), ReLU, MaxPool(2)]
    public partial class Features;

    [Flatten]
    public partial class Flat;

    [Linear(2048, 512), ReLU, Dropout(0.1), Linear(512, 10)]
    public partial class Classifier;
}

[Student, Input(3, 32, 32)]
[Conv(3, 16), ReLU, MaxPool(2), Conv(16, 16), ReLU, MaxPool(2)]
[Flatten, Linear(1024, 256), ReLU, Dropout(0.1), Linear(256, 10)]
public partial class LightNN;
