using System.Collections.Immutable;
using KdGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Harness;

/// <summary>Runs the analyzer of weights files on a recipe, with what the build would have read of the project's files.</summary>
internal static class WeightsHarness
{
    /// <summary>A teacher with four tensors, a student, and a recipe with this TeacherWeights.</summary>
    public static string Recipe(string weights) => $$"""
        using KdGen;
        [Input(4)] [Linear(8), ReLU, Linear(2)] public partial class Net;
        [Input(4)] [Linear(2)] public partial class Small;
        [Distill<Net, Small>(TeacherWeights = "{{weights}}"), DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """;

    /// <summary>The text for a file: its path, and a line for each tensor ("0.weight F32 8,4") or an error.</summary>
    public static string Header(string path, params string[] lines)
        => $"kdgen-weights 1\npath\t{path}\n" + string.Concat(lines.Select(line => line.StartsWith("error ", StringComparison.Ordinal)
            ? $"error\t{line["error ".Length..]}\n"
            : $"tensor\t{string.Join('\t', line.Split(' '))}\n"));

    public static ImmutableArray<Diagnostic> Analyze(string source, params string[] headers) => GeneratorHarness.Run(source).Compilation
        .WithAnalyzers([new WeightsAnalyzer()], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. headers.Select((text, i) => new HeaderFile($"/project/obj/kdgen/{i}.txt", text))]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
        .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    private sealed class HeaderFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
