using System.Collections.Immutable;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Incremental;

/// <summary>
/// What is not read again must be as if it had been: a driver that has seen any row of edits has the files of one that sees the last compilation alone. The edits are those by which
/// a declaration's meaning changes from afar: constants, aliases, shadowing names, base classes, parts in other files.
/// </summary>
public sealed class FreshTests
{
    private static readonly string[] Project =
    [
        /* 0 */ "global using Entry = KdGen.InputAttribute; // aliases",
        /* 1 */ "namespace Cfg; public static class Widths { public const int W = Base.Unit * 2, One = 1; }",
        /* 2 */ "namespace Cfg; public class Base { public const int Unit = 8; public enum Size { Small = 4, Large } /* member */ } public class Derived : Base { /* member */ }",
        /* 3 */ """
            using KdGen; namespace Models;
            [Conv(C, Stride = S), BatchNorm, ReLU] public partial class Block { [Arg] public const int C = 8, S = 1; }
            public partial class Layer { [Arg] public const int D = 8; [LayerNorm, Linear(2 * D), GELU, Linear(D), Residual] public partial class Mlp; }
            public class Plain { }
            """,
        /* 4 */ """
            using KdGen; using Wide = KdGen.ConvAttribute; namespace Models;
            [Teacher, Input(3, 8, 8)] public partial class Big
            {
                [Wide(Cfg.Widths.W), ReLU] public partial class Stem;
                [Repeat<Block>(2, Cfg.Derived.Unit)] public partial class Body;
            }
            """,
        /* 5 */ "using KdGen; namespace Models; public partial class Big { [GlobalAvgPool, Linear((int)Cfg.Base.Size.Large)] public partial class Head; /* member */ }",
        /* 6 */ "using KdGen; namespace Models; [Entry(3, 8, 8)] public partial class Family { [Arg] public const int N = 1; [Repeat<Block>(N)] public partial class Body; [Flatten, Linear(5)] public partial class Head; }",
        /* 7 */ "using KdGen; namespace Models; [Args(2)] public partial class Member : Family;",
        /* 8 */ "using KdGen; namespace Models; [Distill<Big, Member>, DistillLoss(Kind.CE, Weight = 0.5), DistillLoss(Kind.KL, T = Cfg.Widths.One + 1), Adam(1e-3)] public partial class Recipe;",
        /* 9 */ "using T = TorchSharp.torch.Tensor; using KdGen; namespace Models; [Input(4), Shape(2)] public partial class ByHand { [Linear(2)] public partial class Only; T Forward(T x) => x; }",
        /* 10 */ "namespace Elsewhere; public class Unrelated { /* member */ public int Value() => 1; } /* type */",
        /* 11 */ "/* space */",
        /* 12 */ """
            using KdGen; using static TorchSharp.torch.nn; namespace Models;
            public class Native() : Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("native") { public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x; }
            [Train<Native>, Adam] public partial class Own;
            """,
        /* 13 */ "namespace Models { /* type */ }",
        /* 14 */ "using KdGen; namespace Models; public class Tuned : Small; [Distill<Tuned, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class OfTuned;",
        /* 15 */ "using KdGen; namespace Models; [Input(4), Linear(2)] public partial class Small;",
        /* 16 */ "using KdGen; namespace Models; [Train<Small>, DistillLoss(typeof(Rows.Own), nameof(Rows.Own.Focal)), DistillLoss(typeof(Rows.Own), \"Anything\", Weight = 2), Adam] public partial class OfOwn;",
        /* 17 */ """
            using KdGen; using static KdGen.RowMath; using TorchSharp; namespace Rows;
            public static class Own
            {
                const double T = 2;
                [Loss] public static double Focal(Row student, int label) => -Half(Pow(1 - Softmax(student / T)[label], Scales.Gamma)) * LogSoftmax(student)[label] * Helpers.Twice(student);
                static double Half(double x) { /* half */ return x / 2; }
                [Loss] public static torch.Tensor Anything(torch.Tensor student) => student.sum();
            }
            """,
        /* 18 */ "namespace Rows; public static class Scales { public const double Gamma = Cfg.Base.Unit; }",
        /* 19 */ "using KdGen; using static KdGen.RowMath; namespace Rows; public static partial class Helpers { public static double Twice(Row x) => 2 * Sum(x); /* helper */ }",
        /* 20 */ """
            using KdGen; namespace Models;
            [Teacher, Input(3, 8, 8)]
            public partial class Whole
            {
                [Conv(Cfg.Widths.W), ReLU] public partial class Stem;
                [Repeat<Block>(2, Cfg.Base.Unit)] public partial class Body;
                [GlobalAvgPool, Linear(5)] public partial class Head;
            }

            [Student, Input(3, 8, 8)]
            public partial class Twin
            {
                [Conv(Cfg.Widths.W), BatchNorm, ReLU] public partial class Stem;
                [Conv(4), BatchNorm, ReLU] public partial class Body;
                [GlobalAvgPool, Linear(5)] public partial class Head;
            }
            """,
        /* 21 */ """
            using KdGen; namespace Models;
            [Distill<Whole, Twin>, Phase(1, Epochs = Cfg.Widths.One + 2), Adam(1e-3), Batch(32)]
            [DistillLoss(Kind.CE)]
            [DistillLoss<Whole.Body, Twin.Body>(Kind.Hint, Project = Projector.Auto, Phase = 1)]
            [DistillLoss<Whole.Body, Twin.Body>(Kind.OFD, Weight = 0.5)]
            [DistillLoss<Whole.Body, Twin.Body>(Kind.SRRL)]
            [DistillLoss(Kind.FT, Teacher = nameof(Whole.Body), Student = nameof(Twin.Body), Pretrain = 1)]
            [DistillLoss(Kind.ReviewKD, TeacherStages = [nameof(Whole.Stem), nameof(Whole.Body)], StudentStages = [nameof(Twin.Stem), nameof(Twin.Body)])]
            public partial class Deep;
            """,
    ];

    private static readonly (int File, string From, string To)[] Edits =
    [
        (0, "// aliases", "global using Thin = KdGen.LinearAttribute;"),
        (0, "Entry = KdGen.InputAttribute", "Entry = KdGen.StudentAttribute"),
        (15, "[Input(4), Linear(2)] public", "public"),
        (15, "[Input(4), Linear(2)] public", "[Linear(2)] public"),
        (1, "Base.Unit * 2", "Base.Unit * 3"),
        (1, "W = Base", "V = Base"),
        (1, "namespace Cfg;", "using Base = Elsewhere.Unrelated; namespace Cfg;"),
        (2, "Unit = 8", "Unit = 16"),
        (2, "public const int Unit", "public static int Unit"),
        (2, "Small = 4", "Small = 6"),
        (2, "Small = 4, Large", "Small = 4, Middle, Large"),
        (2, "Derived : Base {", "Derived : Base { public const int Unit = 12;"),
        (2, "Derived : Base {", "Derived : Base { public int Unit() => 1;"),
        (2, "Derived : Base", "Derived"),
        (2, "Derived : Base { /* member */", "Derived : Base { public class Widths { }"),
        (3, "BatchNorm, ReLU", "BatchNorm, GELU"),
        (3, "C = 8, S = 1", "C = 4, S = 2"),
        (3, "[Arg] public const int C", "public const int C"),
        (3, "public partial class Block", "public class Block"),
        (3, "Linear(2 * D)", "Linear(3 * D)"),
        (3, "Plain { }", "Plain { public int Field = 1; }"),
        (3, "public class Plain", "[Linear(3)] public partial class Plain"),
        (4, "using Wide = KdGen.ConvAttribute;", "using Wide = KdGen.DepthwiseConvAttribute;"),
        (4, "[Teacher, Input(3, 8, 8)]", "[Teacher]"),
        (4, "Input(3, 8, 8)", "Input(1, 8, 8)"),
        (4, "Repeat<Block>(2", "Repeat<Block>(3"),
        (4, "Repeat<Block>(2, Cfg.Derived.Unit)", "Repeat<Layer>(2)"),
        (4, "Repeat<Block>(2, Cfg.Derived.Unit)", "Repeat<Plain>(2)"),
        (5, "public partial class Big {", "[Input(5, 8, 8)] public partial class Big {"),
        (5, "public partial class Big {", "[Student] public partial class Big {"),
        (5, "/* member */", "public int Count => 1; TorchSharp.torch.Tensor Forward(TorchSharp.torch.Tensor x) => x;"),
        (5, "Linear((int)Cfg.Base.Size.Large)", "Linear(Cfg.Widths.One)"),
        (6, "N = 1", "N = 2"),
        (6, "[Entry(3, 8, 8)]", "[Entry(3, 4, 4)]"),
        (7, "Args(2)", "Args(1)"),
        (7, ": Family", ": Models.Plain"),
        (8, "Weight = 0.5", "Weight = 0.25"),
        (8, "Distill<Big, Member>", "Distill<Family, Member>"),
        (8, "Distill<Big, Member>", "Distill<Big, Plain>"),
        (9, "using T = TorchSharp.torch.Tensor;", "using T = System.Object;"),
        (10, "=> 1;", "=> 2;"),
        (10, "/* member */", "public const int W = 3, Unit = 5;"),
        (10, "/* member */", "public int Other() => 1; private string name = \"\";"),
        (10, "/* type */", "public class Family { } public class ConvAttribute : System.Attribute { }"),
        (10, "/* type */", "public class Fresh : Unrelated { }"),
        (10, "namespace Elsewhere;", "namespace Models;"),
        (11, "/* space */", "namespace Models { public class Unrelated { public class Inner { } } }"),
        (11, "/* space */", "namespace Models { public sealed class LinearAttribute : System.Attribute { public LinearAttribute(int n) { } } }"),
        (11, "/* space */", "namespace Models.Cfg { public static class Widths { public const int W = 24, One = 2; } }"),
        (11, "/* space */", "namespace Models { public class T { } public static class Kind { public const int CE = 1; } }"),
        (11, "/* space */", "namespace Models { [KdGen.Student] public partial class Family { } }"),
        (11, "/* space */", "namespace Models { public partial class Big { [KdGen.ReLU] public partial class Extra { } } }"),
        (11, "/* space */", "namespace Models { public partial class ByHand { public class TensorLike { } } }"),
        (13, "/* type */", "public partial class ByHand { [KdGen.ReLU] public partial class Last; }"),
        (13, "/* type */", "public class Module<A, B>(string name) { }"),
        (13, "/* type */", "public class ReLUAttribute : System.Attribute { }"),
        (13, "/* type */", "public class Tensor { } public delegate void Nothing();"),
        (11, "/* space */", "namespace Cfg { public partial class Base { } public class Widths2 : Base { } }"),
        (11, "/* space */", "using KdGen; namespace Models { [Input(4), Linear(2)] public partial class Late; }"),
        (16, "\"Anything\"", "\"Half\""),
        (16, "nameof(Rows.Own.Focal)", "nameof(Rows.Own.Anything)"),
        (17, "T = 2", "T = 3"),
        (17, "x / 2", "x / 3"),
        (17, "/* half */", "if (x > 1) return x;"),
        (17, "LogSoftmax(student)[label]", "LogSoftmax(student)[0]"),
        (17, "LogSoftmax(student)[label]", "Math.Sin(student[label])"),
        (17, "[Loss] public static double Focal", "public static double Focal"),
        (17, "public static double Focal", "public double Focal"),
        (17, "Focal(", "Focus("),
        (17, "Row student, int label", "Row student, Row teacher, int label"),
        (17, "Row student, int label", "int label, Row student"),
        (17, "public static class Own", "public static class Other"),
        (17, "public static class Own", "public static class Own<T>"),
        (17, "const double T = 2;", "const double T = 2; static Row Softmax(Row x) => x;"),
        (17, "using static KdGen.RowMath;", "using static KdGen.RowMath; using Scales = Cfg.Base;"),
        (17, "student.sum()", "student.mean()"),
        (17, "torch.Tensor student", "torch.Tensor logits"),
        (17, "[Loss] public static torch.Tensor Anything", "[Loss] private static torch.Tensor Anything"),
        (18, "Gamma = Cfg.Base.Unit", "Gamma = 3"),
        (18, "Gamma = Cfg.Base.Unit", "Beta = 3"),
        (18, "public const double Gamma", "public static readonly double Gamma"),
        (19, "2 * Sum(x)", "3 * Sum(x)"),
        (19, "Twice(Row x)", "Twice(double x)"),
        (19, "/* helper */", "public static double Twice(Row x, int y = 0) => 4 * Sum(x);"),
        (11, "/* space */", "namespace Rows { public static partial class Helpers { public static double Twice(object x) => 1; } }"),
        (11, "/* space */", "namespace Rows { public class Row { } }"),
        (11, "/* space */", "namespace Models { public partial class Twin { [KdGen.ReLU] public partial class Extra { } } }"),
        (20, "Conv(4)", "Conv(6)"),
        (20, "[Conv(4), BatchNorm, ReLU]", "[Conv(4), ReLU]"),
        (20, "ReLU] public partial class Body", "ReLU] public partial class Trunk"),
        (20, "[Conv(4), BatchNorm, ReLU] public", "[Repeat<Block>(2, 4)] public"),
        (21, "Epochs = Cfg.Widths.One + 2", "Epochs = 4"),
        (21, "Phase(1, Epochs = Cfg.Widths.One + 2), ", ""),
        (21, ", Phase = 1", ""),
        (21, ", Pretrain = 1", ", Factor = 0.25"),
        (21, "Whole.Body, Twin.Body>(Kind.Hint", "Whole.Stem, Twin.Stem>(Kind.Hint"),
        (21, "Projector.Auto", "Projector.ConvReg"),
        (21, "nameof(Whole.Stem), nameof(Whole.Body)", "nameof(Whole.Body), nameof(Whole.Stem)"),
        (21, "nameof(Twin.Body), Pretrain", "\"Head\", Pretrain"),
        (21, "Weight = 0.5", "Weight = Cfg.Base.Unit"),
        (11, "/* space */", "namespace Rows { public static class Cfg { public static class Base { public const int Unit = 5; } } }"),
        (11, "/* space */", "namespace Rows { public sealed class LossAttribute : System.Attribute { } }"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyRowOfEdits_GivesWhatAFreshRunGives(int seed)
    {
        Random random = new(seed);
        CSharpCompilation compilation = Compilations.Create(Project);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        List<(int File, string From, string To)> done = [];
        for (int step = 0; step < 80; step++)
        {
            // One edit and back, or two at once: what was remembered from before must not come back with it.
            for (int edits = random.Next(1, 3); edits > 0; edits--)
            {
                (int file, string from, string to) = done.Count > 0 && random.Next(2) == 0 ? Take(done, random) : Edits[random.Next(Edits.Length)];
                string text = compilation.SyntaxTrees[file].ToString();
                if (text.Contains(from, StringComparison.Ordinal))
                {
                    compilation = compilation.WithText(text.Replace(from, to, StringComparison.Ordinal), file);
                    done.Add((file, to, from));
                }
            }

            driver = driver.RunGenerators(compilation);
            AssertFresh(driver, compilation, string.Join("; ", done));
        }
    }

    [Fact]
    public void EachEdit_GivesWhatAFreshRunGives()
    {
        CSharpCompilation compilation = Compilations.Create(Project);
        GeneratorDriver before = GeneratorHarness.Driver().RunGenerators(compilation);
        AssertFresh(before, compilation, "nothing");
        foreach ((int file, string from, string to) in Edits)
        {
            CSharpCompilation edited = compilation.Edit(from, to, file);
            GeneratorDriver after = before.RunGenerators(edited);
            AssertFresh(after, edited, to);
            AssertFresh(after.RunGenerators(compilation), compilation, "back from " + to);
        }
    }

    [Fact]
    public void FilesThatComeAndGo_GiveWhatAFreshRunGives()
    {
        CSharpCompilation compilation = Compilations.Create(Project);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            CSharpCompilation without = compilation.RemoveSyntaxTrees(tree);
            driver = driver.RunGenerators(without);
            AssertFresh(driver, without, "without " + tree.FilePath);
            CSharpCompilation last = without.AddSyntaxTrees(tree);
            driver = driver.RunGenerators(last);
            AssertFresh(driver, last, tree.FilePath + " last");
        }
    }

    [Fact]
    public void ReferencesAndOptions_GiveWhatAFreshRunGives()
    {
        CSharpCompilation compilation = Compilations.Create(Project);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        MetadataReference language = compilation.References.Single(reference => reference.Display!.EndsWith("KdGen.dll", StringComparison.Ordinal));
        CSharpCompilation without = compilation.RemoveReferences(language);
        driver = driver.RunGenerators(without);
        Assert.Empty(GeneratorHarness.FilesOf(driver));
        driver = driver.RunGenerators(without.AddReferences(language));
        AssertFresh(driver, without.AddReferences(language), "reference added");
        CSharpCompilation renamed = compilation.WithAssemblyName("Other");
        AssertFresh(driver.RunGenerators(renamed), renamed, "renamed");
    }

    private static (int, string, string) Take(List<(int, string, string)> done, Random random)
    {
        int at = random.Next(done.Count);
        (int, string, string) one = done[at];
        done.RemoveAt(at);
        return one;
    }

    private static void AssertFresh(GeneratorDriver driver, CSharpCompilation compilation, string edits)
    {
        ImmutableSortedDictionary<string, string> expected = GeneratorHarness.FilesOf(GeneratorHarness.Driver().RunGenerators(compilation));
        ImmutableSortedDictionary<string, string> actual = GeneratorHarness.FilesOf(driver);
        Assert.True(expected.Keys.SequenceEqual(actual.Keys), $"{string.Join(", ", actual.Keys)} instead of {string.Join(", ", expected.Keys)} after {edits}");
        Assert.All(expected, file => Assert.True(file.Value == actual[file.Key], $"{file.Key} after {edits}"));
    }
}
