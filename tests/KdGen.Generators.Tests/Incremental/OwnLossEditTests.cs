using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Incremental;

/// <summary>Of all methods' bodies those of losses alone reach a recipe, and those alone that name them.</summary>
public sealed class OwnLossEditTests
{
    private static readonly CSharpCompilation Project = Compilations.Create(
        """
        using KdGen; namespace Own;
        [Input(4), Linear(3)] public partial class Net;
        [Train<Net>, DistillLoss(typeof(Losses), nameof(Losses.Focal)), Adam] public partial class Rows;
        [Train<Net>, DistillLoss(typeof(Losses), nameof(Losses.Sum)), Adam] public partial class Tensors;
        """,
        """
        using KdGen; using static KdGen.RowMath; using TorchSharp; namespace Own;
        public static class Losses
        {
            const double Gamma = 2;
            [Loss] public static double Focal(Row student, int label) => -Weight(Softmax(student)[label]) * LogSoftmax(student)[label];
            [Loss] public static torch.Tensor Sum(torch.Tensor student) => student.sum();
            static double Weight(double p) { return Pow(1 - p, Gamma); }
            public static int Unrelated() => 1;
        }
        """,
        "namespace Own; public class Elsewhere { public int Unrelated() => 1; }");

    [Theory]
    [InlineData("LogSoftmax(student)[label]", "Log(Softmax(student)[0])")]
    [InlineData("Gamma = 2", "Gamma = 3")]
    [InlineData("1 - p, Gamma", "p, Gamma")]
    [InlineData("return Pow", "double one = 1; return one * 2 * Pow")]
    public void FormulaThatChanges_RewritesTheLossOfItsRecipe(string from, string to)
    {
        IncrementalRun run = new(Project, Project.Edit(from, to, tree: 1));
        Assert.Equal(["EmitCuda Own.Rows", "EmitKernel Own.Rows", "EmitLoss Own.Rows"], run.Written);
        Assert.NotEqual(run.Before["Own.Rows.Loss.g.cs"], run.After["Own.Rows.Loss.g.cs"]);
        Assert.DoesNotContain(run.Changed, step => step.EndsWith("Own.Tensors", StringComparison.Ordinal) || step.EndsWith("Own.Net", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "student.sum()", "student.mean()")]
    [InlineData(1, "Unrelated() => 1", "Unrelated() => 2")]
    [InlineData(1, "Unrelated() => 1", "Other() => 2")]
    [InlineData(1, "LogSoftmax(student)[label]", "/* log q */ Log(Softmax(student)[label])")]
    [InlineData(1, "Pow(1 - p, Gamma)", "Pow(1 - p, 2)")]
    [InlineData(1, "Row student, int label", "Row z, int label")]
    [InlineData(2, "Unrelated() => 1", "Unrelated() => 2")]
    [InlineData(2, "Unrelated() => 1", "Softmax() => 2")]
    public void SameFormula_RewritesNothing(int tree, string from, string to)
    {
        CSharpCompilation edited = Project.Edit(from, to, tree);
        IncrementalRun run = new(Project, to.Contains("Row z", StringComparison.Ordinal) ? edited.Edit("Softmax(student)", "Softmax(z)", tree) : edited);
        Assert.Empty(run.Written);
        Assert.Equal(run.Before, run.After);
    }

    [Fact]
    public void BodiesOfOthers_AreNotLookedAt()
    {
        IncrementalRun run = new(Project, Project.Edit("Unrelated() => 1", "Unrelated() => 2", tree: 2));
        Assert.Empty(run.Ran);
    }

    [Fact]
    public void MistakeThatComesAndGoes_LeavesNoTrace()
    {
        CSharpCompilation wrong = Project.Edit("LogSoftmax(student)[label]", "Math.Sin(student[label])", tree: 1);
        IncrementalRun broken = new(Project, wrong);
        Assert.NotEqual(broken.Before["Own.Rows.Loss.g.cs"], broken.After["Own.Rows.Loss.g.cs"]);
        IncrementalRun mended = new(Project, wrong, wrong.Edit("Math.Sin(student[label])", "LogSoftmax(student)[label]", tree: 1));
        Assert.Equal(mended.Before, mended.After);
    }
}
