using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class FusionTests
{
    [Fact]
    public void SameLogits_AreOnePass()
    {
        Fusion pass = Assert.Single(Passes(SampleGraphs.Ce, SampleGraphs.Kl, SampleGraphs.Cwtm));
        Assert.Equal(("student", "teacher"), (pass.Student, pass.Teacher));
        Assert.Equal([0, 1, 2], pass.Terms);
    }

    [Fact]
    public void WithoutATeacher_NoneIsRead() => Assert.Null(Assert.Single(Passes(SampleGraphs.Ce, SampleGraphs.Margin)).Teacher);

    [Fact]
    public void EachHead_IsAPass()
    {
        IReadOnlyList<Fusion> passes = Passes(SampleGraphs.Ce, input => SampleGraphs.Kl(SampleGraphs.Inputs(input.Graph, "studentDist", "teacher")), SampleGraphs.Kl);
        Assert.Equal(["student", "studentDist"], passes.Select(pass => pass.Student));
        Assert.Equal([[0, 2], [1]], passes.Select(pass => pass.Terms));
    }

    [Fact]
    public void EachTeacher_IsAPass()
    {
        IReadOnlyList<Fusion> passes = Passes(SampleGraphs.Ce, SampleGraphs.Kl, input => SampleGraphs.Kl(SampleGraphs.Inputs(input.Graph, "student", "teacher2")));
        Assert.Equal(["teacher", "teacher2"], passes.Select(pass => pass.Teacher));
        Assert.Equal([[0, 1], [2]], passes.Select(pass => pass.Terms));
    }

    [Theory]
    [MemberData(nameof(Apart))]
    public void WhatIsNoSumOfRows_StaysComposed(string name)
    {
        Func<TermInputs, Expr> formula = NotOfRows.Single(other => other.Name == name).Formula;
        Assert.Equal([0], Assert.Single(Passes(SampleGraphs.Ce, formula)).Terms);
    }

    public static TheoryData<string> Apart => [.. NotOfRows.Select(other => other.Name)];

    private static IEnumerable<(string Name, Func<TermInputs, Expr> Formula)> NotOfRows =>
    [
        ("sums of columns", input => Sum(Log(SumOfRows(Exp(input.Student))))),
        ("a root of a sum", input => Sqrt(SumOfRows(Sum(input.Student * input.Student)))),
        ("divided by a sum over the student", input => SumOfRows(LogSumExp(input.Student)) / SumOfRows(Detach(Max(input.Student)))),
        ("a sum of sums", input => SumOfRows(LogSumExp(input.Student) / SumOfRows(Max(input.Teacher) / SumOfRows(LogSumExp(input.Teacher))))),
        ("a feature", input => SumOfRows(Sum(input.Student * input.Make(new Node.Feature("teacherStage3", false))))),
        ("a method of the user's", input => input.Make(new Node.Call("Own", new([input.Student.Index])))),
        ("no student", input => SumOfRows(LogSumExp(input.Teacher))),
        ("two heads", input => SumOfRows(Sum(input.Student * input.Make(new Node.StudentLogits("studentDist"))))),
        ("two teachers", input => SumOfRows(Sum(input.Student * input.Teacher * input.Make(new Node.TeacherLogits("teacher2"))))),
        ("an addend that is no sum", input => SumOfRows(LogSumExp(input.Student)) + 1),
        ("the student permuted", input => SumOfRows(Sum(input.Teacher * Permuted(input.Student, input.Label)))),
        ("the largest of a mixture", input => SumOfRows(At(input.Student, ArgMax(Softmax(input.Teacher) + IsClass(input.Label))))),
    ];

    private static IReadOnlyList<Fusion> Passes(params Func<TermInputs, Expr>[] formulas)
        => Fusion.Of(SampleGraphs.Of([.. formulas.Select((formula, number) => ($"term{number}", 1.0, formula))]));
}
