using KdGen;

namespace CifarDistillation;

// The tutorial's students of features, and how they learn.

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

/// <summary>The student learns from the labels and from the direction of the teacher's features.</summary>
[Distill<DeepNN, StagedLightNN>]
[DistillLoss(Kind.CE, Weight = 0.75)]
[DistillLoss<DeepNN.Flat, StagedLightNN.Flat>(Kind.Cosine, Pool = true, Weight = 0.25)]
[Adam(1e-3), Epochs(10), Batch(128)]
public partial class TutorialCosine;

/// <summary>The student learns from the labels and to make the teacher's features of its own.</summary>
[Distill<DeepNN, RegressorLightNN>]
[DistillLoss(Kind.CE, Weight = 0.75)]
[DistillLoss<DeepNN.Features, RegressorLightNN.Regressor>(Kind.Hint, Weight = 0.25)]
[Adam(1e-3), Epochs(10), Batch(128)]
public partial class TutorialRegressor;
