namespace KdGen.Tests.Shapes;

/// <summary>The compiler's shape rules and parameter counts against libtorch's own answers.</summary>
public sealed class ShapeAgreementTests
{
    [Fact]
    public void ShapeRules_AgreeWithLibTorch()
    {
        Random random = new(20240607);
        List<string> differences = [];
        Dictionary<string, int> accepted = OperatorCase.Operators.ToDictionary(name => name, _ => 0);
        int refused = 0;
        for (int i = 0; i < 14000; i++)
        {
            OperatorCase @case = OperatorCase.Random(random);
            OperatorAnswer? inferred = @case.Inferred();
            if (@case.IsRefusedOnPurpose)
            {
                Assert.True(inferred is null, $"{@case} is to be refused");
                continue;
            }

            OperatorAnswer? actual = LibTorchShape.Of(@case);
            if (Text(inferred) != Text(actual))
            {
                differences.Add($"{@case}: compiler {Text(inferred)}, libtorch {Text(actual)}");
            }

            accepted[@case.Operator] += actual is null ? 0 : 1;
            refused += actual is null ? 1 : 0;
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(20)));
        Assert.All(accepted, pair => Assert.True(pair.Value > 50, $"{pair.Key} was accepted {pair.Value} times only: the cases have lost their aim"));
        Assert.True(accepted.Values.Sum() + refused > 8000, $"only {accepted.Values.Sum() + refused} cases were compared");
        Assert.True(refused > 1000, $"only {refused} cases were refused: the cases have lost their aim");
    }

    private static string Text(OperatorAnswer? answer) => answer is null ? "refuses" : $"{string.Join("x", answer.Output)} with {answer.Parameters} parameters";
}
