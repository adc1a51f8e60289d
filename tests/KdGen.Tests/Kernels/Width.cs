using System.Runtime.Intrinsics;
using KdGen.Kernels;

namespace KdGen.Tests.Kernels;

/// <summary>Work that is done at one width of vectors.</summary>
internal interface IAtWidth
{
    void Run<V>() where V : struct, IFloats<V>;
}

/// <summary>The widths that this processor has.</summary>
internal static class Width
{
    public static TheoryData<int> All
    {
        get
        {
            TheoryData<int> all = [128];
            if (Vector256.IsHardwareAccelerated)
                all.Add(256);
            if (Vector512.IsHardwareAccelerated)
                all.Add(512);
            return all;
        }
    }

    public static void Run(int bits, IAtWidth work)
    {
        switch (bits)
        {
            case 512:
                work.Run<Floats16>();
                break;
            case 256:
                work.Run<Floats8>();
                break;
            default:
                work.Run<Floats4>();
                break;
        }
    }
}
