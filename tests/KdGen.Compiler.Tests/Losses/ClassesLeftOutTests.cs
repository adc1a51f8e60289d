using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class ClassesLeftOutTests
{
    private readonly GraphBuilder graph = new();

    private Expr Student => Make(new Node.StudentLogits("student"));

    private Expr Teacher => Make(new Node.TeacherLogits("teacher"));

    private Expr Label => Make(new Node.Label());

    [Fact]
    public void ClassWhoseLogarithmIsRead_IsLeftOutOfBothModels()
    {
        _ = (At(LogSoftmax(Student), Label), Softmax(Teacher / 4));
        Assert.Equal(new Dictionary<int, int> { [Student.Index] = Label.Index, [Teacher.Index] = Label.Index }, ClassesLeftOut.Of(graph));
    }

    [Fact]
    public void ModelsWithoutAClassAtHand_LeaveNoneOut()
    {
        _ = (Softmax(Student), Softmax(Teacher));
        Assert.Empty(ClassesLeftOut.Of(graph));
    }

    /// <summary>The class that stays where it is, and the likeliest of those that are kept, are known for each row.</summary>
    [Fact]
    public void PermutedAndTopClasses_LeaveOutTheTeachersLikeliest()
    {
        Expr permuted = Permuted(Teacher, ArgMax(Teacher)), top = Select(IsTop(Teacher, 2), Teacher, Teacher.Of(Never));
        _ = (Softmax(permuted), Softmax(top), Softmax(Student));
        int likeliest = ArgMax(Teacher).Index;
        Assert.Equal(new Dictionary<int, int> { [permuted.Index] = likeliest, [top.Index] = likeliest, [Student.Index] = likeliest }, ClassesLeftOut.Of(graph));
    }

    /// <summary>Where the label has gone would have to be looked for.</summary>
    [Fact]
    public void PermutedClasses_DoNotLeaveOutTheLabel()
    {
        Expr permuted = Permuted(Teacher, ArgMax(Teacher));
        _ = (At(LogSoftmax(Student), Label), Softmax(permuted));
        Assert.Equal([Student.Index], ClassesLeftOut.Of(graph).Keys);
    }

    [Fact]
    public void LargestProbability_IsTheShareOfAllClasses()
    {
        _ = (At(LogSoftmax(Student), Label), Max(Softmax(Teacher)));
        Assert.Equal([Student.Index], ClassesLeftOut.Of(graph).Keys);
    }

    private Expr Make(Node node) => new(graph, graph.Add(node));
}
