using KdGen.Data;
using static TorchSharp.torch;

namespace CifarDistillation;

// A step that asks the memory in place of the teacher, for the loop of TeacherMemory.Train: student, loss and optimizer are those of the generated halves.

public partial class TutorialKd
{
    internal Tensor Step(Batch batch, TeacherMemory teacher)
    {
        using var scope = NewDisposeScope();
        return TeacherMemory.Learn(optimizer, Loss(Student.forward(batch.X), teacher.Logits(batch), batch.Y, Settings));
    }
}

public partial class TutorialCosine
{
    internal Tensor Step(Batch batch, TeacherMemory teacher)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor flat) = ReadStudent(Student, batch.X);
        return TeacherMemory.Learn(optimizer, Loss(student, batch.Y, flat, teacher.Map(batch).flatten(1), Settings));
    }
}

public partial class TutorialRegressor
{
    internal Tensor Step(Batch batch, TeacherMemory teacher)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor regressed) = ReadStudent(Student, batch.X);
        return TeacherMemory.Learn(optimizer, Loss(student, batch.Y, regressed, teacher.Map(batch), Settings));
    }
}
