using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Benchmarks.Generator;

/// <summary>A project in memory: plain C# of ordinary size, and among it models of every form with their recipes, a file each.</summary>
internal sealed class GeneratorProject
{
    private const int Files = 1500;

    /// <summary>A model's width that edits change; nothing outside the model depends on it.</summary>
    private const string Width = "Linear(48), ReLU, Linear(10)";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private static readonly ImmutableArray<MetadataReference> References = [.. Paths().Select(static path => MetadataReference.CreateFromFile(path))];

    private readonly CSharpCompilation compilation;
    private readonly SyntaxTree plain;
    private readonly SyntaxTree model;
    private int edits;

    public GeneratorProject(int models)
    {
        Models = models;
        string[] declarations = [.. Enumerable.Range(0, models).Select(Model), .. Enumerable.Range(0, models / 2).Select(Recipe), Blocks];

        // The declarations lie among the other files, as they do where people work.
        var trees = new List<SyntaxTree>();
        for (int i = 0; i < Math.Max(Files, declarations.Length); i++)
        {
            int place = i * declarations.Length / Files;
            bool isDeclaration = Files <= declarations.Length || ((i + 1) * declarations.Length / Files) > place;
            trees.Add(CSharpSyntaxTree.ParseText(isDeclaration ? declarations[Files <= declarations.Length ? i : place] : Plain(i), Options, $"/src/File{i}.cs", Encoding.UTF8));
        }

        compilation = Compile(trees);
        plain = trees.First(static tree => tree.ToString().Contains("total += 0;", StringComparison.Ordinal));
        model = trees.First(static tree => tree.ToString().Contains(Width, StringComparison.Ordinal));
    }

    public int Models { get; }

    public static CSharpParseOptions ParseOptions => Options;

    /// <summary>A driver that has run nothing yet.</summary>
    public static GeneratorDriver Driver(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Options);

    /// <summary>A library from sources.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources) => Compile(sources.Select(static (source, index) => CSharpSyntaxTree.ParseText(source, Options, $"/{index}.cs", Encoding.UTF8)));

    /// <summary>The project as a compilation that nothing is known of yet.</summary>
    public Compilation Fresh() => compilation.Clone();

    /// <summary>Two equal compilations, each unknown as yet, after one more edit.</summary>
    public (Compilation Ours, Compilation Peers) After(Edit edit)
    {
        edits++;
        SyntaxTree old = edit == Edit.Width ? model : plain;
        (string from, string to) = edit switch
        {
            Edit.Width => (Width, $"Linear({48 + (edits % 64)}), ReLU, Linear(10)"),
            Edit.Member => ("/// <summary>What it costs.", $"public int New{edits}() => 1;\n\n    /// <summary>What it costs."),
            _ => ("total += 0;", $"total += {edits};"),
        };
        SourceText text = old.GetText();
        int start = text.ToString().IndexOf(from, StringComparison.Ordinal);
        SyntaxTree changed = old.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, from.Length), to)));
        return (compilation.ReplaceSyntaxTree(old, changed), compilation.ReplaceSyntaxTree(old, changed));
    }

    /// <summary>What somebody types.</summary>
    public enum Edit
    {
        /// <summary>In a method, in a file without models.</summary>
        Body,

        /// <summary>A method of a class, in a file without models.</summary>
        Member,

        /// <summary>The width of a layer of a model.</summary>
        Width,
    }

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees) =>
        CSharpCompilation.Create("Project", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static string Model(int i) => $"using KdGen;\n\nnamespace Project.Models;\n\n" + (i % 5) switch
    {
        0 => $$"""
            /// <summary>A small list.</summary>
            [{{Role(i)}}Input(3, 32, 32)]
            [Conv(3, 16), ReLU, MaxPool(2), Conv(16, 32), ReLU, MaxPool(2)]
            [Flatten, Linear(2048, 64), ReLU, Dropout(0.1), {{Width}}]
            public partial class Model{{i}};
            """,
        1 => $$"""
            /// <summary>Stages.</summary>
            [{{Role(i)}}Input(3, 32, 32)]
            public partial class Model{{i}}
            {
                [Conv(64), BatchNorm, ReLU, Conv(64), BatchNorm, ReLU, MaxPool(2)]    public partial class Stage1;
                [Conv(128), BatchNorm, ReLU, Conv(128), BatchNorm, ReLU, MaxPool(2)]  public partial class Stage2;
                [Conv(256), BatchNorm, ReLU, Conv(256), BatchNorm, ReLU, MaxPool(2)]  public partial class Stage3;
                [GlobalAvgPool, {{Width}}]                                            public partial class Head;

                public int Depth() => 7;
            }
            """,
        2 => $$"""
            /// <summary>Repeated blocks.</summary>
            [{{Role(i)}}Input(3, 32, 32)]
            public partial class Model{{i}}
            {
                [Conv(16, Bias = false), BatchNorm, ReLU]  public partial class Stem;
                [Repeat<BasicBlock>(3, 16)]                public partial class Stage1;
                [Repeat<BasicBlock>(3, 32, Stride = 2)]    public partial class Stage2;
                [Repeat<BasicBlock>(3, 64, Stride = 2)]    public partial class Stage3;
                [GlobalAvgPool, {{Width}}]                 public partial class Head;
            }
            """,
        3 => $$"""
            /// <summary>A perceptron with a name for each layer.</summary>
            [{{Role(i)}}Input(3, 32, 32)]
            public partial class Model{{i}}
            {
                [Flatten, Linear(256), BatchNorm, ReLU]  public partial class Stage1;
                [Linear(128), BatchNorm, ReLU]           public partial class Stage2;
                [{{Width}}]                              public partial class Head;
            }
            """,
        _ => $$"""
            /// <summary>A transformer.</summary>
            [{{Role(i)}}Input(3, 32, 32)]
            public partial class Model{{i}}
            {
                [PatchEmbed(64, Patch = 4), Tokens(1), PosEmbed]  public partial class Embedded;
                [Repeat<Layer>(4, 64, 4)]                         public partial class Encoder;
                [LayerNorm]                                       public partial class Norm;
                [From<Norm>, Select(0), {{Width}}]                public partial class Head;
            }
            """,
    };

    private static string Role(int i) => (i % 3) switch { 0 => "Teacher, ", 1 => "Student, ", _ => "" };

    // Models 1 and 3 of five have stages of the same names; a hint between their features has its shapes in common where they are of one kind.
    private static string Recipe(int i)
    {
        int kind = i % 5;
        int teacher = (2 * i) - (2 * i % 5) + kind;
        int student = teacher >= 5 ? teacher - 5 : teacher + 5;
        string hint = kind == 1 ? $"[DistillLoss<Model{teacher}.Stage2, Model{student}.Stage2>(Kind.Hint, Weight = 100)]\n" : "";
        return $$"""
            using KdGen;

            namespace Project.Models;

            [Distill<Model{{teacher}}, Model{{student}}>]
            [DistillLoss(Kind.CE, Weight = 0.75)]
            [DistillLoss(Kind.KL, T = 4, Weight = 0.25)]
            {{hint}}[Sgd(0.05, Momentum = 0.9, WeightDecay = 5e-4), Epochs(240), Batch(64)]
            public partial class Recipe{{i}};
            """;
    }

    private const string Blocks = """
        using KdGen;

        namespace Project.Models;

        [Conv(C, Stride = S, Bias = false), BatchNorm, ReLU]
        [Conv(C, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU]
        public partial class BasicBlock { [Arg] public const int C = 64, S = 1; }

        public partial class Layer
        {
            [Arg] public const int D = 64, Heads = 4;
            [LayerNorm, Attention(Heads), Residual]                public partial class Mix;
            [LayerNorm, Linear(4 * D), GELU, Linear(D), Residual]  public partial class Mlp;
        }
        """;

    private static string Plain(int i) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;

        namespace Project.Part{{i % 40}};

        /// <summary>An order and what belongs to it.</summary>
        [Serializable]
        public sealed class Order{{i}}
        {
            private readonly List<Line{{i}}> lines = new();
            private decimal discount = 0.1m;

            /// <summary>Its number.</summary>
            public int Number { get; init; }

            /// <summary>Who ordered.</summary>
            public string Customer { get; set; } = "";

            /// <summary>The lines.</summary>
            public IReadOnlyList<Line{{i}}> Lines => lines;

            /// <summary>Adds a line.</summary>
            public void Add(string product, int count, decimal price)
            {
                ArgumentNullException.ThrowIfNull(product);
                if (count < 1)
                {
                    throw new ArgumentOutOfRangeException(nameof(count));
                }

                lines.Add(new Line{{i}}(product, count, price));
            }

            /// <summary>What it costs.</summary>
            public decimal Total()
            {
                decimal total = 0;
                foreach (Line{{i}} line in lines)
                {
                    total += line.Count * line.Price;
                }

                total += 0;
                return total * (1 - discount);
            }

            /// <summary>The dearest lines first.</summary>
            public IEnumerable<Line{{i}}> ByPrice() => lines.OrderByDescending(static line => line.Price).ThenBy(static line => line.Product, StringComparer.Ordinal);

            /// <inheritdoc/>
            public override string ToString() => $"{Number} of {Customer}: {string.Join(", ", lines.Select(static line => line.Product))}";
        }

        /// <summary>A line of an order.</summary>
        public sealed record Line{{i}}(string Product, int Count, decimal Price);
        """;

    private static IEnumerable<string> Paths()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework && Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(ConvAttribute).Assembly.Location)
            .Append(typeof(TorchSharp.torch).Assembly.Location);
    }
}
