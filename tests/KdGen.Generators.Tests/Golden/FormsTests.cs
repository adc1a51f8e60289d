using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Golden;

/// <summary>How declarations may be written and compiled: the analyzer has nothing to say, and neither has C# about the generated code.</summary>
public sealed class FormsTests
{
    // Stages, keys, taps, projectors, blocks, heads, a family, code of the user's own, a loaded teacher: what generated code has.
    private const string Everything = """
        [Teacher, Input(3, 8, 8), Output<Big.Cls, Big.Dist>] public partial class Big
        {
            [Arg] public const int C = 8;
            [Conv(C, Bias = false), BatchNorm, ReLU, Dropout] public partial class Stem;
            [Repeat<Block>(2, 16, Stride = 2)]                public partial class Body;
            [Key("d.x"), From<Body>, Flatten, Linear(3)]      public partial class Dist;
            [From<Body>, GlobalAvgPool, Linear(3)]            public partial class Cls;
        }
        [Conv(C, Stride = S), BatchNorm, Residual(Shortcut.Project), ReLU] public partial class Block { [Arg] public const int C = 4, S = 1; }
        [Args(12)] public partial class Wider : Big;
        [Student, Input(3, 8, 8)] public partial class Small
        {
            [Conv(4, Stride = 2), ReLU] public partial class Body;
            [Shape(4, 4, 4)] public partial class Own { [Conv(4)] public partial class Inner; TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => x + inner.call(x); }
            [GlobalAvgPool, Linear(3)]  public partial class Head;
        }
        [Distill<Wider, Small>(TeacherWeights = "big.safetensors"), DistillLoss(Kind.CE, Weight = 0.3), DistillLoss(Kind.KL, T = 3, Weight = 0.9)]
        [DistillLoss<Wider.Body, Small.Body>(Kind.Hint, Project = Projector.Conv1x1), Adam] public partial class Recipe;
        [Train<Small>, Sgd(0.1)] public partial class Alone;
        """;

    [Theory]
    [InlineData("using KdGen;\n$")]
    [InlineData("using KdGen;\nnamespace A.B;\n$")]
    [InlineData("namespace A { using KdGen; public partial class Outer { public partial class Inner {\n$\n} } }")]
    [InlineData("using KdGen;\nnamespace KdGen.Mine;\n$")]
    [InlineData("using KdGen;\nnamespace @new.@class;\npublic partial class @event {\n$\n}")]
    [InlineData("using KdGen;\nnamespace Mine.System;\n$")]
    [InlineData("using KdGen;\nnamespace Mine.KdGen.Training { public class TrainingRun; } namespace Mine.Models {\n$\n}")]
    public void Places_AreAllTheSame(string place) => AssertWorks(place.Replace("$", Everything, StringComparison.Ordinal));

    [Theory]
    [InlineData("using KdGen;\nnamespace Mine.TorchSharp;\n$")]
    [InlineData("using KdGen;\nnamespace Mine { public class torch; public class TorchSharp; public class Tensor; public class System; }\nnamespace Mine.Models {\n$\n}")]
    [InlineData("using KdGen;\nnamespace Mine { public class nn; public class Module; public class Linear; public class Conv2d; public class Modules; public class Training; public class Data; public class Math; }\nnamespace Mine.Models {\n$\n}")]
    public void NamesAround_HideNothing(string place) => AssertWorks(place.Replace("$", Everything.Replace("TorchSharp.torch", "global::TorchSharp.torch", StringComparison.Ordinal), StringComparison.Ordinal));

    [Theory]
    [InlineData("System")]
    [InlineData("Tensor")]
    [InlineData("torch")]
    [InlineData("TorchSharp")]
    [InlineData("Module")]
    [InlineData("Linear")]
    [InlineData("Object")]
    [InlineData("IDisposable")]
    [InlineData("nn")]
    [InlineData("@class")]
    [InlineData("@event")]
    [InlineData("@record")]
    [InlineData("Ünïcode")]
    [InlineData("_")]
    public void NamesOfModels_AreFree(string name) => AssertWorks($$"""
        using KdGen;
        namespace Mine;
        [Teacher, Input(3, 8, 8)] public partial class {{name}} { [Conv(4), BatchNorm, ReLU] public partial class Stem; [GlobalAvgPool, Linear(3)] public partial class Head; }
        [Student, Input(3, 8, 8)] public partial class Small { [Conv(4), ReLU] public partial class {{name}}; [GlobalAvgPool, Linear(3)] public partial class Head; }
        [Distill<{{name}}, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2), DistillLoss<{{name}}.Stem, Small.{{name}}>(Kind.Hint), Adam] public partial class Recipe;
        [Train<{{name}}>, Adam] public partial class Alone;
        """);

    [Theory]
    [InlineData("System")]
    [InlineData("TorchSharp")]
    [InlineData("Tensor")]
    [InlineData("KdGen")]
    [InlineData("@static")]
    public void NamesOfRecipes_AreFree(string name) => AssertWorks($$"""
        using KdGen;
        namespace Mine;
        [Input(3, 8, 8)] [Conv(4), GlobalAvgPool, Linear(3)] public partial class Net;
        [Distill<Net, Net>, DistillLoss(Kind.CE), DistillLoss(Kind.KL), Adam] public partial class {{name}};
        """);

    [Fact]
    public void AttributesWrittenInFull_AreTheSame() => AssertWorks("""
        using Dense = KdGen.LinearAttribute;
        using Act = KdGen.ReLUAttribute;
        using K = KdGen;
        [KdGen.InputAttribute(3, 8, 8)]
        [global::KdGen.ConvAttribute(4), K::BatchNorm, Act, K.GlobalAvgPool]
        [type: Dense(3)]
        public partial class Net;
        [global::KdGen.TrainAttribute<global::Net>, K.AdamAttribute]
        public partial class Recipe;
        """);

    [Fact]
    public void GenericOuterClass_Works() => AssertWorks("""
        using KdGen;
        public partial class Outer<T, TOther> where T : class where TOther : struct
        {
            [Input(3, 8, 8)] public partial class Net { [Conv(4), ReLU] public partial class Stem; [GlobalAvgPool, Linear(3)] public partial class Head; }
        }
        [Distill<Outer<string, int>.Net, Outer<object, long>.Net>, DistillLoss(Kind.CE), DistillLoss(Kind.KL), Adam] public partial class Outside;
        """);

    [Fact]
    public void PartsInSeveralFiles_AreOneClass()
    {
        Generated generated = GeneratorHarness.Run(
            "using KdGen; namespace A; [Input(3, 8, 8)] public partial class Net { }",
            "using KdGen; namespace A { public partial class Net { [Conv(4)] public partial class Stem; [GlobalAvgPool, Linear(3)] public partial class Head; } }",
            "using KdGen; namespace A; public partial class Net { public partial class Stem { public int Mine => 1; } public int Yours => 2; }",
            "using KdGen; namespace B; [Train<A.Net>] public partial class Recipe;",
            "namespace B; [KdGen.Adam] public partial class Recipe { }");
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation));
        generated.AssertCompiles();
    }

    public static TheoryData<LanguageVersion, NullableContextOptions, bool> Settings => new()
    {
        { LanguageVersion.CSharp12, NullableContextOptions.Enable, false },
        { LanguageVersion.CSharp13, NullableContextOptions.Disable, true },
        { LanguageVersion.Latest, NullableContextOptions.Warnings, false },
        { LanguageVersion.Preview, NullableContextOptions.Annotations, true },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void CompilerSettings_DoNotMatter(LanguageVersion version, NullableContextOptions nullable, bool checkOverflow)
    {
        CSharpCompilation compilation = Compilations.Create(Compilations.Options.WithLanguageVersion(version), "using KdGen;\n" + Everything);
        AssertWorks(compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable).WithOverflowChecks(checkOverflow).WithWarningLevel(9999)));
    }

    [Theory]
    [InlineData("Big", "Big ")]
    [InlineData("Big.Stem", "[B, 3, 8, 8] -> [B, C, 8, 8]")]
    [InlineData("Big.Body", "-> [B, ")]
    [InlineData("Big.Cls", "[B, 16, 4, 4] -> [B, 3]")]
    [InlineData("Small.Body", "3x8x8 -> 4x4x4")]
    [InlineData("Small.Own", "4x4x4 -> 4x4x4")]
    [InlineData("Small.Own.Inner", "4x4x4 -> 4x4x4")]
    [InlineData("Block", "-> ")]
    [InlineData("Wider", "3x8x8 -> 3")]
    public void Hover_ShowsTheShapes(string type, string shapes)
    {
        INamedTypeSymbol symbol = Parsed.Type(GeneratorHarness.Run("using KdGen;\n" + Everything).Compilation, type.Replace('.', '+'));
        Assert.Contains(shapes.Replace("->", "-&gt;", StringComparison.Ordinal).TrimEnd(), symbol.GetDocumentationCommentXml()!.Replace("->", "-&gt;", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void AssertWorks(string source) => AssertWorks(Compilations.Create(source));

    private static void AssertWorks(CSharpCompilation compilation)
    {
        Generated generated = GeneratorHarness.Run(compilation);
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        generated.AssertCompiles();
    }

    [Fact]
    public void FeaturesInsideBlocksWithAShortcut_AreReadWithoutAWarning() => AssertWorks("""
        using KdGen;
        [Teacher, Input(3, 16, 16)] public partial class Big { [Repeat<Projected>(3, 32)] public partial class Body; [Repeat<Staged>(2, 64)] public partial class End; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Student, Input(3, 16, 16)] public partial class Small { [Repeat<Projected>(1, 32)] public partial class Body; [Repeat<Staged>(1, 64)] public partial class End; [GlobalAvgPool, Linear(10)] public partial class Head; }
        [Conv(C, Stride = S, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU] public partial class Projected { [Arg] public const int C = 64, S = 1; }
        public partial class Staged
        {
            [Arg] public const int C = 16, S = 1;
            [Conv(C, Stride = S, Bias = false), BatchNorm]                                                public partial class Body;
            [From<Staged>, OnlyIfShapeChanges, Conv(C, Kernel = 1, Stride = S, Bias = false), BatchNorm]  public partial class Short;
            [Add<Body, Short>, ReLU]                                                                      public partial class Sum;
        }
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, PreAct = true), DistillLoss<Big.End, Small.End>(Kind.Hint, PreAct = true), Adam] public partial class Recipe;
        """);
}
