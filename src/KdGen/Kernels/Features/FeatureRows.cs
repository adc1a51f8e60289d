using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>A pass over the rows of a feature with the widest vectors that the processor has, by the threads that torch may use. The rows are taken in blocks whose sums are added in order: the result does not depend on the number of threads.</summary>
internal static unsafe class FeatureRows
{
    // So many elements are worth a thread's trouble.
    private const long BlockElements = 1 << 14;

    /// <summary>Works on rows and adds up what they give.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="length">The elements of a row.</param>
    public static double Run<TWork>(TWork work, long rows, long length) where TWork : struct, IFeatureWork
    {
        if (Vector512.IsHardwareAccelerated && RowLoss.Widest >= 512)
            return Pass<TWork, Floats16>.Run(work, rows, length);
        if (Vector256.IsHardwareAccelerated && RowLoss.Widest >= 256)
            return Pass<TWork, Floats8>.Run(work, rows, length);
        return Pass<TWork, Floats4>.Run(work, rows, length);
    }

    private sealed class Pass<TWork, V>(TWork work, long rows, long blockRows) : IRowBlocks
        where TWork : struct, IFeatureWork
        where V : struct, IFloats<V>
    {
        private readonly double[] sums = new double[(rows + blockRows - 1) / blockRows];

        public static double Run(TWork work, long rows, long length)
        {
            Pass<TWork, V> pass = new(work, rows, Math.Clamp(BlockElements / Math.Max(1, length), 1, rows));
            RowThreads.Run(pass, pass.sums.Length);
            double sum = 0;
            foreach (double part in pass.sums)
                sum += part;
            return sum;
        }

        public void Run(int block) => sums[block] = work.Run<V>(block * blockRows, Math.Min(rows, (block + 1) * blockRows));
    }
}
