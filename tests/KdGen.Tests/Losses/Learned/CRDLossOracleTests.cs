using KdGen.Kernels;
using KdGen.Tests.Kernels;
using KdGen.Tests.Oracle;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>Three steps of CRD beside python3-torch in float64, which gets the same weights, banks and indices.</summary>
public sealed class CRDLossOracleTests
{
    public static TheoryData<string, int> EveryWidth
    {
        get
        {
            TheoryData<string, int> all = [];
            foreach (string name in CrdCase.All.Keys)
                foreach (int width in Width.All)
                    all.Add(name, width);
            return all;
        }
    }

    [OracleTheory]
    [MemberData(nameof(CrdCase.Names), MemberType = typeof(CrdCase))]
    public void Float64_IsPyTorch(string name) => CrdCase.All[name].Compare(ScalarType.Float64, 1e-9);

    [OracleTheory]
    [MemberData(nameof(EveryWidth))]
    public void OnePass_IsPyTorch(string name, int width)
    {
        RowLoss.Widest = width;
        try
        {
            CrdCase.All[name].Compare(ScalarType.Float32, 2e-5);
        }
        finally
        {
            RowLoss.Widest = 0;
        }
    }

    [OracleTheory]
    [InlineData(ScalarType.Float16, 4e-3)]
    [InlineData(ScalarType.BFloat16, 3e-2)]
    public void HalfBanks_AreNear(ScalarType bank, double tolerance) => CrdCase.All["many"].Compare(ScalarType.Float32, tolerance, bank);
}
