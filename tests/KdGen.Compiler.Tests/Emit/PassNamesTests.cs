using KdGen.Compiler.Emit;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Emit;

public sealed class PassNamesTests
{
    [Fact]
    public void Pass_IsCalledAfterTheStudentsLogits()
        => Assert.Equal(["student", "studentDist"], Names(("student", "teacher"), ("studentDist", "teacher")));

    [Fact]
    public void PassesOverTheSameLogits_AreCalledAfterTheTeachersToo()
        => Assert.Equal(["studentTeacher", "studentTeacherDist", "studentDist"], Names(("student", "teacher"), ("student", "teacherDist"), ("studentDist", "teacher")));

    /// <summary>As the heads of users may be called.</summary>
    [Fact]
    public void Passes_NeverShareAName()
        => Assert.Equal(["studentTeacherA", "studentTeacherB", "studentTeacherA2"], Names(("student", "teacherA"), ("student", "teacherB"), ("studentTeacherA", "teacher")));

    [Fact]
    public void Kernels_OfOneStudentAndTwoTeachers_AreTwo()
    {
        LossPlan plan = LossPlanner.Plan(SampleGraphs.Of(("kl", 1, SampleGraphs.Kl), ("kl2", 1, input => SampleGraphs.Kl(SampleGraphs.Inputs(input.Graph, "student", "teacher2")))));

        Assert.Equal(["StudentTeacherKernel", "StudentTeacher2Kernel"], SimdEmitter.NamesOf(PassNames.LogitsOf(plan.Fused)));
        string cuda = CudaEmitter.Text(plan.Fused);
        foreach (string name in new[] { "struct StudentTeacherLossArguments", "struct StudentTeacher2LossArguments", "studentTeacherLoss_float(", "studentTeacher2Loss_bfloat16(" })
        {
            Assert.Equal(2, cuda.Split(name).Length);
        }
    }

    private static IReadOnlyList<string> Names(params (string Student, string? Teacher)[] passes)
        => PassNames.Of(passes);
}
