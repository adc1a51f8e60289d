using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>Calls what a recipe reads its models with.</summary>
internal static class TapReading
{
    /// <summary>The values by their names: "Logits", "Stage3".</summary>
    public static Dictionary<string, Tensor> Read(Type recipe, string role, nn.Module model, Tensor input)
    {
        MethodInfo method = recipe.GetMethod("Read" + role, BindingFlags.Static | BindingFlags.NonPublic)!;
        object result = method.Invoke(null, [model, input])!;
        if (result is Tensor single)
            return new() { [""] = single };
        var names = method.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()!.TransformNames;
        var values = (ITuple)result;
        return Enumerable.Range(0, values.Length).ToDictionary(i => names[i]!, i => (Tensor)values[i]!);
    }

    public static void AssertSame(Tensor expected, Tensor actual, double tolerance = 0)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (expected - actual).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"differs by {difference}");
    }
}
