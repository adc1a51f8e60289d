namespace KdGen.Tests.Losses.Features;

/// <summary>The features of both sides: numbers of float32, so that each type is given the same.</summary>
/// <param name="Student">A shape and its numbers for each of the student's features.</param>
/// <param name="Teacher">A shape and its numbers for each of the teacher's features.</param>
internal sealed record FeatureInput((long[] Shape, double[] Values)[] Student, (long[] Shape, double[] Values)[] Teacher)
{
    /// <summary>What can be wrong with features, by name; null where the shapes do not allow it.</summary>
    public static IReadOnlyDictionary<string, Func<FeatureInput, FeatureInput?>> Kinds { get; } = new Dictionary<string, Func<FeatureInput, FeatureInput?>>
    {
        ["normal"] = static input => input,
        ["one sample"] = static input => input.OneSample(),
        ["one position"] = static input => input.OnePosition(),
        ["one sample, one position"] = static input => input.OneSample().OnePosition(),
        ["a sample of zeros"] = static input => input.Filled(static (shape, at) => at / Size(shape, 1) == 0, both: false),
        ["a sample of zeros on both sides"] = static input => input.Filled(static (shape, at) => at / Size(shape, 1) == 0, both: true),
        ["a channel of zeros"] = static input => input.Filled(static (shape, at) => at % Size(shape, 1) / Size(shape, 2) == 0, both: false),
        ["student of zeros"] = static input => input.Filled(static (_, _) => true, both: false),
        ["both of zeros"] = static input => input.Filled(static (_, _) => true, both: true),
        ["teacher of zeros"] = static input => input with { Teacher = Zeroed(input.Teacher, static (_, _) => true) },
        ["equal samples"] = static input => new(Repeated(input.Student), Repeated(input.Teacher)),
        ["two equal samples"] = static input => new(Twice(input.Student), input.Teacher),
        ["opposite samples"] = static input => new(Opposite(input.Student), input.Teacher),
        ["equal"] = static input => SameShapes(input) ? input with { Student = input.Teacher } : null,
    };

    /// <summary>Normal numbers.</summary>
    public static FeatureInput Normal(long[][] student, long[][] teacher, double scale)
    {
        var random = new Random(7);
        return new([.. student.Select(Draw)], [.. teacher.Select(Draw)]);

        (long[] Shape, double[] Values) Draw(long[] shape) => (shape, [.. Enumerable.Range(0, (int)Size(shape, 0)).Select(_ => (double)(float)(scale * Gauss()))]);
        double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>The section of the reference page with values of its own: F_s = sin(0.3 i), F_t = cos(0.2 i), [3, 2, 2, 2].</summary>
    public static FeatureInput Golden { get; } = new(
        [([3, 2, 2, 2], [.. Enumerable.Range(0, 24).Select(static i => Math.Sin(0.3 * i))])], [([3, 2, 2, 2], [.. Enumerable.Range(0, 24).Select(static i => Math.Cos(0.2 * i))])]);

    private static bool SameShapes(FeatureInput input) => input.Student.Zip(input.Teacher, static (one, other) => one.Shape.SequenceEqual(other.Shape)).All(static same => same);

    private FeatureInput Sliced(Func<long[], long, bool> kept, Func<long[], long[]> shape)
    {
        return new([.. Student.Select(Slice)], [.. Teacher.Select(Slice)]);

        (long[] Shape, double[] Values) Slice((long[] Shape, double[] Values) feature) => (shape(feature.Shape), [.. feature.Values.Where((_, at) => kept(feature.Shape, at))]);
    }

    private FeatureInput OneSample() => Sliced(static (shape, at) => at / Size(shape, 1) == 0, static shape => [1, .. shape.Skip(1)]);

    private FeatureInput OnePosition() =>
        Sliced(static (shape, at) => shape.Length < 3 || at % Size(shape, 2) == 0, static shape => [.. shape.Select(static (size, dimension) => dimension < 2 ? size : 1)]);

    private FeatureInput Filled(Func<long[], long, bool> zero, bool both) => new(Zeroed(Student, zero), both ? Zeroed(Teacher, zero) : Teacher);

    private static (long[] Shape, double[] Values)[] Zeroed((long[] Shape, double[] Values)[] features, Func<long[], long, bool> zero) =>
        [.. features.Select(feature => (feature.Shape, feature.Values.Select((value, at) => zero(feature.Shape, at) ? 0 : value).ToArray()))];

    private static (long[] Shape, double[] Values)[] Repeated((long[] Shape, double[] Values)[] features) =>
        [.. features.Select(static feature => (feature.Shape, feature.Values.Select((_, at) => feature.Values[at % Size(feature.Shape, 1)]).ToArray()))];

    // The second sample is the first.
    private static (long[] Shape, double[] Values)[] Twice((long[] Shape, double[] Values)[] features) =>
        [.. features.Select(static feature => (feature.Shape, feature.Values.Select((value, at) =>
        {
            long size = Size(feature.Shape, 1);
            return at / size == 1 ? feature.Values[at - size] : value;
        }).ToArray()))];

    // Each second sample is minus the one before.
    private static (long[] Shape, double[] Values)[] Opposite((long[] Shape, double[] Values)[] features) =>
        [.. features.Select(static feature => (feature.Shape, feature.Values.Select((value, at) =>
        {
            long sample = at / Size(feature.Shape, 1);
            return sample % 2 == 1 ? -feature.Values[at - Size(feature.Shape, 1)] : value;
        }).ToArray()))];

    private static long Size(long[] shape, int first) => shape.Skip(first).Aggregate(1L, static (product, size) => product * size);
}
