using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>A case with its module, features and the weight of the teacher's head.</summary>
public sealed record LearnedRun(LearnedCase Case, nn.Module Module, Tensor[] Students, Tensor[] Teachers, Tensor Head) : IDisposable
{
    /// <summary>The loss, or what the function of the case gives, with the mask of the case's seed.</summary>
    public Tensor Result()
    {
        manual_seed(Case.Seed);
        return (Module, Case.Kind) switch
        {
            (FTLoss loss, "Reconstruction") => loss.Reconstruction(Teachers[0]),
            (SimKDLoss loss, "SimKDLogits") => loss.Logits(Students[0], feature => LearnedCase.Head(feature, Head)),
            (SRRLLoss loss, _) => loss.forward(Students[0], Teachers[0], feature => LearnedCase.Head(feature, Head)),
            (ReviewKDLoss loss, _) => loss.forward(Students, Teachers),
            (nn.Module<Tensor, Tensor, Tensor> loss, _) => loss.forward(Students[0], Teachers[0]),
            (nn.Module<Tensor, Tensor> projector, _) => projector.forward(Students[0]),
            _ => throw new InvalidOperationException(Case.Name),
        };
    }

    /// <summary>The way back from the result, that of a projector by way of the sum of its sines.</summary>
    public static void Backward(Tensor result) => (result.dim() == 0 ? result : result.sin().sum()).backward();

    /// <summary>All that the oracle needs, by name.</summary>
    public Dictionary<string, Tensor> Tensors()
    {
        Dictionary<string, Tensor> tensors = new() { ["head"] = Head };
        foreach (var (key, value) in Module.state_dict()) tensors.Add($"weights.{key}", value);
        for (int i = 0; i < Students.Length; i++) tensors.Add($"student.{i}", Students[i]);
        for (int i = 0; i < Teachers.Length; i++) tensors.Add($"teacher.{i}", Teachers[i]);
        return tensors;
    }

    /// <inheritdoc/>
    public void Dispose() => Module.Dispose();
}
