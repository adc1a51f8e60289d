using KdGen.Losses;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

public sealed class LearnedErrorTests
{
    [Fact]
    public void Features_OfOtherChannels_AreNamed()
    {
        using var loss = new VIDLoss(3, 4);
        Says("VIDLoss states 3 channels of the student but receives 5 ([2, 5, 6, 6])", () => loss.forward(zeros(2, 5, 6, 6), zeros(2, 4, 6, 6)));
        Says("VIDLoss states 4 channels of the teacher but receives 1 ([2, 1, 6, 6])", () => loss.forward(zeros(2, 3, 6, 6), zeros(2, 1, 6, 6)));
        using var ofd = new OFDLoss(3, 4, ones(4), zeros(4));
        Says("OFDLoss states 3 channels of the student but receives 5 ([2, 5, 6, 6])", () => ofd.forward(zeros(2, 5, 6, 6), zeros(2, 4, 6, 6)));
    }

    [Fact]
    public void Features_OfAnotherRank_AreNamed()
    {
        using var loss = new SRRLLoss(3, 4);
        Says("SRRLLoss takes maps [B, 3, H, W] or vectors [B, 3] of the student but receives [2, 3, 6]", () => loss.forward(zeros(2, 3, 6), zeros(2, 4, 6), static feature => feature));
        Says("SRRLLoss compares [2, 3, 6, 6] of the student with [2, 4] of the teacher: both are maps or both vectors, of one batch", () => loss.forward(zeros(2, 3, 6, 6), zeros(2, 4), static feature => feature));
    }

    [Fact]
    public void Batches_OfTwoSizes_AreRefused()
    {
        using var vid = new VIDLoss(3, 4);
        using var cc = new CCLoss(3, 4);
        Says("VIDLoss compares [1, 3, 6, 6] of the student with [2, 4, 6, 6] of the teacher: both are maps or both vectors, of one batch", () => vid.forward(zeros(1, 3, 6, 6), zeros(2, 4, 6, 6)));
        Says("CCLoss compares 1 samples of the student with 2 of the teacher: both are of one batch", () => cc.forward(zeros(1, 3), zeros(2, 4)));
    }

    [Fact]
    public void FT_Reconstruction_NamesTheTeacher()
    {
        using var loss = new FTLoss(3, 4);
        Says("FTLoss states 4 channels of the teacher but receives 3 ([2, 3, 6, 6])", () => loss.Reconstruction(zeros(2, 3, 6, 6)));
    }

    [Fact]
    public void MGD_OfTwoMapSizes_IsRefused()
    {
        using var loss = new MGDLoss(3, 4);
        Says("MGDLoss compares 6x5 maps of the student with 6x6 maps of the teacher: both are of one size", () => loss.forward(zeros(2, 3, 6, 5), zeros(2, 4, 6, 6)));
    }

    [Fact]
    public void ReviewKD_OfOtherStages_IsRefused()
    {
        Says("ReviewKDLoss states 2 stages of the student and 1 of the teacher: as many of both, one at least", static () => new ReviewKDLoss([3, 4], [4]));
        using var loss = new ReviewKDLoss([3, 4], [4, 5]);
        Says("ReviewKDLoss states 2 stages but receives 1 of the student and 1 of the teacher", () => loss.forward([zeros(2, 3, 6, 6)], [zeros(2, 4, 6, 6)]));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Says("FTLoss: a factor is above 0 and at most 1", static () => new FTLoss(3, 4, 0));
        Says("FTLoss: a factor is above 0 and at most 1", static () => new FTLoss(3, 4, 1.5));
        Says("SimKDLoss: the factor of the teacher's 4 channels must be from 1 to 4", static () => new SimKDLoss(3, 4, 2, 2, 5));
        Says("MGDLoss takes a probability from 0 to 1", static () => new MGDLoss(3, 4, 1.5));
    }

    private static void Says(string message, Func<object?> act) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(act).Message.Split(" (Parameter")[0]);
}
