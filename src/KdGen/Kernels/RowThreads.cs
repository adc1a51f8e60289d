using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>Spreads blocks of rows over threads.</summary>
internal static class RowThreads
{
    /// <summary>Does all blocks. The caller takes part, and nobody waits for a thread that has not begun.</summary>
    public static void Run(IRowBlocks work, int blocks)
    {
        int threads = blocks > 1 ? Math.Min(Math.Min(get_num_threads(), Environment.ProcessorCount), blocks) : 1;
        if (threads == 1)
        {
            for (int block = 0; block < blocks; block++)
                work.Run(block);
            return;
        }

        Shared shared = new(work, blocks);
        for (int thread = 1; thread < threads; thread++)
            ThreadPool.UnsafeQueueUserWorkItem(shared, preferLocal: false);
        shared.Execute();
        shared.Wait();
    }

    private sealed class Shared(IRowBlocks work, int blocks) : IThreadPoolWorkItem
    {
        private int next;
        private int done;
        private volatile Exception? failure;

        public void Execute()
        {
            for (int block; (block = Interlocked.Increment(ref next) - 1) < blocks;)
            {
                try
                {
                    work.Run(block);
                }
                catch (Exception e)
                {
                    failure = e;
                }
                Interlocked.Increment(ref done);
            }
        }

        public void Wait()
        {
            SpinWait wait = default;
            while (Volatile.Read(ref done) < blocks)
                wait.SpinOnce(sleep1Threshold: -1);     // A block takes less than the shortest sleep.
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
        }
    }
}
