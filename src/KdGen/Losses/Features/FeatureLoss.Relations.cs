using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <content>Losses between the samples of a batch: what they compare is [B, B], so that the two sides may have features of any shapes.</content>
public static partial class FeatureLoss
{
    // The squared distance that equal samples are given, and the norm that a difference of zeros is divided by.
    private const double RelationEps = 1e-12;

    private const double ProbabilityEps = 1e-7;

    /// <summary>
    /// Similarity-preserving: the mean over the B² entries of (G(s) - G(t))², G = X Xᵀ of the flattened samples, each row divided by its L2 norm (at least 1e-12).
    /// Tung and Mori, "Similarity-Preserving Knowledge Distillation", 2019.
    /// </summary>
    /// <param name="student">[B, ...].</param>
    /// <param name="teacher">[B, ...].</param>
    /// <exception cref="ArgumentException">The numbers of samples differ.</exception>
    public static Tensor SP(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadVectors(student, teacher);
        return MeanSquare(Similarities(student), Similarities(teacher)).MoveToOuterDisposeScope();

        static Tensor Similarities(Tensor vectors) => Units(Products(vectors));
    }

    /// <summary>
    /// Relational distillation: <paramref name="distance"/> times the mean over the B² pairs of the smooth L1 distance between the Euclidean distances of the samples, those of each side divided
    /// by their mean over the pairs of two samples, plus <paramref name="angle"/> times the mean over the B³ triples (i, j, k) of the smooth L1 distance between the cosines of the angles at i
    /// from j to k. One sample has no pairs: the loss is 0. Park et al., "Relational Knowledge Distillation", 2019.
    /// </summary>
    /// <remarks>Memory: [B, B, D] and [B, B, B] for the angles, neither of them where <paramref name="angle"/> is 0 or where the features are float32 in the machine's memory.</remarks>
    /// <param name="student">[B, ...].</param>
    /// <param name="teacher">[B, ...].</param>
    /// <param name="distance">The weight of the distances.</param>
    /// <param name="angle">The weight of the angles.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ.</exception>
    public static Tensor RKD(Tensor student, Tensor teacher, double distance = 25, double angle = 50)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadVectors(student, teacher);
        Tensor loss = angle == 0 ? distance * Distance(student, teacher)
            : distance == 0 ? angle * Angle(student, teacher)
            : (distance * Distance(student, teacher)) + (angle * Angle(student, teacher));
        return loss.MoveToOuterDisposeScope();

        static Tensor Distance(Tensor student, Tensor teacher)
        {
            double samples = student.shape[0];
            return nn.functional.smooth_l1_loss(Distances(student), Distances(teacher), nn.Reduction.Sum) * (2 / (samples * samples));
        }

        static Tensor Angle(Tensor student, Tensor teacher) => FeatureFunction.Evaluate(new Angles(static (s, t) => nn.functional.smooth_l1_loss(Cosines(s), Cosines(t))), student, teacher);
    }

    /// <summary>
    /// Probabilistic knowledge transfer: the mean over the B² entries of P log((P + 1e-7) / (Q + 1e-7)), Q of the student and P of the teacher: (cos + 1) / 2 of each two samples, each row divided by
    /// its sum. Passalis and Tefas, "Learning Deep Representations with Probabilistic Knowledge Transfer", 2018.
    /// </summary>
    /// <param name="student">[B, ...].</param>
    /// <param name="teacher">[B, ...].</param>
    /// <exception cref="ArgumentException">The numbers of samples differ.</exception>
    public static Tensor PKT(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadVectors(student, teacher);
        Tensor q = Probabilities(student), p = Probabilities(teacher);
        return (p * (p + ProbabilityEps).div(q + ProbabilityEps).log()).mean().MoveToOuterDisposeScope();

        static Tensor Probabilities(Tensor vectors)
        {
            // By the norm's own operator, whose gradient at a sample of zeros is 0 and not 0 / 0.
            Tensor directions = vectors / (vectors.norm(1, keepdim: true) + ProbabilityEps);

            // Rounding may take the cosine of opposite samples below -1, where the logarithm has no value.
            Tensor similarities = (Products(directions) + 1).clamp_min(0);
            return similarities / similarities.sum(1, keepdim: true);
        }
    }

    // Over the pairs i < j, [B, B] with zeros elsewhere: the distance divided by the mean distance.
    private static Tensor Distances(Tensor vectors)
    {
        double samples = vectors.shape[0];

        // Around their mean the samples have the same distances, and the squares lose fewer digits to each other.
        Tensor centred = vectors - vectors.mean([0], keepdim: true);
        Tensor squares = centred.square().sum(1);
        Tensor distances = (squares.unsqueeze(0) + squares.unsqueeze(1) - (2 * Products(centred))).clamp_min(RelationEps).sqrt().triu(1);
        return distances * (samples * (samples - 1) / 2 / distances.sum().clamp_min(RelationEps));
    }

    // [B, B, B]: at sample i, the cosine of the angle from sample j to sample k.
    private static Tensor Cosines(Tensor vectors)
    {
        Tensor directions = nn.functional.normalize(vectors.unsqueeze(0) - vectors.unsqueeze(1), dim: 2);
        return directions.bmm(directions.transpose(1, 2));
    }
}
