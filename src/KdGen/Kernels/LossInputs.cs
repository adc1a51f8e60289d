using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>What generated losses are given: checked, so that a wrong shape is said in words of the recipe and is not broadcast, and brought to what torch computes exactly enough in.</summary>
public static class LossInputs
{
    /// <summary>Logits to compute with: those of less than 32 bits as float32.</summary>
    /// <param name="logits">[B, C], floating-point.</param>
    /// <param name="name">What the caller calls them.</param>
    /// <exception cref="ArgumentException">They have another shape or type, or no rows.</exception>
    public static Tensor Logits(Tensor logits, [CallerArgumentExpression(nameof(logits))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(logits, name);
        if (logits.dim() != 2 || logits.shape[1] == 0)
        {
            throw new ArgumentException($"{name} is [{Shape(logits)}], logits are [samples, classes]", name);
        }

        return logits.shape[0] > 0 ? Computed(logits, name) : throw new ArgumentException($"{name} is [{Shape(logits)}]: a batch without samples has no loss", name);
    }

    /// <summary>What is compared with <paramref name="learned"/>, in the type that this is computed in.</summary>
    /// <param name="learned">Logits or a feature of the student.</param>
    /// <param name="other">What it is compared with, of the same shape.</param>
    /// <param name="learnedName">What the caller calls the one.</param>
    /// <param name="name">What the caller calls the other.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the devices.</exception>
    public static Tensor Like(
        Tensor learned,
        Tensor other,
        [CallerArgumentExpression(nameof(learned))] string learnedName = "",
        [CallerArgumentExpression(nameof(other))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(learned, learnedName);
        ArgumentNullException.ThrowIfNull(other, name);
        if (!learned.shape.AsSpan().SequenceEqual(other.shape))
        {
            throw new ArgumentException($"{name} is [{Shape(other)}] and {learnedName} is [{Shape(learned)}]: they must have the same shape", name);
        }

        return Other(learned, other, learnedName, name);
    }

    /// <summary>What is compared with <paramref name="learned"/> whatever its shape, in the type that this is computed in.</summary>
    /// <param name="learned">A feature of the student.</param>
    /// <param name="other">What it is compared with, of as many samples.</param>
    /// <param name="learnedName">What the caller calls the one.</param>
    /// <param name="name">What the caller calls the other.</param>
    /// <exception cref="ArgumentException">The samples differ, or the devices.</exception>
    public static Tensor Beside(
        Tensor learned,
        Tensor other,
        [CallerArgumentExpression(nameof(learned))] string learnedName = "",
        [CallerArgumentExpression(nameof(other))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(learned, learnedName);
        ArgumentNullException.ThrowIfNull(other, name);
        if (other.dim() == 0 || other.shape[0] != learned.shape[0])
        {
            throw new ArgumentException($"{name} is [{Shape(other)}] and {learnedName} is [{Shape(learned)}]: they must have as many samples", name);
        }

        return Other(learned, other, learnedName, name);
    }

    /// <summary>A feature to compute with: one of less than 32 bits as float32.</summary>
    /// <param name="feature">[B, ...], floating-point.</param>
    /// <param name="name">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It is a scalar or has no rows, or whole numbers.</exception>
    public static Tensor Feature(Tensor feature, [CallerArgumentExpression(nameof(feature))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(feature, name);
        return feature.dim() > 1 && feature.shape[0] > 0 ? Computed(feature, name) : throw new ArgumentException($"{name} is [{Shape(feature)}], features are [samples, ...]", name);
    }

    /// <summary>The class of each row as [B, 1], some class where the row has none, and which rows have none.</summary>
    /// <param name="labels">[B], whole numbers from 0 to C - 1, or <paramref name="ignore"/>.</param>
    /// <param name="logits">[B, C].</param>
    /// <param name="ignore">The number that stands for "no label".</param>
    /// <param name="binary">With one class the label is that class's target, 0 or 1.</param>
    /// <param name="logitsName">What the caller calls the logits.</param>
    /// <exception cref="ArgumentException">There is not one label for each row, or one is no class.</exception>
    public static (Tensor Label, Tensor IsIgnored) Labels(
        Tensor labels,
        Tensor logits,
        long ignore,
        bool binary = false,
        [CallerArgumentExpression(nameof(logits))] string logitsName = "")
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(logits, logitsName);
        if (labels.dim() != 1 || labels.shape[0] != logits.shape[0])
        {
            throw new ArgumentException($"labels is [{Shape(labels)}] and {logitsName} is [{Shape(logits)}]: there is one label for each of the {logits.shape[0]} rows", nameof(labels));
        }

        if (labels.is_floating_point() || labels.dtype == ScalarType.Bool)
        {
            throw new ArgumentException($"labels is {labels.dtype}, the class of each row is a whole number (int64)", nameof(labels));
        }

        Tensor given = labels.to(ScalarType.Int64);
        Tensor isIgnored = given.eq(ignore);
        long classes = binary && logits.shape[1] == 1 ? 2 : logits.shape[1];
        Tensor isWrong = given.lt(0).logical_or(given.ge(classes)).logical_and(isIgnored.logical_not());
        if (isWrong.any().item<bool>())
        {
            long row = isWrong.to(ScalarType.Int64).argmax().item<long>();
            throw new ArgumentException($"labels[{row}] is {given[row].item<long>()}, the {classes} classes are 0 to {classes - 1}", nameof(labels));
        }

        return (given.masked_fill(isIgnored, 0).unsqueeze(1), isIgnored.unsqueeze(1));
    }

    /// <summary>What a sum over the rows that have a label is divided by for their mean: their number, at least 1, or what the caller gives.</summary>
    public static Tensor CountedRows(Tensor isIgnored, Tensor logits, double? given)
    {
        ArgumentNullException.ThrowIfNull(isIgnored);
        ArgumentNullException.ThrowIfNull(logits);
        return given is { } rows ? tensor(rows, Type(logits), logits.device) : isIgnored.logical_not().sum().clamp_min(1);
    }

    /// <summary>The same where rows weigh differently: what the caller gives, or else the sum of their weights.</summary>
    public static Tensor GivenRows(Tensor weights, double? given)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return given is { } rows ? tensor(rows, weights.dtype, weights.device) : weights;
    }

    /// <summary>Whether a class is among the <paramref name="count"/> with the largest values of its row: exactly so many, the first ones among equals; all when there are fewer classes.</summary>
    public static Tensor IsTop(Tensor values, int count)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (count >= values.shape[1])
        {
            return ones_like(values, ScalarType.Bool);
        }

        (_, Tensor order) = values.sort(1, descending: true, stable: true);
        Tensor top = order.narrow(1, 0, count);
        return zeros_like(values, ScalarType.Bool).scatter_(1, top, ones_like(top, ScalarType.Bool));
    }

    /// <summary>The values of each row in another order, with that of one class where it was.</summary>
    /// <param name="values">[B, C].</param>
    /// <param name="fixedClass">[B, 1], the class of each row that stays.</param>
    /// <param name="key">Decides the order; drawn when null.</param>
    public static Tensor Permuted(Tensor values, Tensor fixedClass, long? key)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(fixedClass);
        return values.gather(1, ClassPermutation.Indices(PermutationKey(key), fixedClass.squeeze(1), values.shape[1]));
    }

    /// <summary>The key of a call's permutations: <paramref name="given"/>, or drawn from torch's generator of the CPU, so that the run's seed decides.</summary>
    public static long PermutationKey(long? given)
    {
        if (given is { } key)
        {
            return key;
        }

        using Tensor drawn = randint(long.MaxValue, [1L], ScalarType.Int64);
        return drawn.item<long>();
    }

    /// <summary>
    /// A scalar with this value and these derivatives: to first order what the loss is itself. Null where the gradient does not say what the derivatives are, at logits that are not finite.
    /// </summary>
    /// <param name="value">The loss.</param>
    /// <param name="inputs">What it is differentiated by.</param>
    /// <param name="gradients">Its gradient for each of them.</param>
    public static Tensor? Differentiable(Tensor value, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(gradients);
        Tensor? slope = null;
        for (int i = 0; i < inputs.Count; i++)
        {
            Tensor part = (inputs[i].to(Type(inputs[i])) * gradients[i]).sum();
            slope = slope is null ? part : slope + part;
        }

        return slope is null ? value : slope.isfinite().item<bool>() ? value + (slope - slope.detach()) : null;
    }

    /// <summary>A setting above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not, or not finite.</exception>
    public static double Positive(double value, [CallerMemberName] string name = "")
        => value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number above 0");

    /// <summary>A setting above or equal to 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not, or not finite.</exception>
    public static double NotNegative(double value, [CallerMemberName] string name = "")
        => value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number, at least 0");

    private static Tensor Computed(Tensor value, string name)
        => value.is_floating_point() ? value.to(Type(value)) : throw new ArgumentException($"{name} is {value.dtype}, losses are computed from floating-point numbers", name);

    private static ScalarType Type(Tensor value) => value.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    private static string Shape(Tensor value) => string.Join(", ", value.shape);

    private static Tensor Other(Tensor learned, Tensor other, string learnedName, string name)
    {
        if (learned.device.type != other.device.type || (learned.device.index != other.device.index && learned.device.type != DeviceType.CPU))
        {
            throw new ArgumentException($"{name} is on {other.device} and {learnedName} on {learned.device}: move one of them", name);
        }

        return Computed(other, name).to(Type(learned));
    }
}
