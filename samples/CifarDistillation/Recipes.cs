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
