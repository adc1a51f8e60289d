using System;
using System.Collections.Generic;

namespace KdGen.Compiler.Collections;

internal static class EquatableArrayExtensions
{
    /// <summary>The items as a value.</summary>
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items)
        where T : IEquatable<T>
        => new(items);
}
