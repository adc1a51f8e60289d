using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

// The tests write the files: there is nothing that the build could compare.
#pragma warning disable KDG3004

[Teacher, Input(2)]
[Linear(8), BatchNorm, ReLU, Dropout(0.5), Linear(2)]
public partial class FileTeacher;

[Student, Input(2)]
[Linear(2)]
public partial class FileStudent;

[Distill<FileTeacher, FileStudent>(TeacherWeights = TeacherRecipes.WeightsFile)]
[DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2)]
[Sgd(0.1), Batch(8)]
public partial class TeacherFromWeights;

[Distill<jit.ScriptModule<Tensor, Tensor>, FileStudent>(TeacherWeights = TeacherRecipes.ProgramFile)]
[DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2)]
[Sgd(0.1), Batch(8)]
public partial class TeacherFromProgram;

/// <summary>What the recipes' files are called.</summary>
internal static class TeacherRecipes
{
    public const string WeightsFile = "models/kdgen-tests-teacher.pth", ProgramFile = "kdgen-tests-teacher.pt";
}
