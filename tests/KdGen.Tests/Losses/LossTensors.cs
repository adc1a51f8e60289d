using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>Inputs of the reference as tensors.</summary>
internal static class LossTensors
{
    /// <summary>What a recipe's loss may take, by parameter.</summary>
    public static Dictionary<string, Tensor> Of(LossCase recipe, LossInput input, ScalarType type)
    {
        Dictionary<string, Tensor> tensors = input.Students.ToDictionary(static pair => pair.Key, pair => Logits(pair.Value, input, type));
        tensors["teacher"] = Logits(input.Teacher, input, type);
        tensors["labels"] = recipe.Terms.Any(static term => term.SoftTargets) ? Logits(input.Targets, input, type == ScalarType.BFloat16 ? ScalarType.Float32 : type) : tensor(input.Labels);
        return tensors;
    }

    public static double[] Numbers(Tensor values) => values.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static Tensor Logits(double[] numbers, LossInput input, ScalarType type) => tensor(numbers).view(input.Rows, input.Classes).to(type);
}
