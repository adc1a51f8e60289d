using KdGen.Generators.Tests.Harness;

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

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
