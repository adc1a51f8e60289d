using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

/// <summary>[B, 2] -> [B, 2], written by hand, with the step that a recipe's generated code has.</summary>
internal sealed class TinyModel : nn.Module<Tensor, Tensor>
{
    private readonly Linear linear;
    private readonly nn.Module<Tensor, Tensor> inner;
    private readonly optim.Optimizer optimizer;

    public TinyModel(double lr = 0.1) : base(nameof(TinyModel))
    {
        linear = nn.Linear(2, 2);
        inner = nn.Sequential(nn.Dropout(0.5));
        RegisterComponents();
        optimizer = optim.SGD(parameters(), lr);
    }

    public nn.Module<Tensor, Tensor> Inner => inner;

    /// <summary>Whether the model was in training mode at each forward.</summary>
    public List<bool> Modes { get; } = [];

    public override Tensor forward(Tensor input)
    {
        Modes.Add(training);
        using DisposeScope scope = NewDisposeScope();
        return linear.forward(inner.forward(input)).MoveToOuterDisposeScope();
    }

    public Tensor Step(Tensor x, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = nn.functional.cross_entropy(forward(x), y);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return loss.detach().MoveToOuterDisposeScope();
    }

    public float[] Weights() => linear.weight.data<float>().ToArray();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            optimizer.Dispose();
        base.Dispose(disposing);
    }
}
