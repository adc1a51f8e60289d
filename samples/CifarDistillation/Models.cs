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

/// <summary>LightNN in stages, whose features a recipe can read: the same layers in the same order, and so the same first weights of a seed.</summary>
[Student, Input(3, 32, 32)]
public partial class StagedLightNN
{
    [Conv(3, 16), ReLU, MaxPool(2), Conv(16, 16), ReLU, MaxPool(2)]   public partial class Features;
    [Flatten]                                                         public partial class Flat;
    [Linear(1024, 256), ReLU, Dropout(0.1), Linear(256, 10)]          public partial class Classifier;
}

/// <summary>The same with the tutorial's regressor: a convolution beside the classifier that makes a map of the teacher's shape.</summary>
[Student, Input(3, 32, 32)]
public partial class RegressorLightNN
{
    [Conv(3, 16), ReLU, MaxPool(2), Conv(16, 16), ReLU, MaxPool(2)]                           public partial class Features;
    [Conv(16, 32)]                                                                            public partial class Regressor;
    [From<Features>, Flatten, Linear(1024, 256), ReLU, Dropout(0.1), Linear(256, 10)]         public partial class Classifier;
}
