using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>How loops over vectors are compiled.</summary>
internal static class Loops
{
    /// <summary>
    /// By themselves, at once and as well as can be. The compiler inlines so many calls into one method and no more: a loop that is itself inlined, here or there, may be left with calls for its arithmetic and takes
    /// some times as long.
    /// </summary>
    public const MethodImplOptions Alone = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
}
