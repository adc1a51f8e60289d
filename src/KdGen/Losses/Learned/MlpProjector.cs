using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// What brings vectors, or the tokens of sequences, of the student to the teacher's features when a linear map is too little: linear2(ReLU(linear1(x))), [..., Fs] to [..., Ft], 2 Ft features between
/// the two as in RepDistiller's embedding.
/// </summary>
/// <remarks>State: <c>linear1</c>, Fs -> 2 Ft, and <c>linear2</c>, 2 Ft -> Ft, with bias. Ft (2 Fs + 2 Ft + 3) parameters.</remarks>
public sealed class MlpProjector : nn.Module<Tensor, Tensor>
{
    private readonly Linear linear1;
    private readonly Linear linear2;

    /// <summary>Makes the projector with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Fs, the features of the student.</param>
    /// <param name="teacher">Ft, the features of the teacher.</param>
    public MlpProjector(long student, long teacher) : base(nameof(MlpProjector))
    {
        linear1 = nn.Linear(student, 2 * teacher);
        linear2 = nn.Linear(2 * teacher, teacher);
        register_module(nameof(linear1), linear1);
        register_module(nameof(linear2), linear2);
    }

    /// <summary>[..., Fs] to [..., Ft].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return linear2.forward(linear1.forward(input).relu()).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers both layers.</summary>
    protected override void RegisterComponents() { }
}
