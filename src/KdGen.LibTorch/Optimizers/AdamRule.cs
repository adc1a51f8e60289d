using KdGen.LibTorch;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What the two Adams remember about a parameter.</summary>
internal interface IAdamState
{
    long Step { get; set; }

    Tensor Mean { get; }

    Tensor Square { get; }

    /// <summary>There only with amsgrad.</summary>
    Tensor LargestSquare { get; }
}

/// <summary>One step of Adam, or with <paramref name="Decoupled"/> weight decay of AdamW, over many parameters by libtorch's list operators.</summary>
internal readonly record struct AdamRule(
    double LearningRate, double Beta1, double Beta2, double Eps, double WeightDecay, bool Decoupled, bool Amsgrad, bool Maximize)
{
    internal static void CheckBetas(double beta1, double beta2)
    {
        if (beta1 is not (>= 0 and < 1) || beta2 is not (>= 0 and < 1))
            throw new ArgumentException($"the betas are {beta1} and {beta2}: each must be from 0 to below 1");
    }

    internal void Step(ParameterBatch batch, IAdamState[] states)
    {
        if (batch.IsEmpty) return;
        if (Maximize) batch.Negate();
        if (WeightDecay != 0)
        {
            if (Decoupled) NnOps.ForeachMulScalarInPlace.InvokeVoid(batch.Parameters, 1 - LearningRate * WeightDecay);
            else batch.Add(batch.Parameters, WeightDecay);
        }

        foreach (var state in states) state.Step++;
        var step = states[0].Step;
        if (Array.TrueForAll(states, state => state.Step == step))
        {
            Move(batch.Parameters, batch.Gradients, states, step);
            return;
        }

        // A parameter that had no gradient for a while lags behind, and the corrections depend on the step.
        foreach (var same in Enumerable.Range(0, states.Length).GroupBy(i => states[i].Step))
            Move([.. same.Select(i => batch.Parameters[i])], [.. same.Select(i => batch.Gradients[i])], [.. same.Select(i => states[i])], same.Key);
    }

    private void Move(Tensor[] parameters, Tensor[] gradients, IAdamState[] states, long step)
    {
        var means = Array.ConvertAll(states, state => state.Mean);
        var squares = Array.ConvertAll(states, state => state.Square);
        NnOps.ForeachMulScalarInPlace.InvokeVoid(means, Beta1);
        NnOps.ForeachAddInPlace.InvokeVoid(means, gradients, 1 - Beta1);
        NnOps.ForeachMulScalarInPlace.InvokeVoid(squares, Beta2);
        NnOps.ForeachAddcmulInPlace.InvokeVoid(squares, gradients, gradients, 1 - Beta2);
        if (Amsgrad)
        {
            var largest = Array.ConvertAll(states, state => state.LargestSquare);
            NnOps.ForeachMaximumInPlace.InvokeVoid(largest, squares);
            squares = largest;
        }

        // mean / (sqrt(square) / c + eps) is c mean / (sqrt(square) + c eps): one pass over memory less.
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        var stepSize = LearningRate / (1 - Math.Pow(Beta1, step));
        var divisors = NnOps.ForeachSqrt.InvokeList(squares);
        NnOps.ForeachAddScalarInPlace.InvokeVoid(divisors, Eps * correction);
        NnOps.ForeachAddcdivInPlace.InvokeVoid(parameters, means, divisors, -stepSize * correction);
        ParameterBatch.Free(divisors);
    }
}
