using System.Globalization;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Docs;

/// <summary>What the README shows is what the sample declares and the build writes.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Code_IsTheSamplesAndTheBuilds()
    {
        string sample = string.Concat(
            File.ReadAllText(Path.Combine(Repository.Root, "samples/CifarDistillation/Models.cs")),
            File.ReadAllText(Path.Combine(Repository.Root, "samples/CifarDistillation/Recipes.cs")));
        string[] known = [.. Lines(sample), .. GeneratorHarness.Run(sample.Replace("namespace CifarDistillation;", "", StringComparison.Ordinal).Replace("using KdGen;", "", StringComparison.Ordinal).Insert(0, "using KdGen;\n")).Files.Values.SelectMany(Lines)];
        string[] blocks = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("```csharp\n")[1..];

        // The third block calls what was generated and is the reader's own code.
        string[] shown = [.. blocks.Where(block => !block.StartsWith("using KdGen.Data", StringComparison.Ordinal)).SelectMany(block => Lines(block.Split("```")[0]))];

        Assert.True(shown.Length > 40, "the README shows too little of what is built");
        Assert.All(shown, line => Assert.Contains(line, known));
    }

    [Fact]
    public void Mistake_IsWhatTheBuildAndTheEditorSay()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "samples/CifarDistillation/Models.cs")).Replace("Linear(2048, 512)", "Linear([|1024|], 512)", StringComparison.Ordinal);

        Assert.Equal(Mistake(0), Said("Models.cs", source));
    }

    [Fact]
    public void MissingProjector_IsWhatTheBuildAndTheEditorSay() => Assert.Equal(Mistake(1), Said(null, """
        using KdGen;
        [Input(3, 8, 8)] public partial class ResNet32x4 { [Conv(256)] public partial class Stage3; [GlobalAvgPool, Linear(100)] public partial class Logits; }
        [Input(3, 8, 8)] public partial class ResNet20 { [Conv(64)] public partial class Stage3; [GlobalAvgPool, Linear(100)] public partial class Logits; }
        [Distill<ResNet32x4, ResNet20>, DistillLoss(Kind.CE), DistillLoss<ResNet32x4.Stage3, [|ResNet20.Stage3|]>(Kind.Hint), Adam] public partial class Recipe;
        """));

    /// <summary>A block of the section on mistakes: what the build says and, below, what the editor offers.</summary>
    private static string[] Mistake(int number)
    {
        string section = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("## Mistakes\n")[1].Split("\n## ")[0];
        return [.. Lines(section.Split("```")[(2 * number) + 1])];
    }

    private static string[] Said(string? file, string markup)
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(GeneratorHarness.Run(AnalyzerHarness.Parse(markup).Source).Compilation));
        LinePosition start = diagnostic.Location.GetLineSpan().StartLinePosition;
        string place = file is null ? "" : $"{file}({start.Line + 1},{start.Character + 1}): ";
        return [$"{place}error {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}", .. CodeFixHarness.Titles(markup)];
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
