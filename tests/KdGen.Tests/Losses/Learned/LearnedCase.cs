using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>A learned loss (or one of its other functions, or a projector) on features of some shapes.</summary>
/// <param name="Name">Without blanks.</param>
/// <param name="Kind">The class in learned.py.</param>
/// <param name="Args">Of its constructor.</param>
/// <param name="Make">Our module.</param>
/// <param name="Students">The shapes of the student's features.</param>
/// <param name="Teachers">The shapes of the teacher's; none for a projector.</param>
/// <param name="Training">False for evaluation mode.</param>
public sealed record LearnedCase(string Name, string Kind, object?[] Args, Func<nn.Module> Make, long[][] Students, long[][] Teachers, bool Training = true)
{
    private const int Classes = 3;

    /// <summary>Every loss on usual, odd and degenerate shapes.</summary>
    public static IReadOnlyDictionary<string, LearnedCase> All { get; } = new LearnedCase[]
    {
        Vid("vid", [3, 4, 5, 5], [3, 6, 5, 5]),
        Vid("vid-student-larger", [2, 4, 7, 7], [2, 6, 3, 3]),
        Vid("vid-teacher-larger", [2, 4, 3, 3], [2, 6, 8, 8]),
        Vid("vid-crossed", [2, 4, 6, 2], [2, 6, 3, 5]),
        Vid("vid-single", [1, 4, 1, 1], [1, 6, 1, 1]),
        Vid("vid-vectors", [3, 4], [3, 6]),
        Cc("cc", 128, [4, 5], [4, 7]),
        Cc("cc-maps", 6, [3, 5, 2, 3], [3, 7, 3, 1]),
        Cc("cc-single", 6, [1, 5], [1, 7]),
        Cc("cc-two", 6, [2, 5], [2, 7]),
        Ft("ft", "FT", 0.5, [3, 4, 5, 5], [3, 6, 5, 5]),
        Ft("ft-student-larger", "FT", 0.5, [2, 4, 8, 8], [2, 7, 4, 4]),
        Ft("ft-teacher-larger", "FT", 0.75, [2, 4, 3, 5], [2, 6, 6, 10]),
        Ft("ft-single", "FT", 0.5, [1, 4, 1, 1], [1, 6, 1, 1]),
        Ft("ft-evaluation", "FT", 0.5, [3, 4, 5, 5], [3, 6, 5, 5]) with { Training = false },
        Ft("ft-reconstruction", "Reconstruction", 0.5, [3, 4, 5, 5], [3, 6, 5, 5]),
        Ft("ft-reconstruction-single", "Reconstruction", 0.5, [1, 4, 1, 1], [1, 6, 1, 1]),
        Review("review", null, [[2, 3, 16, 16], [2, 4, 8, 8], [2, 5, 4, 4], [2, 5]], [[2, 4, 16, 16], [2, 6, 8, 8], [2, 7, 4, 4], [2, 7]]),
        Review("review-sizes", 3, [[3, 3, 8, 8], [3, 4, 4, 4], [3, 5, 4, 4]], [[3, 4, 10, 6], [3, 6, 5, 5], [3, 7, 2, 2]]),
        Review("review-one", null, [[2, 3, 3, 3]], [[2, 4, 3, 3]]),
        Review("review-single", null, [[1, 3, 2, 2], [1, 4]], [[1, 4, 2, 2], [1, 6]]),
        Review("review-evaluation", null, [[2, 3, 5, 5], [2, 4, 1, 1]], [[2, 4, 5, 5], [2, 6, 1, 1]]) with { Training = false },
        Srrl("srrl", 5, [3, 4, 3, 3], [3, 6, 3, 3]),
        Srrl("srrl-sizes", 1, [3, 4, 2, 4], [3, 6, 5, 5]),
        Srrl("srrl-vectors", 5, [3, 4], [3, 6]),
        Srrl("srrl-single", 5, [1, 4], [1, 6]),
        Srrl("srrl-evaluation", 5, [3, 4, 3, 3], [3, 6, 3, 3]) with { Training = false },
        Sim("simkd", "SimKD", 2, [3, 4, 4, 4], [3, 6, 4, 4]),
        Sim("simkd-student-larger", "SimKD", 2, [2, 4, 8, 8], [2, 7, 4, 4]),
        Sim("simkd-teacher-larger", "SimKD", 4, [2, 4, 3, 3], [2, 9, 7, 7]),
        Sim("simkd-single", "SimKD", 2, [1, 4, 1, 1], [1, 6, 1, 1]),
        Sim("simkd-logits", "SimKDLogits", 2, [3, 4, 8, 8], [3, 6, 4, 4]),
        Sim("simkd-logits-small", "SimKDLogits", 2, [3, 4, 2, 2], [3, 6, 4, 4]) with { Training = false },
        Mgd("mgd", 0.65, [3, 4, 5, 5], [3, 6, 5, 5]),
        Mgd("mgd-same", 0.15, [2, 5, 4, 3], [2, 5, 4, 3]),
        Mgd("mgd-all", 1, [2, 4, 3, 3], [2, 6, 3, 3]),
        Mgd("mgd-none", 0, [2, 4, 3, 3], [2, 6, 3, 3]),
        Mgd("mgd-single", 0.5, [1, 4, 1, 1], [1, 6, 1, 1]),
        Ofd("ofd", [3, 4, 3, 3], [3, 6, 3, 3]),
        Ofd("ofd-teacher-larger", [2, 4, 3, 4], [2, 6, 7, 6]),
        Ofd("ofd-single", [1, 4, 1, 1], [1, 6, 1, 1]),
        Ofd("ofd-evaluation", [3, 4, 3, 3], [3, 6, 3, 3]) with { Training = false },
        new("mlp", "Mlp", [4, 6], static () => new MlpProjector(4, 6), [[3, 4]], []),
        new("mlp-tokens", "Mlp", [4, 6], static () => new MlpProjector(4, 6), [[2, 5, 4]], []),
        new("mlp-map", "MlpMap", [4, 6], static () => new MlpMapProjector(4, 6), [[3, 4, 3, 3]], []),
        new("mlp-map-single", "MlpMap", [4, 6], static () => new MlpMapProjector(4, 6), [[1, 4, 1, 1]], []),
    }.ToDictionary(static one => one.Name);

    /// <summary>Of everything random in it.</summary>
    public int Seed => 100 + Name.Length;

    /// <summary>The teacher's head where one is needed: the mean over positions, then a linear map.</summary>
    public static Tensor Head(Tensor feature, Tensor weight) => (feature.dim() == 4 ? feature.mean([2, 3]) : feature).matmul(weight.t());

    /// <summary>The module in double precision with weights, statistics and features from the seed, none of them those that a fresh module has.</summary>
    public LearnedRun Start()
    {
        nn.Module module;
        using (NewDisposeScope()) module = Make().to(ScalarType.Float64);
        module.train(Training);
        manual_seed(Seed);
        using (no_grad())
        {
            foreach (var (key, tensor) in module.state_dict())
                if (key.EndsWith("running_var", StringComparison.Ordinal)) tensor.copy_(rand(tensor.shape, ScalarType.Float64).add(0.5));
                else if (key == "margins") tensor.copy_(rand(tensor.shape, ScalarType.Float64).mul(-0.5));
                else if (tensor.dtype == ScalarType.Float64) tensor.copy_(randn(tensor.shape, ScalarType.Float64).mul(0.4));
        }
        Tensor[] students = [.. Students.Select(Leaf)], teachers = [.. Teachers.Select(Leaf)];
        return new LearnedRun(this, module, students, teachers, randn([Classes, teachers.Length > 0 ? teachers[^1].size(1) : 1], ScalarType.Float64));

        static Tensor Leaf(long[] shape) => randn(shape, ScalarType.Float64, requires_grad: true);
    }

    private static LearnedCase Vid(string name, long[] s, long[] t) => new(name, "VID", [s[1], t[1]], () => new VIDLoss(s[1], t[1]), [s], [t]);

    private static LearnedCase Cc(string name, long dim, long[] s, long[] t)
    {
        long from = s[1..].Aggregate(1L, static (a, b) => a * b), to = t[1..].Aggregate(1L, static (a, b) => a * b);
        return new(name, "CC", [from, to, dim], () => dim == 128 ? new CCLoss(from, to) : new CCLoss(from, to, dim), [s], [t]);
    }

    private static LearnedCase Ft(string name, string kind, double factor, long[] s, long[] t)
        => new(name, kind, [s[1], t[1], factor], () => factor == 0.5 ? new FTLoss(s[1], t[1]) : new FTLoss(s[1], t[1], factor), [s], [t]);

    private static LearnedCase Review(string name, long? mid, long[][] s, long[][] t)
    {
        long[] from = [.. s.Select(static shape => shape[1])], to = [.. t.Select(static shape => shape[1])];
        return new(name, "ReviewKD", [from, to, mid], () => new ReviewKDLoss(from, to, mid), s, t);
    }

    private static LearnedCase Srrl(string name, double regression, long[] s, long[] t)
        => new(name, "SRRL", [s[1], t[1], regression], () => regression == 5 ? new SRRLLoss(s[1], t[1]) : new SRRLLoss(s[1], t[1], regression), [s], [t]);

    private static LearnedCase Sim(string name, string kind, long factor, long[] s, long[] t) => new(
        name, kind, [s[1], t[1], t[2], t[3], factor], () => factor == 2 ? new SimKDLoss(s[1], t[1], t[2], t[3]) : new SimKDLoss(s[1], t[1], t[2], t[3], factor), [s], [t]);

    private static LearnedCase Ofd(string name, long[] s, long[] t) => new(name, "OFD", [s[1], t[1]], () => new OFDLoss(s[1], t[1], ones(t[1]), linspace(-1, 1, t[1])), [s], [t]);

    private static LearnedCase Mgd(string name, double mask, long[] s, long[] t)
        => new(name, "MGD", [s[1], t[1], mask], () => mask == 0.65 ? new MGDLoss(s[1], t[1]) : new MGDLoss(s[1], t[1], mask), [s], [t]);
}
