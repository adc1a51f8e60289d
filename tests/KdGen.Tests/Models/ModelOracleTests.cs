using KdGen.Tests.Oracle;
using KdGen.Weights;
using Models;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Models;

/// <summary>
/// The declared models against the same ones in PyTorch (models.py): the state_dict that torch.save wrote loads under its own keys, and the outputs in both modes, the gradient of
/// every parameter and the running statistics are the same. A tensor's error is its largest difference relative to its largest value: 1e-5 in float32, 1e-9 in float64.
/// The float32 gradients of deep networks hang on rounding: a ReLU's input falls on the other side of zero, and PyTorch's own float32 is 14 % away from its float64 (ResNet110).
/// They are compared where both sides run the same kernels, which is so over Debian's libtorch; elsewhere float64 alone decides about gradients.
/// </summary>
public sealed class ModelOracleTests
{
    private static readonly bool isSameLibTorch = typeof(Tensor).Assembly.GetName().Name == "KdGen.LibTorch";

    [OracleTheory]
    [InlineData("ResNet20", "ResNet32", "ResNet56", "ResNet110", "ResNet8x4", "ResNet32x4")]
    [InlineData("Wrn16x2", "Wrn40x1", "Wrn40x2")]
    [InlineData("Vgg8", "Vgg13")]
    [InlineData("MobileNetV2", "ShuffleV2")]
    [InlineData("DeiTTiny", "EmbeddingMlp", "TinyBert")]
    public void Models_ArePyTorchs(params string[] names)
    {
        using var recordings = new Recordings(names);
        List<string> wrong = [];
        foreach (string name in names)
        {
            wrong.AddRange(Differences(name, ScalarType.Float32, recordings.File(name, "pth"), recordings.File(name, "single.pth"), 1e-5));
            wrong.AddRange(Differences(name, ScalarType.Float64, recordings.File(name, "pth"), recordings.File(name, "double.pth"), 1e-9));
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static List<string> Differences(string name, ScalarType type, string weights, string recording, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> expected = Read(recording);
        using nn.Module<Tensor, Tensor> model = ModelSources.Create(name);
        model.to(type);
        model.LoadWeights(weights);
        Tensor input = expected["input"];

        Dictionary<string, Tensor> actual = [];
        model.eval();
        using (no_grad())
            actual["eval"] = model.forward(input);

        model.train();
        Tensor[] heads = Heads(model, input);
        heads.Select((head, i) => (head * expected[$"weight.{i}"]).sum()).Aggregate((sum, term) => sum + term).backward();
        for (int i = 0; i < heads.Length; i++)
            actual[$"train.{i}"] = heads[i].detach();
        foreach ((string key, var parameter) in model.named_parameters())
            actual[$"gradient.{key}"] = parameter.grad!;
        foreach ((string key, Tensor buffer) in model.named_buffers())
            actual[$"buffer.{key}"] = buffer;

        Assert.Equal(expected.Keys.Where(key => key != "input" && !key.StartsWith("weight.", StringComparison.Ordinal)).Order(), actual.Keys.Order());
        List<string> wrong = [];
        foreach ((string key, Tensor value) in actual)
        {
            Assert.Equal(expected[key].shape, value.shape);
            if (type == ScalarType.Float32 && key.StartsWith("gradient.", StringComparison.Ordinal) && !isSameLibTorch)
                continue;
            double error = Largest(value.to(ScalarType.Float64) - expected[key].to(ScalarType.Float64)) / Scale(key, expected);
            if (!(error <= tolerance))
                wrong.Add($"{name} in {type}: {key} differs by {error:E1}");
        }

        return wrong;
    }

    private static Tensor[] Heads(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        if (model is not DistilledDeiT distilled)
            return [model.forward(input)];
        (Tensor cls, Tensor dist) = distilled.Heads(input);
        return [cls, dist];
    }

    private static Dictionary<string, Tensor> Read(string path)
    {
        using Checkpoint file = Checkpoint.Open(path);
        return file.Tensors.Keys.ToDictionary(key => key, file.Read);
    }

    /// <summary>The bias before a BatchNorm has no gradient but rounding errors: a bias is measured against its weight.</summary>
    private static double Scale(string key, Dictionary<string, Tensor> expected)
    {
        double own = Largest(expected[key]);
        return key.EndsWith(".bias", StringComparison.Ordinal) && expected.TryGetValue($"{key[..^4]}weight", out Tensor? weight) ? Math.Max(own, Largest(weight)) : own;
    }

    private static double Largest(Tensor tensor) => tensor.to(ScalarType.Float64).abs().max().item<double>();
}
