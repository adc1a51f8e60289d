namespace KdGen.Tests.Losses;

/// <summary>The reference against values that were computed apart from it.</summary>
public sealed class LossReferenceTests
{
    public static TheoryData<Term, double> Golden => new()
    {
        { new Term(Kind.CE), 1.7375751303 },
        { new Term(Kind.CE) { LabelSmoothing = 0.1 }, 1.8035788904 },
        { new Term(Kind.KL), 1.0786504423 },
        { new Term(Kind.KL, T: 2), 1.3077208074 },
        { new Term(Kind.KL, T: 4), 1.3741608903 },
        { new Term(Kind.BinaryKL), 0.4790659827 },
        { new Term(Kind.BinaryKL, T: 3), 0.7095916162 },
        { new Term(Kind.ReverseKL), 1.1540193123 },
        { new Term(Kind.JSD) { Beta = 0.5 }, 0.2091226959 },
        { new Term(Kind.JSD) { Beta = 0.1 }, 0.0857424184 },
        { new Term(Kind.JSD) { Beta = 0.9 }, 0.0866689363 },
        { new Term(Kind.JSD) { Beta = 0 }, 1.0786504423 },
        { new Term(Kind.JSD) { Beta = 1 }, 1.1540193123 },
        { new Term(Kind.TVD), 0.4829387983 },
        { new Term(Kind.HardLabel), 1.9973579637 },
        { new Term(Kind.DeiTSoft, T: 3), 0.2717585332 },
        { new Term(Kind.DKD, T: 4) { Alpha = 1, Beta = 0 }, 0.3370339898 },
        { new Term(Kind.DKD, T: 4) { Alpha = 0, Beta = 1 }, 1.3182707182 },
        { new Term(Kind.DKD, T: 4) { Beta = 8 }, 10.8831997357 },
        { new Term(Kind.NKD) { Gamma = 1.5 }, 3.1805807606 },
        { new Term(Kind.DIST) { Beta = 1, Gamma = 1 }, 1.5560135074 },
        { new Term(Kind.DIST, T: 4) { Beta = 1, Gamma = 1 }, 25.5118970681 },
        { new Term(Kind.KL, T: 2) { Standardize = true }, 0.7344285558 },
        { new Term(Kind.CWTM), 1.9890699495 },
        { new Term(Kind.LogitMse), 6.0964639423 },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Reference_HasThePublishedValue(Term term, double expected) => Assert.Equal(expected, LossReference.Value(term, LossInputs.Golden), 1e-9);
}
