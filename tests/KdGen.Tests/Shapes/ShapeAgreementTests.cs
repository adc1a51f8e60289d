namespace KdGen.Tests.Shapes;

/// <summary>The compiler's shape rules against libtorch's own answers.</summary>
public sealed class ShapeAgreementTests
{
    [Fact]
    public void ShapeRules_AgreeWithLibTorch()
    {
        Random random = new(20240607);
        List<string> differences = [];
        Dictionary<string, int> accepted = OperatorCase.Operators.ToDictionary(name => name, _ => 0);
        int refused = 0;
        for (int i = 0; i < 6000; i++)
        {
            OperatorCase @case = OperatorCase.Random(random);
            if (@case is { Operator: "Linear", Input.Length: 3 })
            {
                // The one rule that is stricter than torch: Linear on the last axis of a map is KDG1003.
                Assert.Null(@case.Inferred());
                continue;
            }

            long[]? inferred = @case.Inferred();
            long[]? actual = LibTorchShape.Of(@case);
            if (!Same(inferred, actual))
            {
                differences.Add($"{@case}: compiler {Text(inferred)}, libtorch {Text(actual)}");
            }

            accepted[@case.Operator] += actual is null ? 0 : 1;
            refused += actual is null ? 1 : 0;
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(20)));
        Assert.All(accepted, pair => Assert.True(pair.Value > 50, $"{pair.Key} was accepted {pair.Value} times only: the cases have lost their aim"));
        Assert.True(refused > 300, $"only {refused} cases were refused: the cases have lost their aim");
    }

    private static bool Same(long[]? left, long[]? right) => left is null ? right is null : right is not null && left.SequenceEqual(right);

    private static string Text(long[]? shape) => shape is null ? "refuses" : string.Join("x", shape);
}
