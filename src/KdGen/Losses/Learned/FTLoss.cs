using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Factor transfer: a paraphraser, an autoencoder trained on the teacher's feature beforehand, says what matters in it; a translator, trained with the student, says the same of
/// the student's. The loss is the mean over B H W of |v(s) - v(t)|, s and t the two codes and v(F) = normalize₂(flatten(mean over channels of F²)). Kim et al.,
/// "Paraphrasing Complex Network: Network Compression via Factor Transfer", 2018; layers and defaults as in RepDistiller.
/// </summary>
/// <remarks>
/// Two phases: <see cref="Reconstruction"/> trains the paraphraser and nothing else; <see cref="forward"/> trains translator and student, and no gradient reaches the paraphraser.
/// State, with K = Ct times the factor, rounded down, but 1 at least: <c>paraphraser.encoder</c>, 3x3 convolutions Ct -> Ct -> K -> K, and <c>paraphraser.decoder</c>, transposed ones K -> K -> Ct -> Ct;
/// <c>translator.encoder</c>, 3x3 convolutions Cs -> Cs -> K -> K with BatchNorm. A leaky ReLU of slope 0.1 after each.
/// </remarks>
public sealed class FTLoss : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long student;
    private readonly long teacher;
    private readonly FactorCoder paraphraser;
    private readonly FactorCoder translator;

    /// <summary>Makes the loss with fresh weights from torch's random numbers.</summary>
    /// <param name="student">Cs, the channels of the student's feature.</param>
    /// <param name="teacher">Ct, the channels of the teacher's.</param>
    /// <param name="factor">The channels of a code for each of the teacher's; a code has one at least.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not above 0 and at most 1.</exception>
    public FTLoss(long student, long teacher, double factor = 0.5) : base(nameof(FTLoss))
    {
        if (factor is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"{nameof(FTLoss)}: a factor is above 0 and at most 1");
        (this.student, this.teacher) = (student, teacher);
        long code = Math.Max(1, (long)(teacher * factor));
        paraphraser = FactorCoder.Paraphraser(teacher, code);
        translator = FactorCoder.Translator(student, code);
        register_module(nameof(paraphraser), paraphraser);
        register_module(nameof(translator), translator);
    }

    /// <summary>The loss of the main training, a scalar.</summary>
    /// <param name="student">[B, Cs, H, W].</param>
    /// <param name="teacher">[B, Ct, H', W'], detached here; where the sizes differ, the larger code is averaged to the smaller's.</param>
    /// <exception cref="ArgumentException">Other shapes.</exception>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = FeatureMaps.Of(nameof(FTLoss), student, this.student, teacher, this.teacher);
        Tensor paraphrased;
        using (no_grad()) paraphrased = paraphraser.Encode(to);
        return Distance(translator.Encode(from), paraphrased).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of the paraphraser's own training, before the main one, a scalar: the mean over [B, Ct, H, W] of (decoder(encoder(Ft)) - Ft)².</summary>
    /// <param name="teacher">[B, Ct, H, W], detached here.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public Tensor Reconstruction(Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var feature = FeatureMaps.OfTeacher(nameof(FTLoss), teacher, this.teacher, paraphraser.Type);
        return FeatureMaps.Distance(paraphraser.Decode(paraphraser.Encode(feature)), feature).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers both coders.</summary>
    protected override void RegisterComponents() { }

    /// <summary>The loss of two codes, [B, K, H, W] and [B, K', H', W'].</summary>
    internal static Tensor Distance(Tensor student, Tensor teacher)
    {
        (student, teacher) = FeatureMaps.OfOneSize(FeatureMaps.Wide(student), FeatureMaps.Wide(teacher));
        return nn.functional.l1_loss(Factor(student), Factor(teacher));
    }

    private static Tensor Factor(Tensor code) => nn.functional.normalize(code.square().mean([1]).flatten(1));
}
