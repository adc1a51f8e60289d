using KdGen.Compiler.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Losses;

public sealed class RowSchedulerTests
{
    [Fact]
    public void CeAndKl_AreThreeSweeps()
    {
        RowProgram program = Program(SampleGraphs.CeKl);
        RowStep.Sweep[] sweeps = [.. program.Rows.OfType<RowStep.Sweep>()];
        Assert.Equal(3, sweeps.Length);

        // Maxima, then the sums of three exponentials and the terms of KL, of which only the exponentials are kept, then nothing but them.
        Assert.All(sweeps[0].Reductions, node => Assert.Equal(ReduceOp.Max, ((Node.Reduce)program.Nodes[node].Node).Op));
        Assert.Equal(2, sweeps[0].Reductions.Count);
        Assert.Equal(4, sweeps[1].Reductions.Count);
        Assert.Equal(["studentOthersExp", "studentOthersExpPower", "teacherOthersExp"], sweeps[1].Kept.Select(node => program.Nodes[node].Name));
        Assert.Empty(sweeps[2].Reductions);
        Assert.All(sweeps[2].Values, node => Assert.IsType<Node.Binary>(program.Nodes[node].Node));
        Assert.Contains(program.Gradient!.Value, sweeps[2].Values);
    }

    [Fact]
    public void LabelsClass_IsAddedAfterTheLoop()
    {
        RowProgram program = Program(SampleGraphs.CeKl);
        Assert.IsType<Node.Label>(program.Nodes[Assert.Single(program.AtClass).Class].Node);
        Assert.DoesNotContain(program.Rows.OfType<RowStep.Sweep>().Last().Values, node => program.Nodes[node].Node is Node.IsClass);
    }

    [Theory]
    [InlineData("ce", 3)]
    [InlineData("kl", 3)]
    [InlineData("reverseKl", 3)]
    [InlineData("dkd", 3)]
    [InlineData("nkd", 3)]
    [InlineData("cwtm", 3)]
    [InlineData("jsd", 4)]
    [InlineData("tvd", 4)]
    [InlineData("logitMse", 1)]
    [InlineData("bce", 1)]
    [InlineData("margin", 1)]
    public void Loss_TakesAsFewSweepsAsItsSumsDemand(string loss, int sweeps) => Assert.Equal(sweeps, Program(RowProgramTests.One(loss)).Rows.Count(step => step is RowStep.Sweep));

    [Fact]
    public void Names_AreIdentifiers()
    {
        string[] names = [.. Program(SampleGraphs.All).Nodes.Select(node => node.Name)];
        Assert.All(names, name => Assert.Matches("^[a-z][A-Za-z0-9]*$", name));
    }

    [Fact]
    public void Names_SayWhatItIs()
    {
        string[] names = [.. Program(SampleGraphs.CeKl).Nodes.Select(node => node.Name)];
        Assert.Superset(new HashSet<string>(["student", "studentAtLabel", "studentOthersMax", "teacherOthersMax", "teacherShifted", "teacherOthersExp", "teacherOthersExpSum", "ceScale", "klScale", "ceOfRow", "klOfRow", "derivative"]), names.ToHashSet());
    }

    [Fact]
    public void Nodes_StandBehindTheirOperandsAndAreAllNeeded()
    {
        RowProgram program = Program(SampleGraphs.All);
        HashSet<int> read = [.. program.Values.Select(value => value.Node), .. program.AtClass.SelectMany(scatter => new[] { scatter.Class, scatter.Amount }), program.Gradient!.Value];
        for (int index = program.Nodes.Count - 1; index >= 0; index--)
        {
            Assert.Contains(index, read);
            foreach (int operand in program.Nodes[index].Node.Operands())
            {
                Assert.True(operand < index);
                read.Add(operand);
            }
        }
    }

    [Fact]
    public void SumsOverTheBatch_AreThePrelude()
    {
        RowProgram program = Program(RowProgramTests.One("cwtm"));
        Prelude prelude = program.Prelude!;
        Node.Reduce sum = Assert.IsType<Node.Reduce>(program.Nodes[Assert.Single(prelude.Sums)].Node);
        Assert.Equal(Axes.Batch, sum.Axis);
        Assert.DoesNotContain(prelude.Rows.OfType<RowStep.Sweep>().SelectMany(sweep => sweep.Values), node => program.Nodes[node].Node is Node.StudentLogits);
        Assert.Null(Program(SampleGraphs.CeKl).Prelude);
    }

    [Fact]
    public void WholeRows_StandBeforeWhatReadsThem()
    {
        RowProgram program = Program(RowProgramTests.One("dkpp"));
        RowStep.WholeRow whole = Assert.Single(program.Rows.OfType<RowStep.WholeRow>());
        Node.Permuted permuted = Assert.IsType<Node.Permuted>(program.Nodes[whole.Node].Node);
        Assert.IsType<Node.TeacherLogits>(program.Nodes[permuted.Operand].Node);
        Assert.IsType<Node.ArgMax>(program.Nodes[permuted.Fixed].Node);
    }

    [Fact]
    public void LossOfOneClassOnly_WritesNoGradientForTheOthers()
    {
        RowProgram program = Program(SampleGraphs.Of(("at", 1, input => LossMath.SumOfRows(LossMath.At(input.Student, input.Label)))));
        Assert.Null(program.Gradient);
        Assert.Single(program.AtClass);
        Assert.Empty(program.Rows.OfType<RowStep.Sweep>());
    }

    [Fact]
    public void EqualLosses_AreEqualPrograms() => Assert.Equal(LossPlanner.Plan(SampleGraphs.All), LossPlanner.Plan(SampleGraphs.All));

    private static RowProgram Program(Graph graph) => Assert.Single(LossPlanner.Plan(graph).Fused);
}
