using TorchSharp;
using static global::KdGen.RowMath;

namespace KdGen.Tests.Losses;

/// <summary>Losses as users write them.</summary>
public static class OwnLosses
{
    private const double T = 4;
    private const double Alpha = 0.5;

    [Loss]
    public static double Focal(Row student, int label) => -Pow(1 - Softmax(student)[label], 2) * LogSoftmax(student)[label];

    [Loss]
    public static double Poly(Row student, int label)
    {
        double p = Softmax(student)[label];
        return -Log(p) + 0.5 * (1 - p);
    }

    [Loss]
    public static double Soft(Row student, Row teacher)
    {
        Row p = Softmax(teacher / T);
        return T * T * Sum(p * (Log(p) - LogSoftmax(student / T)));
    }

    [Loss]
    public static double TaughtFocal(Row student, Row teacher, int label) => -Softmax(teacher)[label] * Pow(1 - Softmax(student)[label], 1.5) * LogSoftmax(student)[label];

    [Loss]
    public static double SquaredHinge(Row student, int label)
    {
        Row hinge = Max(0, 1 - (2 * OneHot(label, student.Length) - 1) * student);
        return Sum(hinge * hinge) / student.Length;
    }

    [Loss]
    public static double Entropy(Row student) => 0.1 * Sum(Softmax(student) * LogSoftmax(student));

    [Loss]
    public static double Tsallis(Row student, Row teacher) =>
        (1 - Sum(Pow(Softmax(teacher), Alpha) * Pow(Softmax(student), 1 - Alpha))) / (Alpha * (1 - Alpha));

    [Loss]
    public static double ChiSquared(Row student, Row teacher)
    {
        Row p = Softmax(teacher);
        return 0.01 * (Sum(p * p / Softmax(student)) - 1);
    }

    [Loss]
    public static double TopMargin(Row student, Row teacher, int label)
    {
        double others = Max(student - 1e4 * OneHot(label, student.Length));
        return Max(0, 1 + others - student[label]) * Max(Softmax(teacher));
    }

    [Loss]
    public static double Huber(Row student, Row teacher)
    {
        Row difference = Abs(student - teacher);
        Row small = Min(difference, 1);
        return Sum(0.5 * small * small + (difference - small)) / student.Length;
    }

    [Loss]
    public static double Trusting(Row student, Row teacher, int label)
    {
        if (ArgMax(teacher) == label || label == 0)
        {
            return Sum(Pow(Centred(student) - Centred(teacher), 2));
        }

        return LogSumExp(student) - student[label];
    }

    [Loss]
    public static double Binary(Row student, Row teacher) => Log(1 + Exp(student[0] - student[1])) * (teacher[1] > teacher[0] ? 1 : 0.25);

    [Loss]
    public static double Sigmoids(Row student, Row teacher)
    {
        Row p = 1 / (1 + Exp(-teacher));
        return Sum(p * Log(1 + Exp(-student)) + (1 - p) * Log(1 + Exp(student))) / student.Length + 1 / (1 + Exp(-Max(student)));
    }

    [Loss]
    public static double Weighted(Row student, Row teacher, int label) => Detach(1 - Softmax(student)[label]) * Sum(Softmax(teacher) * Log(Softmax(teacher) / Softmax(student)));

    [Loss]
    public static double JensenShannon(Row student, Row teacher)
    {
        Row p = Softmax(teacher), q = Softmax(student);
        Row between = (p + q) / 2;
        return 0.5 * Divergence(p, between) + 0.5 * Divergence(q, between);
    }

    [Loss]
    public static double BinaryCrossEntropy(Row student, Row teacher)
    {
        Row p = 1 / (1 + Exp(-teacher)), q = 1 / (1 + Exp(-student));
        return -Sum(p * Log(q) + (1 - p) * Log(1 - q)) / student.Length;
    }

    [Loss]
    public static double Bhattacharyya(Row student, Row teacher) => -Log(Sum(Sqrt(Softmax(teacher) * Softmax(student))));

    [Loss]
    public static double Sharpened(Row student, Row teacher)
    {
        Row q = Softmax(student);
        Row sharp = q * q / Sum(q * q);
        if (Max(Softmax(teacher)) < 0.5)
        {
            sharp = q;
        }

        return -Sum(Softmax(teacher) * Log(sharp));
    }

    [Loss]
    public static torch.Tensor Cosine(torch.Tensor student, torch.Tensor teacher) => 1 - torch.nn.functional.cosine_similarity(student, teacher, dim: 1).mean();

    [Loss]
    public static torch.Tensor Anything(torch.Tensor student, torch.Tensor teacher, torch.Tensor labels) =>
        ((student - teacher).square().mean([1]) * (student.argmax(1) == labels).to(student.dtype)).mean() + student.logsumexp(1).mean();

    private static double Divergence(Row p, Row q) => Sum(p * (Log(p) - Log(q)));

    private static Row Centred(Row row) => row - Sum(row) / row.Length;
}
