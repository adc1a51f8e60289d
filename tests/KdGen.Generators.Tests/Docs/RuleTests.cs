using KdGen.Compiler.Problems;
using KdGen.Generators.Diagnostics;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Docs;

/// <summary>A rule is five things that belong together: descriptor, catalog entry, release note, page, tests.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Fact]
    public void Descriptors_AreTheCatalogs()
    {
        Assert.Equal(
            ProblemCatalog.All.Select(rule => (rule.Id, rule.Category, rule.Title, rule.MessageFormat, rule.Severity.ToString())),
            Descriptors.All.Remove(Descriptors.Internal).Select(descriptor =>
                (descriptor.Id, descriptor.Category, descriptor.Title.ToString(), descriptor.MessageFormat.ToString(), descriptor.DefaultSeverity.ToString())));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasAPage(string id)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Generators, "docs/rules", id + ".md"));
        Assert.StartsWith($"# {id}: ", page, StringComparison.Ordinal);
        if (id != Descriptors.Internal.Id)
        {
            Assert.Contains("\n## Bad\n", page, StringComparison.Ordinal);
            Assert.Contains("\n## Why\n", page, StringComparison.Ordinal);
            Assert.Contains("\n## Good\n", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasARelease(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.All.Single(rule => rule.Id == id);
        string notes = string.Concat(new[] { "Shipped", "Unshipped" }.Select(file =>
            File.ReadAllText(Path.Combine(Repository.Generators, $"KdGen.Generators/Diagnostics/AnalyzerReleases.{file}.md"))));
        Assert.Contains($"{id} | {descriptor.Category} | {(descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled")} | {descriptor.Title}", notes, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasATestClass(string id) =>
        Assert.Contains(typeof(RuleTests).Assembly.GetTypes(), type => type.Name == id + "Tests");

    [Fact]
    public void Pages_AreOfRulesThatExist() =>
        Assert.Equal(
            Descriptors.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(Repository.Generators, "docs/rules"), "KDG*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
}
