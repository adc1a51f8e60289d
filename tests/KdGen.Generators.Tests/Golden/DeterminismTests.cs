using System.Collections.Immutable;
using System.Globalization;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Golden;

/// <summary>The same declarations give the same bytes, wherever and in whatever order they are compiled.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Files =
    [
        "using KdGen; [Teacher, Input(3, 32, 32)] [Conv(16), LeakyReLU(0.05), Flatten, Linear(10)] public partial class Big;",
        "using KdGen; [Student, Input(3, 32, 32)] [Flatten, Dropout(0.1), Linear(10)] public partial class Small;",
        "using KdGen; [Distill<Big, Small>, DistillLoss(Kind.CE, Weight = 0.25), DistillLoss(Kind.KL, T = 2.5, Weight = 0.75), Adam(1e-3, Eps = 1e-7)] public partial class Recipe;",
        "using KdGen; [Train<Small>, Sgd(0.05)] public partial class Alone;",
        "using KdGen; [Distill<Big, Small>, DistillLoss(Kind.KL, T = -1.5), Adam] [Batch(-5)] public partial class Wrong;",
    ];

    [Fact]
    public void SecondRun_GivesTheSameBytes() => AssertSame(GeneratorHarness.Run(Files).Files, GeneratorHarness.Run(Files).Files);

    [Fact]
    public void OrderOfFiles_ChangesNothing()
    {
        ImmutableSortedDictionary<string, string> expected = GeneratorHarness.Run(Files).Files;
        for (int first = 1; first < Files.Length; first++)
        {
            AssertSame(expected, GeneratorHarness.Run([.. Files[first..], .. Files[..first]]).Files);
        }

        AssertSame(expected, GeneratorHarness.Run([.. Files.Reverse()]).Files);
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    public void Culture_ChangesNothing(string culture)
    {
        ImmutableSortedDictionary<string, string> expected = GeneratorHarness.Run(Files).Files;
        string[] messages = Messages();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            AssertSame(expected, GeneratorHarness.Run(Files).Files);
            Assert.Equal(messages, Messages());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string[] Messages() => [.. AnalyzerHarness.Analyze(Compilations.Create(Files)).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)).Order()];

    private static void AssertSame(ImmutableSortedDictionary<string, string> expected, ImmutableSortedDictionary<string, string> actual)
    {
        Assert.Equal(12, expected.Count);
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }
}
