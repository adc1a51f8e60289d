using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Composition;

/// <summary>Stages whose names meet names that the generated code has.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("Forward", "forward")]
    [InlineData("Eval", "eval")]
    [InlineData("Training", "training")]
    [InlineData("Summary", "Summary")]
    public void StageCalledLikeAMemberOfTheModule_IsReported(string name, string member) => AnalyzerHarness.Reports(
        "KDG1112", $"{name} takes the name {member}, which every module has already: give the stage another name; its Key stays free", $$"""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net
        {
            [GlobalAvgPool] public partial class [|{{name}}|];
            [Linear(2)]     public partial class Head;
        }
        """);

    [Fact]
    public void StageCalledLikeAVariableOfForward_IsStillItsField()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(8)]                  public partial class Input;
                [ReLU]                     public partial class Scope;
                [GlobalAvgPool, Linear(2)] public partial class X;
            }
            """);
        Assert.Contains("var x = this.input.forward(input);", generated["Net.Module.g.cs"], StringComparison.Ordinal);
        generated.AssertCompiles();
    }

    [Fact]
    public void StageCalledScope_HasAVariableOfAnotherName()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(3, 8, 8)] public partial class Net
            {
                [Conv(8)]                                     public partial class Input;
                [From<Net>, Conv(8)]                          public partial class Scope;
                [Add<Input, Scope>, GlobalAvgPool, Linear(2)] public partial class Head;
            }
            """);
        Assert.Contains("var scope2 = this.scope.forward(input);", generated["Net.Module.g.cs"], StringComparison.Ordinal);
        generated.AssertCompiles();
    }

    [Fact]
    public void HeadNamedTwice_IsReported() => AnalyzerHarness.Reports("KDG1111", "Output names Cls twice: name two stages", """
        using KdGen;
        [Input(3, 8, 8), [|Output<Net.Cls, Net.Cls>|]] public partial class Net
        {
            [GlobalAvgPool, Linear(2)] public partial class Cls;
        }
        """);
}
