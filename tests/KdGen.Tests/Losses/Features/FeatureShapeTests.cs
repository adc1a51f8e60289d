using KdGen.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Features;

/// <summary>What the losses between features say of features that they cannot compare.</summary>
public sealed class FeatureShapeTests
{
    private static readonly long[] map = [4, 3, 5, 5], other = [4, 2, 5, 5], fewer = [3, 3, 5, 5], vector = [4, 3];

    [Fact]
    public void Shapes_ThatDiffer_AreBothNamed()
    {
        const string Shape = "they must have the same shape", Samples = "they must have the same number of samples", Channels = "they must have the same number of channels";
        const string Maps = "both must be maps [samples, channels, height, width]";
        Says($"Hint: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Shape}", map, other, static (s, t) => FeatureLoss.Hint(s, t));
        Says($"AttentionMap: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Shape}", map, other, FeatureLoss.AttentionMap);
        Says($"AB: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Shape}", map, other, static (s, t) => FeatureLoss.AB(s, t));
        Says($"CWD: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Shape}", map, other, static (s, t) => FeatureLoss.CWD(s, t));
        Says($"CWD: student is [4, 3] and teacher is [4, 3]: {Maps}", vector, vector, static (s, t) => FeatureLoss.CWD(s, t));
        Says($"Cosine: student is [4, 3, 5, 5] and teacher is [3, 3, 5, 5]: {Samples}", map, fewer, static (s, t) => FeatureLoss.Cosine(s, t));
        Says($"Cosine: student is [4, 3, 5] and teacher is [2, 6, 5]: {Samples}", [4, 3, 5], [2, 6, 5], static (s, t) => FeatureLoss.Cosine(s, t));
        Says("Cosine: student is [4, 3, 5] and teacher is [4, 2, 5]: they must have the same number of tokens", [4, 3, 5], [4, 2, 5], static (s, t) => FeatureLoss.Cosine(s, t));
        Says("Cosine: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: 75 and 50 numbers have no angle between them without pooling", map, other, static (s, t) => FeatureLoss.Cosine(s, t));
        Says($"SP: student is [4, 3, 5, 5] and teacher is [3, 3, 5, 5]: {Samples}", map, fewer, FeatureLoss.SP);
        Says($"RKD: student is [4, 3, 5, 5] and teacher is [3, 3, 5, 5]: {Samples}", map, fewer, static (s, t) => FeatureLoss.RKD(s, t));
        Says($"PKT: student is [4, 3, 5, 5] and teacher is [3, 3, 5, 5]: {Samples}", map, fewer, FeatureLoss.PKT);
        Says($"AT: student is [4, 3, 5, 5] and teacher is [3, 3, 5, 5]: {Samples}", map, fewer, static (s, t) => FeatureLoss.AT(s, t));
        Says($"AT: student is [4, 3, 5, 5] and teacher is [4, 3]: {Maps}", map, vector, static (s, t) => FeatureLoss.AT(s, t));
        Says($"NST: student is [4, 3] and teacher is [4, 3, 5, 5]: {Maps}", vector, map, FeatureLoss.NST);
        Says($"NST: student is [4, 3, 5, 5] and teacher is [4, 3, 5]: {Maps}", map, [4, 3, 5], FeatureLoss.NST);
        Says($"PKD: student is [4, 3, 5, 5] and teacher is [4, 3]: {Maps}", map, vector, FeatureLoss.PKD);
        Says($"PKD: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Channels}", map, other, FeatureLoss.PKD);
        Says($"ICKD: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Channels}", map, other, FeatureLoss.ICKD);
        Says($"OFD: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Channels}", map, other, static (s, t) => FeatureLoss.OFD(s, t, ones(3)));
        Says($"FSP: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Channels}", map, other, static (s, t) => FeatureLoss.FSP([s, s], [t, t]));
        Says($"KDSVD: student is [4, 3, 5, 5] and teacher is [4, 2, 5, 5]: {Channels}", map, other, static (s, t) => FeatureLoss.KDSVD([s, s], [t, t]));
    }

    [Fact]
    public void Stages_ThatAreNotAsManyOrTooFew_AreCounted()
    {
        Says("FSP: stages of the student: 2, of the teacher: 1; it reads as many of both, at least 2", map, map, static (s, t) => FeatureLoss.FSP([s, s], [t]));
        Says("KDSVD: stages of the student: 1, of the teacher: 1; it reads as many of both, at least 2", map, map, static (s, t) => FeatureLoss.KDSVD([s], [t]));
    }

    [Fact]
    public void Margins_ThatAreNotOneAChannel_AreNamed() =>
        Says("OFD: margins is [2] and student is [4, 3, 5, 5]: it takes one margin a channel", map, map, static (s, t) => FeatureLoss.OFD(s, t, ones(2)));

    [Fact]
    public void Features_WithoutSamples_AreRefused()
    {
        Says("SP: student is [0, 3], features are [samples, ...] and not empty", [0, 3], [0, 3], FeatureLoss.SP);
        Says("SP: teacher is [3], features are [samples, ...] and not empty", [3, 3], [3], FeatureLoss.SP);
    }

    [Fact]
    public void Options_OutOfTheirRange_AreRefused()
    {
        using Tensor x = ones(map);
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => FeatureLoss.AT(x, x, 0.5)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => FeatureLoss.CWD(x, x, 0)).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => FeatureLoss.KDSVD([x, x], [x, x], 0)).Message);
    }

    private static void Says(string message, long[] student, long[] teacher, Func<Tensor, Tensor, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        string said = Assert.ThrowsAny<ArgumentException>(() => loss(ones(student), ones(teacher))).Message;
        Assert.Contains(message, said);
        Assert.DoesNotContain('\n', said);
    }
}
