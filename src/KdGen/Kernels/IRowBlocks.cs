namespace KdGen.Kernels;

/// <summary>Work that is done in blocks, in any order.</summary>
internal interface IRowBlocks
{
    /// <summary>Does one of them.</summary>
    void Run(int block);
}
