using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Features;

/// <summary>A loss between features with its options, and the shapes that it is tried on.</summary>
/// <param name="Name">What tests call it by.</param>
/// <param name="Python">Its name in features.py.</param>
/// <param name="Loss">The runtime's.</param>
/// <param name="Student">The shapes of the student's features.</param>
/// <param name="Teacher">The shapes of the teacher's features.</param>
internal sealed record FeatureCase(string Name, string Python, Func<Tensor[], Tensor[], Tensor> Loss, long[][] Student, long[][] Teacher)
{
    private static readonly float[] margins = [-0.5f, -0.25f, 0, -1];

    private static readonly long[] map = [4, 3, 3, 5], wide = [4, 4, 6, 7], signal = [4, 3, 5];

    /// <summary>features.py's options.</summary>
    public object Options { get; init; } = new { };

    /// <summary>How large the features are.</summary>
    public double Scale { get; init; } = 1;

    public static IReadOnlyList<FeatureCase> All { get; } =
    [
        Pair("Hint", map, map, static (s, t) => FeatureLoss.Hint(s, t)),
        Pair("Hint vector", [5, 7], [5, 7], static (s, t) => FeatureLoss.Hint(s, t)),
        Pair("SmoothHint", map, map, static (s, t) => FeatureLoss.Hint(s, t, smooth: true)),
        Pair("Cosine", map, map, static (s, t) => FeatureLoss.Cosine(s, t)),
        Pair("Cosine vector", [5, 7], [5, 7], static (s, t) => FeatureLoss.Cosine(s, t)),
        Pair("Cosine tokens", [3, 5, 7], [3, 5, 7], static (s, t) => FeatureLoss.Cosine(s, t)),
        Pair("PooledCosine", [4, 3, 5, 2], [4, 2, 5, 2], static (s, t) => FeatureLoss.Cosine(s, t, pool: true)),
        Pair("PooledCosine teacher", [4, 7], [4, 2, 3, 3], static (s, t) => FeatureLoss.Cosine(s, t, pool: true)),
        Pair("PooledCosine tokens", [4, 3, 5, 2], [4, 7, 3], static (s, t) => FeatureLoss.Cosine(s, t, pool: true)),
        Pair("PooledCosine signals", signal, [4, 2, 9], static (s, t) => FeatureLoss.Cosine(s, t, pool: true)),
        Pair("PooledCosine equal", [4, 7], [4, 7], static (s, t) => FeatureLoss.Cosine(s, t, pool: true)),
        Pair("AttentionMap", [2, 3, 5, 5], [2, 3, 5, 5], static (s, t) => FeatureLoss.AttentionMap(s, t)) with { Scale = 100 },
        Pair("AT", map, wide, static (s, t) => FeatureLoss.AT(s, t)),
        Pair("AT larger", wide, map, static (s, t) => FeatureLoss.AT(s, t)),
        Pair("AT crossed", [2, 3, 3, 6], [2, 5, 4, 5], static (s, t) => FeatureLoss.AT(s, t)),
        Pair("AT equal", map, map, static (s, t) => FeatureLoss.AT(s, t)),
        Pair("AT signal", signal, [4, 2, 9], static (s, t) => FeatureLoss.AT(s, t)),
        Pair("AT 1", map, wide, static (s, t) => FeatureLoss.AT(s, t, 1)) with { Options = new { power = 1 } },
        Pair("AT 2.5", map, wide, static (s, t) => FeatureLoss.AT(s, t, 2.5)) with { Options = new { power = 2.5 } },
        Pair("SP", map, [4, 2, 3, 3], static (s, t) => FeatureLoss.SP(s, t)),
        Pair("SP vector", [6, 5], [6, 5], static (s, t) => FeatureLoss.SP(s, t)),
        Pair("RKD", [5, 4], [5, 7], static (s, t) => FeatureLoss.RKD(s, t)),
        Pair("RKD map", [4, 2, 3, 3], [4, 2, 3, 3], static (s, t) => FeatureLoss.RKD(s, t, 0.5, 2)) with { Options = new { distance = 0.5, angle = 2 } },
        Pair("RKD distance", [5, 4], [5, 4], static (s, t) => FeatureLoss.RKD(s, t, 3, 0)) with { Options = new { distance = 3, angle = 0 } },
        Pair("RKD angle", [5, 4], [5, 4], static (s, t) => FeatureLoss.RKD(s, t, 0, 3)) with { Options = new { distance = 0, angle = 3 } },
        Pair("PKT", [5, 4], [5, 7], static (s, t) => FeatureLoss.PKT(s, t)),
        Pair("PKT map", [4, 2, 3, 3], [4, 2, 3, 3], static (s, t) => FeatureLoss.PKT(s, t)),
        Pair("NST", [3, 2, 4, 5], [3, 4, 3, 3], static (s, t) => FeatureLoss.NST(s, t)),
        Pair("NST channels", [3, 5, 2, 3], [3, 7, 3, 4], static (s, t) => FeatureLoss.NST(s, t)),
        Pair("NST equal", [3, 5, 2, 2], [3, 5, 2, 2], static (s, t) => FeatureLoss.NST(s, t)),
        Pair("NST signal", signal, [4, 2, 9], static (s, t) => FeatureLoss.NST(s, t)),
        Pair("CWD", map, map, static (s, t) => FeatureLoss.CWD(s, t)),
        Pair("CWD 4", map, map, static (s, t) => FeatureLoss.CWD(s, t, 4)) with { Options = new { temperature = 4 } },
        Pair("CWD wide", signal, signal, static (s, t) => FeatureLoss.CWD(s, t, 0.5)) with { Options = new { temperature = 0.5 }, Scale = 30 },
        Pair("PKD", map, map, static (s, t) => FeatureLoss.PKD(s, t)),
        Pair("PKD resized", map, [4, 3, 5, 4], static (s, t) => FeatureLoss.PKD(s, t)),
        Pair("PKD signal", signal, [4, 3, 9], static (s, t) => FeatureLoss.PKD(s, t)),
        Pair("ICKD", map, [4, 3, 2, 2], static (s, t) => FeatureLoss.ICKD(s, t)),
        Pair("ICKD equal", map, map, static (s, t) => FeatureLoss.ICKD(s, t)),
        Pair("AB", map, map, static (s, t) => FeatureLoss.AB(s, t)),
        Pair("AB 0.3", [5, 7], [5, 7], static (s, t) => FeatureLoss.AB(s, t, 0.3)) with { Options = new { margin = 0.3 } },
        Pair("OFD", [3, 4, 3, 3], [3, 4, 3, 3], static (s, t) => FeatureLoss.OFD(s, t, tensor(margins))) with { Options = new { margins } },
        Pair("OFD larger", [3, 4, 3, 3], [3, 4, 5, 6], static (s, t) => FeatureLoss.OFD(s, t, tensor(margins).reshape(1, 4, 1, 1))) with { Options = new { margins } },
        Pair("OFD smaller", [3, 4, 4, 5], [3, 4, 2, 3], static (s, t) => FeatureLoss.OFD(s, t, tensor(margins))) with { Options = new { margins } },
        Pair("OFD signal", [3, 4, 5], [3, 4, 7], static (s, t) => FeatureLoss.OFD(s, t, tensor(margins))) with { Options = new { margins } },
        new("FSP", "FSP", FeatureLoss.FSP, [[3, 2, 5, 5], [3, 4, 3, 2], [3, 3, 3, 4]], [[3, 2, 4, 4], [3, 4, 4, 4], [3, 3, 2, 2]]),
        new("FSP equal", "FSP", FeatureLoss.FSP, [[3, 2, 5, 5], [3, 4, 3, 3]], [[3, 2, 5, 5], [3, 4, 3, 3]]),
        new("KDSVD", "KDSVD", static (s, t) => FeatureLoss.KDSVD(s, t), [[3, 5, 4, 3], [3, 6, 3, 3]], [[3, 5, 4, 3], [3, 6, 3, 3]]),
        new("KDSVD 2", "KDSVD", static (s, t) => FeatureLoss.KDSVD(s, t, 2), [[3, 6, 3, 3], [3, 5, 2, 4], [3, 7, 2, 2]], [[3, 6, 4, 3], [3, 5, 4, 4], [3, 7, 2, 2]]) { Options = new { k = 2 } },
    ];

    public static TheoryData<string> Names => [.. All.Select(static one => one.Name)];

    public static FeatureCase Of(string name) => All.Single(one => one.Name == name);

    /// <summary>Every kind of input that the shapes allow.</summary>
    public IEnumerable<(string Kind, FeatureInput Input)> Inputs
    {
        get
        {
            FeatureInput normal = FeatureInput.Normal(Student, Teacher, Scale);
            return FeatureInput.Kinds.Select(kind => (kind.Key, Input: kind.Value(normal)!)).Where(static kind => kind.Input is not null);
        }
    }

    /// <summary>The loss and the gradient of each of the student's features.</summary>
    public (double Value, double[][] Gradients) Run(FeatureInput input, ScalarType type)
    {
        using var scope = NewDisposeScope();
        Tensor[] student = Tensors(input.Student, type), teacher = Tensors(input.Teacher, type);
        foreach (Tensor feature in student)
        {
            feature.requires_grad = true;
        }

        Tensor loss = Loss(student, teacher);
        loss.backward();
        return (loss.to(ScalarType.Float64).item<double>(), [.. student.Select(static feature => Numbers(feature.grad!))]);
    }

    /// <summary>The loss alone.</summary>
    public double Value(FeatureInput input)
    {
        using var scope = NewDisposeScope();
        return Loss(Tensors(input.Student, ScalarType.Float64), Tensors(input.Teacher, ScalarType.Float64)).item<double>();
    }

    public static Tensor[] Tensors((long[] Shape, double[] Values)[] features, ScalarType type) =>
        [.. features.Select(feature => tensor(feature.Values, dtype: ScalarType.Float64).reshape(feature.Shape).to(type))];

    public static double[] Numbers(Tensor values)
    {
        using var wide = values.detach().to(ScalarType.Float64).contiguous();
        return wide.data<double>().ToArray();
    }

    // The first word of a name is features.py's.
    private static FeatureCase Pair(string name, long[] student, long[] teacher, Func<Tensor, Tensor, Tensor> loss) =>
        new(name, name.Split(' ')[0], (s, t) => loss(s[0], t[0]), [student], [teacher]);
}
