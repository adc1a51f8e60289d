using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>The ways to come to a power of an exponential.</summary>
internal static class Powers
{
    /// <summary>The exponential itself.</summary>
    internal readonly struct First : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V> => exp;
    }

    internal readonly struct Second : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V> => exp * exp;
    }

    internal readonly struct Third : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V> => exp * exp * exp;
    }

    internal readonly struct Fourth : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V>
        {
            V square = exp * exp;
            return square * square;
        }
    }

    internal readonly struct Fifth : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V> => Fourth.Of(exp) * exp;
    }

    internal readonly struct Sixth : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V> => Third.Of(exp * exp);
    }

    internal readonly struct Eighth : IPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V exp) where V : struct, IFloats<V> => Fourth.Of(exp * exp);
    }

    /// <summary>Another power, or one that is not whole: the exponential is computed anew.</summary>
    internal readonly struct Any : IPower
    {
        public static bool IsWhole => false;

        public static V Of<V>(V exp) where V : struct, IFloats<V> => throw new NotSupportedException();
    }
}
