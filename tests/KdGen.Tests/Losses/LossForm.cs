using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>A way to the value and the gradients of a loss.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The elements of the logits.</param>
/// <param name="Bits">The widest vectors.</param>
/// <param name="Call">Which of the generated methods is called.</param>
internal sealed record LossForm(string Name, ScalarType Type, int Bits, LossForm.Method Call)
{
    public enum Method
    {
        Composed,
        Loss,
        LossAndGradient,
    }

    public static LossForm Exact { get; } = new("composed in double", ScalarType.Float64, 512, Method.Composed);

    public static IReadOnlyList<LossForm> All { get; } =
    [
        Exact,
        new("composed in float32", ScalarType.Float32, 512, Method.Composed),
        new("fused, 512 bits", ScalarType.Float32, 512, Method.LossAndGradient),
        new("fused, 256 bits", ScalarType.Float32, 256, Method.LossAndGradient),
        new("fused, 128 bits", ScalarType.Float32, 128, Method.LossAndGradient),
        new("fused, 512 bits, bfloat16", ScalarType.BFloat16, 512, Method.LossAndGradient),
        new("fused, 256 bits, bfloat16", ScalarType.BFloat16, 256, Method.LossAndGradient),
        new("fused, 128 bits, bfloat16", ScalarType.BFloat16, 128, Method.LossAndGradient),
        new("differentiable, float32", ScalarType.Float32, 512, Method.Loss),
        new("differentiable, double", ScalarType.Float64, 512, Method.Loss),
        new("with gradient, double", ScalarType.Float64, 512, Method.LossAndGradient),
    ];

    /// <summary>
    /// The relative error that its arithmetic may have. What is composed in float32 is as good as torch's operators: near 1e4 the last bit of a log-probability is 1e-3.
    /// </summary>
    public double ToleranceOf(LossCase recipe, LossInput input) => Type == ScalarType.Float64 ? 1e-12
        : Call != Method.Composed && recipe.IsFused ? 1e-6
        : input.Largest < 1000 ? 2e-5 : 2e-6 * input.Largest;

    /// <summary>What storing a gradient may change it by, relative to itself.</summary>
    public double Rounding => Type == ScalarType.BFloat16 ? Math.ScaleB(1, -8) : 0;

    public static LossForm Of(string name) => All.Single(one => one.Name == name);

    /// <summary>The value, and a gradient for each of the student's logits.</summary>
    public (double Value, double[][] Gradients) Evaluate(LossCase recipe, LossInput input, object? settings = null)
    {
        using DisposeScope scope = NewDisposeScope();
        var generated = new GeneratedLoss(recipe.Recipe);
        Dictionary<string, Tensor> tensors = LossTensors.Of(recipe, input, Type);
        RowLoss.Widest = Bits;
        try
        {
            if (Call == Method.LossAndGradient)
            {
                (Tensor result, Tensor[] found) = generated.LossAndGradient(tensors, settings);
                return (Number(result), [.. found.Select(LossTensors.Numbers)]);
            }

            Tensor[] leaves = [.. recipe.Students.Select(name => tensors[name] = tensors[name].requires_grad_())];
            Tensor loss = Call == Method.Loss ? generated.Loss(tensors, settings) : generated.Composed(tensors, settings);
            loss.backward();
            return (Number(loss), [.. leaves.Select(static leaf => LossTensors.Numbers(leaf.grad!))]);
        }
        finally
        {
            RowLoss.Widest = 0;
        }
    }

    private static double Number(Tensor scalar)
    {
        Assert.Empty(scalar.shape);
        return scalar.to(ScalarType.Float64).item<double>();
    }
}
