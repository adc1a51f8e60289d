using System.Collections.Immutable;
using KdGen.Compiler.Ir;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Parsing;

/// <summary>A class of another assembly is the declaration that its source was: what metadata folds or hides, the generated part says.</summary>
public sealed class MetadataTests
{
    private const string Library = """
        using KdGen;
        using TorchSharp;

        namespace Lib;

        [Conv(C, Stride = S, Bias = false), BatchNorm, ReLU, Conv(C, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU]
        public partial class BasicBlock { [Arg] public const int C = 64, S = 1; }

        [Conv(C), ReLU] public partial class Spare { [Arg] public const int C = 4; }

        public partial class Layer
        {
            [Arg] internal const int D = 8, Heads = 2;
            [Arg] private const double P = 0.1;
            [LayerNorm, Attention(Heads), Residual]                 public partial class Mix;
            [LayerNorm, Linear(4 * D), GELU, Dropout(P / 2), Linear(D), Residual] partial class Mlp;
        }

        [Input(3, 32, 32)]
        public partial class Family
        {
            [Arg] public const int N = 1, Width = 16, Classes = 10;
            [Key("conv1"), Conv(Width, Bias = false), BatchNorm, ReLU] public partial class Stem;
            [Repeat<BasicBlock>(N, 2 * Width, Stride = 2)]             public partial class Stage1;
            [GlobalAvgPool]                                            public partial class Pooled;
            [Linear(Classes)]                                          public partial class Logits;
        }

        [Args(2, 8)] public partial class Member : Family;

        [Input(4, 8), Output<Cls, Dist>]
        public partial class Encoder
        {
            [Repeat<Layer>(2, 8, 4)]          public partial class Body;
            [Repeat<Layer>(1)]                public partial class More;
            [Select(0)]                       internal partial class Cls;
            [From<Body>, Select(-1)]          internal partial class Dist;
        }

        [Input(8), Shape(3)]
        public partial class ByHand
        {
            [Linear(5)] partial class First;
            [Linear(3)] partial class Second;
            torch.Tensor Forward(torch.Tensor x) => second.call(first.call(x));
        }
        """;

    public static TheoryData<string> Models => ["Lib.Family", "Lib.Member", "Lib.Encoder", "Lib.ByHand"];

    private static readonly CSharpCompilation Source = GeneratorHarness.Run(Compilations.Create(Library).WithAssemblyName("Lib")).Compilation;

    private static readonly MetadataReference Reference = Emit(Source);

    [Theory]
    [MemberData(nameof(Models))]
    public void ModelOfAnAssembly_IsWhatItsSourceWas(string type)
    {
        ModuleDecl source = Parsed.Module(Source, type);
        ModuleDecl metadata = Parsed.Module(Compilations.Create("").AddReferences(Reference), type);
        Assert.Equal(Parsed.Text(Parsed.AtHome(source)), Parsed.Text(Parsed.AtHome(metadata)));
        Assert.Equal(Parsed.AtHome(source), Parsed.AtHome(metadata));
    }

    [Fact]
    public void ModelOfAProjectReference_IsWhatItsSourceWas()
    {
        // Editors reference a project's compilation, where the attributes still have their syntax.
        ModuleDecl other = Parsed.Module(Compilations.Create("").AddReferences(Source.ToMetadataReference()), "Lib.Family");
        Assert.Equal(Parsed.Module(Source, "Lib.Family"), other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RecipeOverAnotherAssemblysModels_IsChecked(bool isProject)
    {
        CSharpCompilation user = Compilations.Create("""
            using KdGen;
            [Student, Input(3, 32, 32)] [Flatten, Linear(20)] public partial class Small;
            [Distill<Lib.Member, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
            """).AddReferences(isProject ? Source.ToMetadataReference() : Reference);
        Generated generated = GeneratorHarness.Run(user);
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(generated.Compilation));
        Assert.Equal("KDG2001: KL needs equal classes: teacher Member has 10, student Small has 20", diagnostic.Id + ": " + diagnostic.GetMessage());
        Assert.Contains("KDG2001", generated["Recipe.Trainer.g.cs"], StringComparison.Ordinal);
        generated.AssertCompiles();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ModelOfForeignBlocksAndTemplates_HasTheirCode(bool isProject)
    {
        Generated generated = GeneratorHarness.Run(Compilations.Create("""
            using KdGen;
            [Input(3, 32, 32)] [Repeat<Lib.BasicBlock>(2, 8, Stride = 2), GlobalAvgPool, Linear(10)] public partial class Net;
            [Args(3, 4)] public partial class Deeper : Lib.Family;
            [Train<Deeper>, Adam] public partial class Recipe;
            """).AddReferences(isProject ? Source.ToMetadataReference() : Reference));
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation));
        Assert.Equal(["Deeper.Module.g.cs", "Net.Module.g.cs", "Recipe.Loss.Cuda.g.cs", "Recipe.Loss.Kernel.g.cs", "Recipe.Loss.g.cs", "Recipe.Trainer.g.cs"], generated.Files.Keys);
        generated.AssertCompiles();
    }

    /// <summary>A block's code is written where a model uses it: one that its own project never uses has none.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ForeignBlockThatItsProjectNeverUses_IsReported(bool isProject)
    {
        (string source, var span) = AnalyzerHarness.Parse("""
            using KdGen;
            [Input(3, 32, 32)] [[|Repeat<Lib.Spare>|](2, 8), GlobalAvgPool, Linear(10)] public partial class Net;
            """);
        Generated generated = GeneratorHarness.Run(Compilations.Create(source).AddReferences(isProject ? Source.ToMetadataReference() : Reference));
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(generated.Compilation));
        Assert.Equal("KDG1107: Repeat names Spare, which has no code in its project: use it in a model there, or declare it in this project", diagnostic.Id + ": " + diagnostic.GetMessage());
        Assert.Equal(span, diagnostic.Location.SourceSpan);
        generated.AssertCompiles();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ProblemInAForeignBlock_IsReportedAtTheModel(bool isProject)
    {
        (string source, var span) = AnalyzerHarness.Parse("""
            using KdGen;
            [Input(3)] [Repeat<Lib.BasicBlock>(2, 8)] public partial class [|Net|];
            """);
        ImmutableArray<Diagnostic> diagnostics = AnalyzerHarness.Analyze(Compilations.Create(source).AddReferences(isProject ? Source.ToMetadataReference() : Reference));
        Assert.NotEmpty(diagnostics);
        Assert.All(diagnostics, diagnostic => Assert.Equal(span, diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void LibraryItself_IsRight()
    {
        Assert.Empty(AnalyzerHarness.Analyze(Source));
        new Generated(Source, ImmutableSortedDictionary<string, string>.Empty).AssertCompiles();
    }

    private static PortableExecutableReference Emit(CSharpCompilation compilation)
    {
        using MemoryStream stream = new();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
