using System.Runtime.CompilerServices;

namespace KdGen.Kernels;

/// <summary>The terms of the losses that are a sum over pairs of elements. Where a number is none, so is the term: of two numbers Min and Max give the second then.</summary>
internal static class PairTerms
{
    /// <summary>(s - t)².</summary>
    public readonly struct Square : IPairTerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V difference = student - teacher;
            return difference * difference;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope<V>(V student, V teacher) where V : struct, IFloats<V> => V.Of(2f) * (student - teacher);
    }

    /// <summary>(s - t)² / 2 where both are less than 1 apart, else |s - t| - 1/2.</summary>
    public readonly struct Smooth : IPairTerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V distance = V.Abs(student - teacher), near = V.Min(V.Of(1f), distance);
            return near * (distance - V.Of(0.5f) * near);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope<V>(V student, V teacher) where V : struct, IFloats<V> => V.Max(V.Of(-1f), V.Min(V.Of(1f), student - teacher));
    }

    /// <summary>(s - t)², where what is at most <paramref name="masked"/> counts as 0 on its side.</summary>
    public readonly struct SquareOfVisible(float masked) : IPairTerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V difference = V.Select(IsMasked(student), V.Of(0f), student) - V.Select(IsMasked(teacher), V.Of(0f), teacher);
            return difference * difference;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope<V>(V student, V teacher) where V : struct, IFloats<V> =>
            V.Select(IsMasked(student), V.Of(0f), V.Of(2f) * (student - V.Select(IsMasked(teacher), V.Of(0f), teacher)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V IsMasked<V>(V score) where V : struct, IFloats<V> => V.Greater(V.Of(masked), score) | V.Equal(V.Of(masked), score);
    }

    /// <summary>The square of what is missing to the margin on the teacher's side of 0.</summary>
    public readonly struct Boundary(float margin) : IPairTerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V missing = V.Max(V.Of(0f), V.Of(margin) - V.Select(V.Greater(teacher, V.Of(0f)), student, -student));
            return missing * missing;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V isActive = V.Greater(teacher, V.Of(0f));
            V missing = V.Of(2f) * V.Max(V.Of(0f), V.Of(margin) - V.Select(isActive, student, -student));
            return V.Select(isActive, -missing, missing);
        }
    }

    /// <summary>(s - t)² where t is above 0 or s above t.</summary>
    public readonly struct PartialSquare : IPairTerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V difference = Counted(student, teacher);
            return difference * difference;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope<V>(V student, V teacher) where V : struct, IFloats<V> => V.Of(2f) * Counted(student, teacher);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Counted<V>(V student, V teacher) where V : struct, IFloats<V>
        {
            V difference = student - teacher;
            return V.Select(V.Greater(teacher, V.Of(0f)), difference, V.Max(V.Of(0f), difference));
        }
    }
}
