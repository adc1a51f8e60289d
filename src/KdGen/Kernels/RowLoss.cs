using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>Evaluates losses over the rows of tensors in the machine's memory, value and gradient in one pass.</summary>
public static class RowLoss
{
    private const long MostClasses = 1 << 26;

    // Tests set it to go without the wider vectors; 0 is no bound.
    [ThreadStatic]
    private static int widest;

    /// <summary>The most bits of a vector that this thread uses; set to 0 for what the processor has.</summary>
    internal static int Widest { get => widest == 0 ? int.MaxValue : widest; set => widest = value; }

    /// <summary>Whether a loss over these can be evaluated here: [B, C] in one piece of the machine's memory, float32 or bfloat16, with labels of int64 or targets of float32.</summary>
    /// <param name="student">[B, C], the logits that are learned.</param>
    /// <param name="teacher">[B, C], the teacher's logits; the word <c>null</c> when the loss reads none.</param>
    /// <param name="labels">[B], the classes, or [B, C], a probability of each; the word <c>null</c> when the loss reads none.</param>
    /// <param name="studentName">What the caller calls the student's logits.</param>
    /// <param name="teacherName">What the caller calls the teacher's.</param>
    /// <param name="labelsName">What the caller calls the labels.</param>
    /// <exception cref="ArgumentNullException">What the caller names is not there.</exception>
    public static bool Takes(
        Tensor student,
        Tensor? teacher,
        Tensor? labels,
        [CallerArgumentExpression(nameof(student))] string studentName = "",
        [CallerArgumentExpression(nameof(teacher))] string teacherName = "",
        [CallerArgumentExpression(nameof(labels))] string labelsName = "") =>
        IsThere(student, studentName) && IsLogits(student) && student.size(1) is > 0 and <= MostClasses
        && (!IsThere(teacher, teacherName) || IsLogits(teacher!) && SameSize(student, teacher!))
        && (!IsThere(labels, labelsName) || (TensorMemory.Has(labels!) && labels!.dtype switch
        {
            ScalarType.Int64 => labels.Dimensions == 1 && labels.size(0) == student.size(0),
            ScalarType.Float32 => labels.Dimensions == 2 && SameSize(student, labels),
            _ => false,
        }));

    /// <summary>The loss, a float32 scalar, and its gradient for the student's logits.</summary>
    /// <param name="loss">What is evaluated.</param>
    /// <param name="student">[B, C], the logits that are learned.</param>
    /// <param name="teacher">[B, C], the teacher's logits; null when the loss reads none.</param>
    /// <param name="labels">[B], the classes, or [B, C], a probability of each; null when the loss reads none.</param>
    /// <param name="rows">What sums over rows are divided by in place of their number here; null for that number.</param>
    /// <param name="name">What the caller calls the student's logits.</param>
    /// <exception cref="ArgumentException">The batch is empty, a label is not a class, or the tensors are none that <see cref="Takes"/> takes.</exception>
    public static (Tensor Value, Tensor Gradient) Evaluate<TLoss>(TLoss loss, Tensor student, Tensor? teacher, Tensor? labels, double? rows = null, [CallerArgumentExpression(nameof(student))] string name = "")
        where TLoss : struct, IRowLoss
    {
        if (!Takes(student, teacher, labels, name, teacher is null ? "null" : "", labels is null ? "null" : ""))
            throw new ArgumentException($"{name} and what it is compared with are not float32 or bfloat16 [B, C], with labels [B], in the machine's memory: use the composed loss", name);
        if (labels is not null && labels.dtype == ScalarType.Float32 != TLoss.ReadsTargets)
            throw new ArgumentException(TLoss.ReadsTargets
                ? $"labels is [{labels.size(0)}] and {name} is [{student.size(0)}, {student.size(1)}]: there is a probability of each class of each row"
                : $"labels is [{labels.size(0)}, {labels.size(1)}] and {name} is [{student.size(0)}, {student.size(1)}]: there is one label for each of the {student.size(0)} rows", nameof(labels));
        if (student.size(0) == 0)
            throw new ArgumentException($"{name} is [0, {student.size(1)}]: a batch without samples has no loss", name);

        Tensor gradient = empty(student.size(0), student.size(1), student.dtype);
        double value = (student.dtype, teacher?.dtype ?? student.dtype) switch
        {
            (ScalarType.Float32, ScalarType.Float32) => Run<TLoss, Float32, Float32>(loss, student, teacher, labels, gradient, rows),
            (ScalarType.Float32, _) => Run<TLoss, Float32, BFloat16>(loss, student, teacher, labels, gradient, rows),
            (_, ScalarType.Float32) => Run<TLoss, BFloat16, Float32>(loss, student, teacher, labels, gradient, rows),
            _ => Run<TLoss, BFloat16, BFloat16>(loss, student, teacher, labels, gradient, rows),
        };
        return (tensor((float)value), gradient);
    }

    /// <summary>A tensor is given; where the caller writes <c>null</c> itself, the loss reads none.</summary>
    private static bool IsThere(Tensor? tensor, string name) =>
        tensor is not null || (name == "null" ? false : throw new ArgumentNullException(name, $"{name} is null, but the loss reads it"));

    private static double Run<TLoss, TStudent, TTeacher>(TLoss loss, Tensor student, Tensor? teacher, Tensor? labels, Tensor gradient, double? rows)
        where TLoss : struct, IRowLoss
        where TStudent : unmanaged, IElement<TStudent>
        where TTeacher : unmanaged, IElement<TTeacher>
    {
        if (Vector512.IsHardwareAccelerated && Widest >= 512)
            return RowPass<TLoss, Floats16, TStudent, TTeacher>.Run(loss, student, teacher, labels, gradient, rows);
        if (Vector256.IsHardwareAccelerated && Widest >= 256)
            return RowPass<TLoss, Floats8, TStudent, TTeacher>.Run(loss, student, teacher, labels, gradient, rows);
        return RowPass<TLoss, Floats4, TStudent, TTeacher>.Run(loss, student, teacher, labels, gradient, rows);
    }

    private static bool IsLogits(Tensor tensor) => tensor.dtype is ScalarType.Float32 or ScalarType.BFloat16 && tensor.Dimensions == 2 && TensorMemory.Has(tensor);

    private static bool SameSize(Tensor one, Tensor other) => one.size(0) == other.size(0) && one.size(1) == other.size(1);
}
