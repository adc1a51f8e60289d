using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

public static partial class FeatureLoss
{
    // As in PyTorch's cosine embedding loss, where it is a 32-bit number.
    private const double CosineEps = 1e-12f;

    // What TinyBERT takes for the score of a position that is masked out.
    private const float MaskedScore = -100;

    /// <summary>
    /// Mean squared error, the mean of (s - t)² over all elements; or the mean of the smooth L1 distance: d² / 2 where d = |s - t| is below 1, else d - 1/2.
    /// Romero et al., "FitNets: Hints for Thin Deep Nets", 2015.
    /// </summary>
    /// <param name="student">[B, ...].</param>
    /// <param name="teacher">The student's shape.</param>
    /// <param name="smooth">Smooth L1 instead of the square.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Hint(Tensor student, Tensor teacher, bool smooth = false)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadEqual(student, teacher);
        Tensor loss = smooth
            ? FeatureFunction.Evaluate(new PairSum<PairTerms.Smooth>(new(), 1.0 / student.numel(), static (s, t) => nn.functional.smooth_l1_loss(s, t)), student, teacher)
            : MeanSquare(student, teacher);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean of 1 - cos(s, t), cos = s·t / sqrt((|s|² + 1e-12) (|t|² + 1e-12)), over the samples, whose maps are flattened, or over the tokens of two sequences [B, T, D] of equal T: PyTorch's
    /// CosineEmbeddingLoss with target 1.
    /// </summary>
    /// <param name="student">[B, ...].</param>
    /// <param name="teacher">[B, ...], as many numbers a sample (a token) as the student's unless <paramref name="pool"/> is set.</param>
    /// <param name="pool">Whether the longer of the two flattened vectors is average-pooled to the length of the other, as in PyTorch's tutorial on knowledge distillation.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor Cosine(Tensor student, Tensor teacher, bool pool = false)
    {
        using var scope = NewDisposeScope();
        (Tensor read, Tensor data) = Read(student, teacher, nameof(Cosine));
        bool areTokens = student.dim() == 3 && teacher.dim() == 3 && (!pool || student.shape[1] == teacher.shape[1]);
        Require(student.shape[0] == teacher.shape[0], "they must have the same number of samples", student, teacher, nameof(Cosine));
        Require(!areTokens || student.shape[1] == teacher.shape[1], "they must have the same number of tokens", student, teacher, nameof(Cosine));
        Tensor s = Vectors(read), t = Vectors(data);
        Require(pool || s.shape[1] == t.shape[1], $"{s.shape[1]} and {t.shape[1]} numbers have no angle between them without pooling", student, teacher, nameof(Cosine));
        long length = Math.Min(s.shape[1], t.shape[1]);
        if (s.shape[1] > length) s = nn.functional.adaptive_avg_pool1d(s, length);
        if (t.shape[1] > length) t = nn.functional.adaptive_avg_pool1d(t, length);
        return FeatureFunction.Evaluate(new Cosines(CosineEps, static (s, t) => 1 - (s.mul(t).sum(1) / (Length(s) * Length(t))).mean()), s, t).MoveToOuterDisposeScope();

        Tensor Vectors(Tensor feature) => areTokens ? feature.flatten(0, 1) : feature.flatten(1);
        static Tensor Length(Tensor vectors) => vectors.square().sum(1).add(CosineEps).sqrt();
    }

    /// <summary>
    /// Mean squared error of attention scores before the softmax, the mean over all elements; scores of -100 and less belong to positions that are masked out and count as 0 on their side.
    /// Jiao et al., "TinyBERT: Distilling BERT for Natural Language Understanding", 2020.
    /// </summary>
    /// <param name="student">[B, heads, L, L].</param>
    /// <param name="teacher">The student's shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor AttentionMap(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadEqual(student, teacher);
        PairSum<PairTerms.SquareOfVisible> squares = new(new(MaskedScore), 1.0 / student.numel(), static (s, t) => nn.functional.mse_loss(Visible(s), Visible(t)));
        return FeatureFunction.Evaluate(squares, student, teacher).MoveToOuterDisposeScope();

        static Tensor Visible(Tensor scores) => scores.masked_fill(scores.le(MaskedScore), 0);
    }
}
