using KdGen;

namespace CifarDistillation;

/// <summary>The teacher learns from the labels.</summary>
[Train<DeepNN>]
[Adam(1e-3), Epochs(10), Batch(128)]
public partial class TeacherTraining;

/// <summary>The student learns from the labels alone: what the distilled ones are measured against.</summary>
[Train<LightNN>]
[Adam(1e-3), Epochs(10), Batch(128)]
public partial class StudentAlone;

/// <summary>The student learns from the labels and from the teacher's logits.</summary>
[Distill<DeepNN, LightNN>]
[DistillLoss(Kind.CE, Weight = 0.75)]
[DistillLoss(Kind.KL, T = 2, Weight = 0.25)]
[Adam(1e-3), Epochs(10), Batch(128)]
public partial class TutorialKd;

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
