using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Benchmarks.Losses.Features;

/// <summary>A loss between features at some shapes.</summary>
/// <param name="Name">Its name in published.py.</param>
/// <param name="Make">Ours, with what it learns.</param>
/// <param name="Hand">The same by hand, with what that learns.</param>
/// <param name="Students">The shapes of the student's features.</param>
/// <param name="Teachers">Those of the teacher's.</param>
internal sealed record FeatureBenchmark(
    string Name,
    Func<(Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned)> Make,
    Func<(Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned)> Hand,
    long[][] Students,
    long[][] Teachers)
{
    private static readonly long[] early = [64, 64, 32, 32], middle = [64, 128, 16, 16], late = [64, 256, 8, 8], vector = [64, 256], tokens = [16, 128, 384], scores = [16, 12, 64, 64];

    public static IReadOnlyList<FeatureBenchmark> All { get; } =
    [
        .. Of("Hint", static (s, t) => FeatureLoss.Hint(s, t), PublishedForms.Hint, early, middle, late, vector, tokens),
        .. Of("Hint smooth", static (s, t) => FeatureLoss.Hint(s, t, smooth: true), PublishedForms.SmoothHint, early, late, vector),
        .. Of("Cosine", static (s, t) => FeatureLoss.Cosine(s, t), PublishedForms.Cosine, early, late, vector, tokens),
        .. Of("AT", static (s, t) => FeatureLoss.AT(s, t), PublishedForms.AT, early, middle, late),
        .. Of("SP", FeatureLoss.SP, PublishedForms.SP, early, late, vector),
        .. Of("RKD", static (s, t) => FeatureLoss.RKD(s, t), PublishedForms.RKD, vector, [64, 2048]),
        .. Of("PKT", FeatureLoss.PKT, PublishedForms.PKT, early, vector),
        .. Of("NST", FeatureLoss.NST, PublishedForms.NST, [16, 64, 32, 32], [16, 128, 8, 8]),
        .. Of("AB", static (s, t) => FeatureLoss.AB(s, t), PublishedForms.AB, early, late),
        .. Of("OFD", static (s, t) => FeatureLoss.OFD(s, t, full(s.shape[1], -0.3f)), PublishedForms.OFD, early, late),
        .. Of("CWD", static (s, t) => FeatureLoss.CWD(s, t), PublishedForms.CWD, early, middle, late),
        .. Of("PKD", FeatureLoss.PKD, PublishedForms.PKD, early, late),
        .. Of("ICKD", FeatureLoss.ICKD, PublishedForms.ICKD, early, late),
        .. Of("AttentionMap", FeatureLoss.AttentionMap, PublishedForms.AttentionMap, scores),
        Stages("FSP", FeatureLoss.FSP, PublishedForms.FSP, [16, 64, 32, 32], [16, 128, 16, 16]),
        Stages("KDSVD", static (s, t) => FeatureLoss.KDSVD(s, t), PublishedForms.KDSVD, [16, 32, 8, 8], [16, 64, 8, 8]),
        Learned("VID", new VIDLoss(64, 128), static () => PublishedModules.VID(64, 128), [64, 64, 16, 16], [64, 128, 16, 16]),
        Learned("CC", new CCLoss(256, 512), static () => PublishedModules.CC(256, 512), vector, [64, 512]),
        Learned("FT", new FTLoss(64, 128), static () => PublishedModules.FT(64, 128), [16, 64, 16, 16], [16, 128, 16, 16]),
        new(
            "ReviewKD",
            static () => Parts(new ReviewKDLoss([32, 64], [64, 128]), static (loss, s, t) => loss.forward(s, t)),
            static () => PublishedModules.ReviewKD([32, 64], [64, 128]),
            [[16, 32, 16, 16], [16, 64, 8, 8]],
            [[16, 64, 16, 16], [16, 128, 8, 8]]),
        new("SRRL", SrrlParts, static () => PublishedModules.SRRL(64, 128), [[64, 64, 8, 8]], [[64, 128, 8, 8]]),
        Learned("SimKD", new SimKDLoss(64, 256, 8, 8), static () => PublishedModules.SimKD(64, 256), [64, 64, 8, 8], late),
        Learned("MGD", new MGDLoss(64, 128), static () => PublishedModules.MGD(64, 128), [16, 64, 16, 16], [16, 128, 16, 16]),
    ];

    /// <summary>What published.py makes the peer of.</summary>
    public string Request => $"{Name}|{Text(Students)}|{Text(Teachers)}";

    /// <summary>The student's shapes.</summary>
    public string Shapes => Text(Students);

    private static string Text(long[][] shapes) => string.Join(',', shapes.Select(static shape => string.Join('x', shape)));

    private static IEnumerable<FeatureBenchmark> Of(string name, Func<Tensor, Tensor, Tensor> loss, Func<Tensor, Tensor, Tensor> hand, params long[][] shapes) =>
        shapes.Select(shape => new FeatureBenchmark(name, () => ((s, t) => loss(s[0], t[0]), []), () => ((s, t) => hand(s[0], t[0]), []), [shape], [shape]));

    private static FeatureBenchmark Stages(string name, Func<Tensor[], Tensor[], Tensor> loss, Func<Tensor[], Tensor[], Tensor> hand, params long[][] shapes) =>
        new(name, () => (loss, []), () => (hand, []), shapes, shapes);

    private static FeatureBenchmark Learned(
        string name, nn.Module<Tensor, Tensor, Tensor> loss, Func<(Func<Tensor[], Tensor[], Tensor>, IReadOnlyList<Tensor>)> hand, long[] student, long[] teacher) =>
        new(name, () => Parts(loss, static (loss, s, t) => loss.forward(s[0], t[0])), hand, [student], [teacher]);

    private static (Func<Tensor[], Tensor[], Tensor>, IReadOnlyList<Tensor>) SrrlParts()
    {
        Tensor head = randn(100, 128);
        return Parts(new SRRLLoss(64, 128), (loss, s, t) => loss.forward(s[0], t[0], feature => (feature.dim() == 4 ? feature.mean([2, 3]) : feature).matmul(head.t())));
    }

    private static (Func<Tensor[], Tensor[], Tensor>, IReadOnlyList<Tensor>) Parts<T>(T loss, Func<T, Tensor[], Tensor[], Tensor> forward) where T : nn.Module =>
        ((s, t) => forward(loss, s, t), [.. loss.parameters().Where(static parameter => parameter.requires_grad)]);
}
