namespace KdGen.Tests.Shapes;

/// <summary>What an operator makes of an input.</summary>
/// <param name="Output">The shape of one sample's output.</param>
/// <param name="Parameters">The trained numbers of the layer.</param>
internal sealed record OperatorAnswer(long[] Output, long Parameters);
