namespace KdGen.Tests.Losses;

/// <summary>Inputs that are the same everywhere; logits are numbers of bfloat16 too, so that each form is given exactly what the reference is given.</summary>
internal static class LossInputs
{
    /// <summary>z_s[i,j] = 2 sin(1 + 5i + j), z_t[i,j] = 3 cos(0.5 (5i + j)), y_i = 2i mod 5.</summary>
    public static LossInput Golden { get; } = new(
        4, 5, Both([.. Enumerable.Range(0, 20).Select(i => 2 * Math.Sin(1 + i))]), [.. Enumerable.Range(0, 20).Select(i => 3 * Math.Cos(0.5 * i))], [0, 2, 4, 1])
    {
        Targets = [.. Enumerable.Range(0, 20).Select(static i => 0.2)],
    };

    /// <summary>Batches and classes as they come: one sample, one class, rows that fill no vector, long rows.</summary>
    public static IReadOnlyDictionary<string, LossInput> Ordinary { get; } = new Dictionary<string, LossInput>
    {
        ["1x1"] = Normal(1, 1, 1),
        ["4x1"] = Normal(4, 1, 1),
        ["1x2"] = Normal(1, 2, 1),
        ["4x2"] = Normal(4, 2, 1),
        ["33x2"] = Normal(33, 2, 1),
        ["1x3"] = Normal(1, 3, 1),
        ["4x3"] = Normal(4, 3, 1),
        ["1x5"] = Normal(1, 5, 1),
        ["33x5"] = Normal(33, 5, 1),
        ["1x17"] = Normal(1, 17, 1),
        ["33x17"] = Normal(33, 17, 1),
        ["4x5 wide"] = Normal(4, 5, 30),
        ["4x17 wide"] = Normal(4, 17, 30),
        ["33x17 ignored"] = Normal(33, 17, 3).Ignoring(static row => row % 2 == 0),
        ["33x5 ignored"] = Normal(33, 5, 3).Ignoring(static row => row % 3 == 0),
        ["4x5 all ignored"] = Normal(4, 5, 1).Ignoring(static _ => true),
        ["4x1000"] = Normal(4, 1000, 1),
        ["33x1000 wide"] = Normal(33, 1000, 30),
        ["4x32000"] = Normal(4, 32000, 2),
    };

    /// <summary>Logits of which much becomes infinite, 0 or equal where it is not kept from it.</summary>
    public static IReadOnlyDictionary<string, LossInput> Extreme { get; } = new Dictionary<string, LossInput>
    {
        ["4x1 equal"] = Same(4, 1, 3, 3),
        ["4x2 equal"] = Same(4, 2, 0, 0),
        ["4x5 equal"] = Same(4, 5, 7, 7),
        ["33x17 equal"] = Same(33, 17, -2, 5),
        ["4x1000 equal"] = Same(4, 1000, 1e4, -1e4),
        ["4x2 huge"] = Huge(4, 2),
        ["4x3 huge"] = Huge(4, 3),
        ["33x5 huge"] = Huge(33, 5),
        ["33x17 huge"] = Huge(33, 17),
        ["4x1000 huge"] = Huge(4, 1000),
        ["4x3 teacher -inf"] = WithoutClasses(4, 3),
        ["33x5 teacher -inf"] = WithoutClasses(33, 5),
        ["33x17 teacher -inf"] = WithoutClasses(33, 17),
        ["4x1000 teacher -inf"] = WithoutClasses(4, 1000),
    };

    /// <summary>Both models say the same of all classes.</summary>
    private static LossInput Same(int rows, int classes, double student, double teacher)
    {
        LossInput normal = Normal(rows, classes, 1);
        double[] students = [.. Enumerable.Repeat(Short(student), rows * classes)];
        return normal with { Students = normal.Students.ToDictionary(static pair => pair.Key, _ => students), Teacher = [.. Enumerable.Repeat(Short(teacher), rows * classes)] };
    }

    /// <summary>Each logit is -1e4, 0 or 1e4, or small.</summary>
    private static LossInput Huge(int rows, int classes)
    {
        LossInput normal = Normal(rows, classes, 1);
        var random = new Random(classes);
        double[] Huge(double[] logits) => [.. logits.Select(logit => random.Next(4) switch { 0 => -1e4, 1 => 1e4, 2 => 0, _ => logit }).Select(Short)];
        return normal with { Students = normal.Students.ToDictionary(static pair => pair.Key, pair => Huge(pair.Value)), Teacher = Huge(normal.Teacher) };
    }

    /// <summary>The teacher leaves out a class of each row, in turn that of the label, and never all.</summary>
    private static LossInput WithoutClasses(int rows, int classes)
    {
        LossInput normal = Normal(rows, classes, 2);
        double[] teacher = [.. normal.Teacher];
        for (int row = 0; row < rows; row++)
        {
            teacher[(row * classes) + (int)((normal.Labels[row] + (row % 2)) % classes)] = double.NegativeInfinity;
        }

        return normal with { Teacher = teacher };
    }

    /// <summary>Normal logits times <paramref name="scale"/>.</summary>
    public static LossInput Normal(int rows, int classes, double scale)
    {
        var random = new Random((rows * 1_000_003) + classes);
        double[] student = Logits(), dist = Logits(), teacher = Logits();
        double[] targets = new double[rows * classes];
        for (int row = 0; row < rows; row++)
        {
            double[] share = [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble() * random.NextDouble())];
            double sum = share.Sum();
            for (int c = 0; c < classes; c++)
            {
                targets[(row * classes) + c] = (float)(share[c] / sum);
            }
        }

        return new LossInput(rows, classes, new Dictionary<string, double[]> { ["student"] = student, ["studentCls"] = student, ["studentDist"] = dist }, teacher, [.. Enumerable.Range(0, rows).Select(_ => random.NextInt64(classes))])
        {
            Targets = targets,
        };

        double[] Logits() => [.. Enumerable.Range(0, rows * classes).Select(_ => Short(scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    /// <summary>The nearest bfloat16, ties away from 0.</summary>
    public static double Short(double value) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits((float)value) + 0x8000) & 0xFFFF0000);

    private static Dictionary<string, double[]> Both(double[] student) => new() { ["student"] = student, ["studentCls"] = student, ["studentDist"] = student };
}
