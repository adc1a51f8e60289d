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

    [Theory]
    [InlineData("x")]
    [InlineData("input")]
    [InlineData("scope")]
    [InlineData("@for")]
    public void CalledMethodNamedLikeAVariableOfForward_IsStillTheMethod(string name) => AnalyzerHarness.IsSilent($$"""
        using KdGen;
        using static TorchSharp.torch;
        namespace Models;
        [Input(8), Shape(8)] [Call(nameof({{name}})), Linear(8, 8), Call(nameof({{name}}))] public partial class Net { static Tensor {{name}}(Tensor y) => y * 2; }
        [Input(8)] public partial class Staged
        {
            [Shape(8)] [Linear(8), Call(nameof({{name}}))] public partial class Body;
            static Tensor {{name}}(Tensor y) => y * 2;
        }
        """);

    [Fact]
    public void TypeParametersCalledLikeKeywords_AreEscaped() => AnalyzerHarness.IsSilent("""
        using KdGen;
        public partial struct @struct<@class, T> { public partial class Inner<@in> { [Input(8)] public partial class Net { [Linear(2)] public partial class Head; } } }
        """);

    [Fact]
    public void ModelCalledVar_IsReportedOnce() => AnalyzerHarness.Reports("KDG1112", "var hides the word that generated code declares variables with: rename the class", """
        using KdGen;
        [Input(8)] public partial class [|@var|] { [Linear(4), ReLU] public partial class Body; [Linear(2)] public partial class Head; }
        """);
}
