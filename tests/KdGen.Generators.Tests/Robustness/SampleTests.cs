using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Robustness;

/// <summary>
/// The samples as they are while somebody types: a share of all mutations, another one for each file. All of them, and how long an answer takes, is what
/// <c>KdGen.Benchmarks -- robustness</c> goes through.
/// </summary>
public sealed class SampleTests
{
    private const int Share = 80;

    // No machine is so busy that a right answer takes longer.
    private const double Hang = 30_000;

    public static TheoryData<string> Files => [.. Samples.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void MutatedSample_NothingThrows(string file)
    {
        (CSharpCompilation compilation, int tree) = Of(file);
        AssertAnswers(compilation, tree, Mutations.Of(compilation.SyntaxTrees[tree].ToString()), Samples.Names.ToList().IndexOf(file));
    }

    [Theory]
    [InlineData(Sources.Tutorial)]
    [InlineData(Sources.Composed)]
    [InlineData(Sources.OwnLosses)]
    public void SwappedAttributesAndArguments_NothingThrows(string source) =>
        AssertAnswers(Compilations.Create(source), 0, Mutations.Of(source).Where(static mutation => mutation.Name.EndsWith("place", StringComparison.Ordinal)), 0, share: 2);

    [Theory]
    [MemberData(nameof(AdversaryNames))]
    public void Adversary_IsAnswered(string name)
    {
        Answer answer = Answer.To(Compilations.Create(Adversaries.Sources[name]), Answer.NewDriver(Compilations.Options));
        Assert.True(answer.Defect is null, answer.Defect);
        Assert.True(answer.Milliseconds < Hang, $"{answer.Milliseconds} ms");
    }

    public static TheoryData<string> AdversaryNames => [.. Adversaries.Sources.Keys];

    private static (CSharpCompilation Compilation, int Tree) Of(string file)
    {
        string[] folder = Samples.FolderOf(file);
        return (Compilations.Create([.. folder.Select(File.ReadAllText)]), Array.IndexOf(folder, Samples.PathOf(file)));
    }

    private static void AssertAnswers(CSharpCompilation compilation, int tree, IEnumerable<Mutation> mutations, int offset, int share = Share)
    {
        GeneratorDriver driver = Answer.NewDriver(Compilations.Options);
        int count = 0;
        foreach (Mutation mutation in mutations.Where((_, index) => index % share == offset % share))
        {
            Answer answer = Answer.To(compilation.WithText(mutation.Text, tree), driver);
            driver = answer.Driver;
            Assert.True(answer.Defect is null, $"{mutation.Name}: {answer.Defect}");
            Assert.True(answer.Milliseconds < Hang, $"{mutation.Name}: {answer.Milliseconds} ms");
            count++;
        }

        Assert.True(count > 0, "no mutation was tried");
    }
}
