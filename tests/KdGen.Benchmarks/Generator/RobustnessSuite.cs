using System.Globalization;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Generators;
using KdGen.Generators.Diagnostics;
using KdGen.Generators.Tests.Robustness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Benchmarks.Generator;

/// <summary>
/// How long generator and analyzers take to answer while a declaration is broken: every mutation of every sample, of which the tests try a share, and the adversaries.
/// Processor time of all threads: on a quiet machine an answer comes sooner.
/// </summary>
internal static class RobustnessSuite
{
    private const double Budget = 100;

    /// <summary>Prints the times; whether all answers came, without a defect.</summary>
    public static bool Run()
    {
        bool isSound = true;
        foreach (string file in Samples.Names)
        {
            string[] folder = Samples.FolderOf(file);
            int index = Array.IndexOf(folder, Samples.PathOf(file));
            CSharpCompilation compilation = GeneratorProject.Compile(folder.Select(File.ReadAllText));
            SyntaxTree tree = compilation.SyntaxTrees[index];
            GeneratorDriver driver = GeneratorProject.Driver(new KdGenerator());
            List<(string Name, double Milliseconds)> times = [];
            foreach (Mutation mutation in Mutations.Of(tree.ToString()))
            {
                (driver, double milliseconds, string? defect) = Answer(compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(mutation.Text))), driver);
                times.Add((mutation.Name, milliseconds));
                isSound &= Say(file, mutation.Name, defect);
            }

            double[] all = [.. times.Select(static time => time.Milliseconds)];
            Print($"{file,-40}{all.Length,6} mutations, ms: p50 {Comparison.Quantile(all, 0.5):F1}, p99 {Comparison.Quantile(all, 0.99):F1}, most {all.Max():F1} ({all.Count(static time => time > Budget)} above {Budget})");
        }

        foreach ((string name, string source) in Adversaries.Sources)
        {
            // The second time counts: by then the code is jitted, and a driver and a compilation of its own know nothing of the first.
            double[] times = [.. Enumerable.Range(0, 4).Select(_ =>
            {
                (GeneratorDriver _, double milliseconds, string? defect) = Answer(GeneratorProject.Compile([source]), GeneratorProject.Driver(new KdGenerator()));
                isSound &= Say(name, "", defect);
                return milliseconds;
            })];
            Print($"{name,-40} ms: {times[1..].Min():F1} (first {times[0]:F1}){(times[1..].Min() > Budget ? $", above {Budget}" : "")}");
        }

        return isSound;
    }

    /// <summary>
    /// The generator's run, then the analyzers on every class as an editor asks them. Roslyn's own checks of the same text, which analyzers wait for in a build, are not in it; its
    /// binding of the attributes is.
    /// </summary>
    private static (GeneratorDriver Driver, double Milliseconds, string? Defect) Answer(CSharpCompilation compilation, GeneratorDriver driver)
    {
        List<Diagnostic> diagnostics = [];
        double start = ProcessorTime.OfProcess;
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);
        string? defect = null;
        try
        {
            DeclarationAnalyzer.Known known = DeclarationAnalyzer.Known.Of(whole);
            Lazy<EquatableArray<WeightsHeader>> headers = new(static () => default);
            foreach (INamedTypeSymbol type in Types(whole.Assembly.GlobalNamespace))
            {
                SymbolAnalysisContext context = AnalyzerContext.Of(type, whole, diagnostics.Add);
                DeclarationAnalyzer.Analyze(context, known);
                WeightsAnalyzer.Analyze(context, headers);
            }
        }
        catch (Exception exception)
        {
            defect = exception.ToString();
        }

        double milliseconds = ProcessorTime.OfProcess - start;
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        defect ??= result.Exception?.ToString()
            ?? diagnostics.FirstOrDefault(static diagnostic => diagnostic.Id == "KDG9001")?.ToString()
            ?? result.GeneratedSources.Select(static file => file.SourceText.ToString()).FirstOrDefault(static text => text.Contains("KDG9001", StringComparison.Ordinal));
        return (driver, milliseconds, defect);
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol around) => around.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(static member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private static bool Say(string source, string mutation, string? defect)
    {
        if (defect is not null)
        {
            Console.WriteLine($"DEFECT in {source} {mutation}: {defect}");
        }

        return defect is null;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
