using System.Runtime.CompilerServices;
using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// The losses between features of a student and a teacher that have no parameters of their own. Each is a function of tensors to a scalar without its weight, differentiable by autograd
/// for the student; the teacher's side is data, no gradient flows there. A map is [B, C, H, W] (a signal [B, C, L] counts as one line of it), a sequence [B, T, D].
/// </summary>
/// <remarks>
/// Any device and floating-point type: 16-bit features are widened to 32 bits, since sums of their squares leave their range, and the loss is a 32-bit number then. Where a formula
/// divides by a norm, the norm is bounded below as in its reference code; one sample, one position, a feature of zeros and equal features have finite values and gradients.
/// Float32 features that lie in one piece of the machine's memory are read in passes of our own, all others by torch's operators.
/// </remarks>
public static partial class FeatureLoss
{
    // The mean over all elements of (s - t)².
    internal static Tensor MeanSquare(Tensor student, Tensor teacher) => SquareSum(student, teacher, 1.0 / student.numel());

    private static Tensor SquareSum(Tensor student, Tensor teacher, double factor) => FeatureFunction.Evaluate(
        new PairSum<PairTerms.Square>(new(), factor, (s, t) => nn.functional.mse_loss(s, t, nn.Reduction.Sum) * factor), student, teacher);

    // Each row, along the last dimension, divided by its L2 norm, at least 1e-12.
    private static Tensor Units(Tensor rows) => FeatureFunction.Evaluate(new UnitRows(), rows);

    // X Xᵀ.
    private static Tensor Products(Tensor rows) => FeatureFunction.Evaluate(new Gram(ofColumns: false), rows);

    private static Tensor Read(Tensor feature, string name, string loss)
    {
        if (feature.dim() < 2 || feature.numel() == 0)
            throw new ArgumentException($"{loss}: {name} is {FeatureMaps.Text(feature)}, features are [samples, ...] and not empty", name);
        return FeatureMaps.Wide(feature);
    }

    // Both sides as the losses read them: in one type, the teacher cut off.
    private static (Tensor Student, Tensor Teacher) Read(Tensor student, Tensor teacher, string loss)
    {
        Tensor read = Read(student, nameof(student), loss);
        return (read, FeatureMaps.Data(Read(teacher, nameof(teacher), loss), read.dtype));
    }

    private static (Tensor Student, Tensor Teacher) ReadEqual(Tensor student, Tensor teacher, [CallerMemberName] string loss = "")
    {
        Require(student.shape.AsSpan().SequenceEqual(teacher.shape), "they must have the same shape", student, teacher, loss);
        return Read(student, teacher, loss);
    }

    // [B, ...] of one batch as [B, features].
    private static (Tensor Student, Tensor Teacher) ReadVectors(Tensor student, Tensor teacher, [CallerMemberName] string loss = "")
    {
        (Tensor read, Tensor data) = Read(student, teacher, loss);
        Require(student.shape[0] == teacher.shape[0], "they must have the same number of samples", student, teacher, loss);
        return (read.flatten(1), data.flatten(1));
    }

    private static (Tensor Student, Tensor Teacher) ReadMaps(Tensor student, Tensor teacher, bool sameChannels = false, [CallerMemberName] string loss = "")
    {
        (Tensor read, Tensor data) = Read(student, teacher, loss);
        Require(student.dim() is 3 or 4 && student.dim() == teacher.dim(), "both must be maps [samples, channels, height, width]", student, teacher, loss);
        Require(student.shape[0] == teacher.shape[0], "they must have the same number of samples", student, teacher, loss);
        Require(!sameChannels || student.shape[1] == teacher.shape[1], "they must have the same number of channels", student, teacher, loss);
        return (read, data);
    }

    private static (Tensor Student, Tensor Teacher) ReadEqualMaps(Tensor student, Tensor teacher, [CallerMemberName] string loss = "")
    {
        Require(student.dim() < 3 || student.shape.AsSpan().SequenceEqual(teacher.shape), "they must have the same shape", student, teacher, loss);
        return ReadMaps(student, teacher, loss: loss);
    }

    private static (Tensor Student, Tensor Teacher)[] ReadStages(Tensor[] student, Tensor[] teacher, [CallerMemberName] string loss = "")
    {
        if (student.Length != teacher.Length || student.Length < 2)
            throw new ArgumentException($"{loss}: stages of the student: {student.Length}, of the teacher: {teacher.Length}; it reads as many of both, at least 2", nameof(student));
        return [.. student.Zip(teacher, (one, other) => ReadMaps(one, other, sameChannels: true, loss))];
    }

    private static void Require(bool holds, string rule, Tensor student, Tensor teacher, string loss)
    {
        if (!holds)
            throw new ArgumentException($"{loss}: student is {FeatureMaps.Text(student)} and teacher is {FeatureMaps.Text(teacher)}: {rule}", nameof(student));
    }
}
