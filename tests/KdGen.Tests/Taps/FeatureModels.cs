namespace KdGen.Tests.Taps;

[Input(3, 8, 8)]
public partial class FeatureTeacher
{
    [Conv(4, Bias = false), BatchNorm, ReLU]             public partial class Stage1;
    [Conv(6, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage2;
    [Repeat<TappedBlock>(2, 8, Stride = 2)]              public partial class Stage3;
    [GlobalAvgPool]                                      public partial class Pooled;
    [Linear(5)]                                          public partial class Logits;
}

[Input(3, 8, 8)]
public partial class FeatureStudent
{
    [Conv(4, Bias = false), BatchNorm, ReLU]             public partial class Stage1;
    [Conv(6, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage2;
    [Conv(3, Stride = 2, Bias = false), BatchNorm, ReLU] public partial class Stage3;
    [GlobalAvgPool]                                      public partial class Pooled;
    [Linear(5)]                                          public partial class Logits;
}

/// <summary>Functions of features, in each way of naming stages.</summary>
[Distill<FeatureTeacher, FeatureStudent>, DistillLoss(Kind.CE), Adam(1e-3)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.Hint, Smooth = true)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage2>(Kind.Cosine, Pool = true)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage3>(Kind.AT, Weight = 10)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage2>(Kind.NST)]
[DistillLoss<FeatureTeacher.Pooled, FeatureStudent.Pooled>(Kind.RKD)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Pooled>(Kind.SP)]
[DistillLoss(Kind.PKT, Teacher = nameof(FeatureTeacher.Pooled), Student = nameof(FeatureStudent.Pooled))]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.CWD, T = 4)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.PKD)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage3>(Kind.ICKD, Project = Projector.Auto)]
[DistillLoss(Kind.FSP, TeacherStages = [nameof(FeatureTeacher.Stage1), nameof(FeatureTeacher.Stage2)], StudentStages = [nameof(FeatureStudent.Stage1), nameof(FeatureStudent.Stage2)])]
[DistillLoss(Kind.KDSVD, TeacherStages = [nameof(FeatureTeacher.Stage1), nameof(FeatureTeacher.Stage2)], StudentStages = [nameof(FeatureStudent.Stage1), nameof(FeatureStudent.Stage2)])]
[DistillLoss(Kind.AB, TeacherStages = [nameof(FeatureTeacher.Stage1), nameof(FeatureTeacher.Stage2)], StudentStages = [nameof(FeatureStudent.Stage1), nameof(FeatureStudent.Stage2)])]
public partial class EveryFunction;

/// <summary>Losses with weights of their own.</summary>
[Distill<FeatureTeacher, FeatureStudent>, DistillLoss(Kind.CE), Adam(1e-3)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage3>(Kind.CC, Dim = 6)]
[DistillLoss(Kind.VID, TeacherStages = [nameof(FeatureTeacher.Stage2), nameof(FeatureTeacher.Stage3)], StudentStages = [nameof(FeatureStudent.Stage2), nameof(FeatureStudent.Stage3)])]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage3>(Kind.FT)]
[DistillLoss(Kind.ReviewKD, Dim = 4, TeacherStages = [nameof(FeatureTeacher.Stage1), nameof(FeatureTeacher.Stage2), nameof(FeatureTeacher.Stage3)], StudentStages = [nameof(FeatureStudent.Stage1), nameof(FeatureStudent.Stage2), nameof(FeatureStudent.Stage3)])]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage3>(Kind.MGD)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage3>(Kind.SimKD)]
[DistillLoss<FeatureTeacher.Stage3, FeatureStudent.Stage3>(Kind.SRRL)]
[DistillLoss(Kind.OFD, TeacherStages = [nameof(FeatureTeacher.Stage2), nameof(FeatureTeacher.Stage3)], StudentStages = [nameof(FeatureStudent.Stage2), nameof(FeatureStudent.Stage3)])]
public partial class EveryModule;

/// <summary>Nothing behind the teacher's Stage2 is read.</summary>
[Distill<FeatureTeacher, FeatureStudent>, DistillLoss(Kind.CE), Adam(1e-3)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.Hint)]
public partial class StopsEarly;

/// <summary>A tap in the middle of what is computed all the same.</summary>
[Distill<FeatureTeacher, FeatureStudent>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam(1e-3)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.Hint)]
public partial class TapsInTheMiddle;

/// <summary>Means over the samples of a batch.</summary>
[Distill<FeatureTeacher, FeatureStudent>, DistillLoss(Kind.CE), Adam(1e-3)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.Hint)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage3>(Kind.AT, Weight = 10)]
[DistillLoss<FeatureTeacher.Stage2, FeatureStudent.Stage2>(Kind.CWD)]
[DistillLoss(Kind.AB, TeacherStages = [nameof(FeatureTeacher.Stage1), nameof(FeatureTeacher.Stage2)], StudentStages = [nameof(FeatureStudent.Stage1), nameof(FeatureStudent.Stage2)])]
public partial class MeansOfSamples;

public partial class FeatureLayer
{
    [Arg] public const int D = 12, Heads = 3;
    [LayerNorm, Attention(Heads), Residual]               public partial class Mix;
    [LayerNorm, Linear(2 * D), GELU, Linear(D), Residual] public partial class Mlp;
}

[Input(3, 8, 8)]
public partial class TallEncoder
{
    [PatchEmbed(12, Patch = 4), PosEmbed] public partial class Embed;
    [Repeat<FeatureLayer>(4)]             public partial class Encoder;
    [Mean, Linear(5)]                     public partial class Logits;
}

[Input(3, 8, 8)]
public partial class ShortEncoder
{
    [PatchEmbed(6, Patch = 4), PosEmbed] public partial class Embed;
    [Repeat<FeatureLayer>(2, 6)]         public partial class Encoder;
    [Mean, Linear(5)]                    public partial class Logits;
}

/// <summary>TinyBERT's layer map: attention scores and hidden states of blocks.</summary>
[Distill<TallEncoder, ShortEncoder>, DistillLoss(Kind.CE), Adam(1e-3)]
[DistillLoss<TallEncoder.Encoder, ShortEncoder.Encoder>(Kind.AttentionMap, TeacherLayers = [1, 3], StudentLayers = [0, 1])]
[DistillLoss<TallEncoder.Encoder, ShortEncoder.Encoder>(Kind.Hint, TeacherLayers = [1, 3], StudentLayers = [0, 1], Project = Projector.Linear)]
public partial class TinyBertKd;
