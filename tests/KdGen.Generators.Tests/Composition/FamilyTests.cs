using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Composition;

/// <summary>Members of a family.</summary>
public sealed class FamilyTests
{
    [Fact]
    public void Member_GivesTheSizesThatTheTemplateHasNoExpressionFor()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(3, 16, 16)]
            public partial class Family
            {
                [Arg] public const int W = 8;
                [Conv(W, Stride = 2), ReLU] public partial class Stem;
                [Flatten, Linear(10)]       public partial class Head;
            }

            [Args(12)] public partial class Wide : Family;
            """);
        Assert.Contains("long headOutFeatures0 = 512)", generated["Family.Module.g.cs"], StringComparison.Ordinal);
        Assert.Contains("base(W: 12, headOutFeatures0: 768)", generated["Wide.Module.g.cs"], StringComparison.Ordinal);
        generated.AssertCompiles();
    }
}
