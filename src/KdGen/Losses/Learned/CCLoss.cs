using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Correlation congruence: how much the difference between student and teacher in one sample goes with that in the next. With es and et, learned linear embeddings of both
/// features, and δ = |es - et|: the mean over i &lt; B - 1 of the sum over dimensions of δi δ(i+1); 0 for a batch of one. Peng et al., "Correlation Congruence for Knowledge
/// Distillation", 2019, in the form that its authors gave to RepDistiller.
/// </summary>
/// <remarks>State: <c>embed_s</c> and <c>embed_t</c>, linear layers with bias, Fs -> D and Ft -> D: D (Fs + Ft + 2) parameters, both trained.</remarks>
public sealed class CCLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear embed_s;
    private readonly Linear embed_t;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Fs, the numbers in one sample of the student's feature: C H W of a map.</param>
    /// <param name="teacher">Ft, the numbers in one sample of the teacher's.</param>
    /// <param name="dim">D, the dimensions of the embeddings.</param>
    public CCLoss(long student, long teacher, long dim = 128) : base(nameof(CCLoss))
    {
        embed_s = nn.Linear(student, dim);
        embed_t = nn.Linear(teacher, dim);
        register_module(nameof(embed_s), embed_s);
        register_module(nameof(embed_t), embed_t);
    }

    /// <summary>The loss, a scalar.</summary>
    /// <param name="student">[B, ...], Fs numbers a sample.</param>
    /// <param name="teacher">[B, ...], Ft numbers a sample, detached here.</param>
    /// <exception cref="ArgumentException">The batches differ in size.</exception>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        long samples = student.size(0);
        if (teacher.size(0) != samples)
            throw new ArgumentException($"{nameof(CCLoss)} compares {samples} samples of the student with {teacher.size(0)} of the teacher: both are of one batch", nameof(teacher));
        using var scope = NewDisposeScope();
        var difference = FeatureMaps.Wide(embed_s.forward(student.flatten(1))).sub(FeatureMaps.Wide(embed_t.forward(FeatureMaps.Data(teacher, student.dtype).flatten(1)))).abs();
        var pairs = difference.narrow(0, 0, samples - 1).mul(difference.narrow(0, 1, samples - 1));
        return pairs.sum().div(Math.Max(1, samples - 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers both layers.</summary>
    protected override void RegisterComponents() { }
}
