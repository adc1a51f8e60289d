using KdGen;

namespace ContrastiveMlp;

// The generated half of a recipe has models, optimizer and step; Loop hands these to a loop of the sample's own, which scores by F1.

/// <summary>The teacher learns from the labels.</summary>
[Train<TableTeacher>]
[DistillLoss(Kind.BCE)]
[Adam(1e-3), Epochs(15), Batch(128)]
public partial class TeacherTraining
{
    internal TrainingLoop Loop => new(Model, optimizer, batch => Step(batch.X, batch.Y), BatchSize);
}

/// <summary>The student learns from the labels alone: what distillation is measured against.</summary>
[Train<TableStudent>]
[DistillLoss(Kind.BCE)]
[Adam(1e-3), Epochs(15), Batch(128)]
public partial class StudentAlone
{
    internal TrainingLoop Loop => new(Model, optimizer, batch => Step(batch.X, batch.Y), BatchSize);
}

/// <summary>The student learns from the labels and from the teacher.</summary>
[Distill<TableTeacher, TableStudent>]
[DistillLoss(Kind.BCE, Weight = 0.5)]
[DistillLoss(Kind.BinaryKL, T = 2, Weight = 0.5)]
[DistillLoss<TableTeacher.Hidden3, TableStudent.Hidden2>(Kind.CRD, K = 256, Weight = 0.05)]
[Adam(1e-3), Epochs(15), Batch(128)]
public partial class StudentKd
{
    internal TrainingLoop Loop => new(Student, optimizer, batch => Step(batch.X, batch.Y, batch.Index), BatchSize) { Prepare = Adapters.crdHidden2.Prepare };
}

/// <summary>The narrow student, from the labels alone.</summary>
[Train<NarrowStudent>]
[DistillLoss(Kind.BCE)]
[Adam(1e-3), Epochs(15), Batch(128)]
public partial class NarrowAlone
{
    internal TrainingLoop Loop => new(Model, optimizer, batch => Step(batch.X, batch.Y), BatchSize);
}

/// <summary>The narrow student, from the labels and from the teacher.</summary>
[Distill<TableTeacher, NarrowStudent>]
[DistillLoss(Kind.BCE, Weight = 0.5)]
[DistillLoss(Kind.BinaryKL, T = 2, Weight = 0.5)]
[DistillLoss<TableTeacher.Hidden3, NarrowStudent.Hidden2>(Kind.CRD, K = 256, Weight = 0.05)]
[Adam(1e-3), Epochs(15), Batch(128)]
public partial class NarrowKd
{
    internal TrainingLoop Loop => new(Student, optimizer, batch => Step(batch.X, batch.Y, batch.Index), BatchSize) { Prepare = Adapters.crdHidden2.Prepare };
}
