using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <content>Losses between maps: where they look, and how their channels go together.</content>
public static partial class FeatureLoss
{
    private const double DeviationEps = 1e-6;

    /// <summary>
    /// Attention transfer: the mean over samples and positions of (v(s) - v(t))², v the mean of |x|^power over the channels, flattened and divided by its L2 norm (at least 1e-12). Where the sizes
    /// differ, the larger map is averaged to the smaller. Zagoruyko and Komodakis, "Paying More Attention to Attention", 2017.
    /// </summary>
    /// <param name="student">[B, C, H, W].</param>
    /// <param name="teacher">[B, C', H', W'].</param>
    /// <param name="power">The exponent, at least 1.</param>
    /// <exception cref="ArgumentException">They are no maps, or the numbers of samples differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="power"/> is outside of that.</exception>
    public static Tensor AT(Tensor student, Tensor teacher, double power = 2)
    {
        if (power is not (>= 1 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(power), power, "AT takes a power of at least 1: below, the gradient at 0 has no value");
        using var scope = NewDisposeScope();
        (student, teacher) = ReadMaps(student, teacher);
        (student, teacher) = FeatureMaps.OfOneSize(student, teacher);
        return MeanSquare(Attention(student, power), Attention(teacher, power)).MoveToOuterDisposeScope();

        static Tensor Attention(Tensor maps, double power) => Units(power == 2 ? FeatureFunction.Evaluate(new Energy(), maps) : maps.abs().pow(power).mean([1]).flatten(1));
    }

    /// <summary>
    /// Neuron selectivity transfer with the polynomial kernel: the mean over the samples of mean k(s, s) + mean k(t, t) - 2 mean k(s, t) over all pairs of channels, the squared maximum mean
    /// discrepancy, with k(a, b) = (a·b)² and each channel's map divided by its L2 norm (at least 1e-12). Where the sizes differ, the larger map is averaged to the smaller.
    /// Huang and Wang, "Like What You Like: Knowledge Distill via Neuron Selectivity Transfer", 2017.
    /// </summary>
    /// <param name="student">[B, C, H, W].</param>
    /// <param name="teacher">[B, C', H', W'].</param>
    /// <exception cref="ArgumentException">They are no maps, or the numbers of samples differ.</exception>
    public static Tensor NST(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadMaps(student, teacher);
        (student, teacher) = FeatureMaps.OfOneSize(student, teacher);
        Tensor s = Units(student.flatten(2)), t = Units(teacher.flatten(2));
        long channels = Math.Max(s.shape[1], t.shape[1]), positions = s.shape[2];

        // The sum of (a·b)² over channels a, b is the inner product of the two sides' products over positions: the smaller of the two products is taken.
        Tensor loss = positions <= channels
            ? SquareSum(Positions(s), Positions(t), 1.0 / s.shape[0])
            : Products(s).square().mean() + Products(t).square().mean() - (2 * s.bmm(t.transpose(1, 2)).square().mean());
        return loss.MoveToOuterDisposeScope();

        static Tensor Positions(Tensor channels) => FeatureFunction.Evaluate(new Gram(ofColumns: true), channels) / channels.shape[1];
    }

    /// <summary>
    /// Channel-wise divergence: T² KL(softmax(t / T) || softmax(s / T)) over the positions of each channel, the mean over samples and channels.
    /// Shu et al., "Channel-wise Knowledge Distillation for Dense Prediction", 2021.
    /// </summary>
    /// <param name="student">[B, C, H, W].</param>
    /// <param name="teacher">The student's shape.</param>
    /// <param name="temperature">T, above 0.</param>
    /// <exception cref="ArgumentException">They are no maps, or the shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is outside of that.</exception>
    public static Tensor CWD(Tensor student, Tensor teacher, double temperature = 1)
    {
        if (temperature is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "CWD takes a temperature above 0");
        using var scope = NewDisposeScope();
        (student, teacher) = ReadEqualMaps(student, teacher);
        double factor = temperature * temperature / (student.shape[0] * student.shape[1]);
        ChannelDivergence divergence = new(temperature, (s, t) => nn.functional.kl_div((s / temperature).log_softmax(2), (t / temperature).log_softmax(2), log_target: true, nn.Reduction.Sum) * factor);
        return FeatureFunction.Evaluate(divergence, student.flatten(2), teacher.flatten(2)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// PKD: half the mean over all elements of (z(s) - z(t))², z each channel less its mean over samples and positions, divided by its deviation (of n - 1) + 1e-6. A student of another size is
    /// interpolated to the teacher's, bilinearly. Cao et al., "PKD: General Distillation Framework for Object Detectors via Pearson Correlation Coefficient", 2022.
    /// </summary>
    /// <param name="student">[B, C, H, W].</param>
    /// <param name="teacher">[B, C, H', W'].</param>
    /// <exception cref="ArgumentException">They are no maps, or the numbers of samples or channels differ.</exception>
    public static Tensor PKD(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadMaps(student, teacher, sameChannels: true);
        long[] size = teacher.shape[2..];
        if (!student.shape.AsSpan(2).SequenceEqual(size))
            student = nn.functional.interpolate(student, size, mode: size.Length == 1 ? InterpolationMode.Linear : InterpolationMode.Bilinear, align_corners: false);

        // One number has no deviation: it is its own mean.
        Tensor loss = student.numel() == student.shape[1]
            ? MeanSquare(student - student, teacher - teacher)
            : FeatureFunction.Evaluate(new Standardized(DeviationEps, static (s, t) => nn.functional.mse_loss(Standard(s), Standard(t)) / 2), student, teacher);
        return loss.MoveToOuterDisposeScope();

        static Tensor Standard(Tensor maps)
        {
            Tensor channels = maps.transpose(0, 1).flatten(1);
            return (channels - channels.mean([1], keepdim: true)) / (channels.std(1, keepdim: true) + DeviationEps);
        }
    }

    /// <summary>
    /// Inter-channel correlation (ICKD-C): the mean over samples and channels of |g(s) - g(t)|², g the channel's row of X Xᵀ [C, C], X [C, positions], divided by its L2 norm (at least 1e-12).
    /// This is the authors' code for CIFAR-100, whose weight is 2.5; that for ImageNet divides by B once more. Liu et al., "Exploring Inter-Channel Correlation for Diversity-preserved Knowledge Distillation", 2021.
    /// </summary>
    /// <param name="student">[B, C, H, W].</param>
    /// <param name="teacher">[B, C, H', W'].</param>
    /// <exception cref="ArgumentException">They are no maps, or the numbers of samples or channels differ.</exception>
    public static Tensor ICKD(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        (student, teacher) = ReadMaps(student, teacher, sameChannels: true);
        return (MeanSquare(Correlations(student), Correlations(teacher)) * student.shape[1]).MoveToOuterDisposeScope();

        static Tensor Correlations(Tensor maps) => Units(Products(maps.flatten(2)));
    }
}
