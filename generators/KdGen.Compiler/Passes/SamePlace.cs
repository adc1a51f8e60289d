using System.Collections.Generic;
using System.Runtime.CompilerServices;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Passes;

/// <summary>Equal places of a class are one object, which a deep model holds thousands of times: comparing their values would be the longer way.</summary>
internal sealed class SamePlace : IEqualityComparer<ShapedClass>
{
    public bool Equals(ShapedClass? left, ShapedClass? right) => ReferenceEquals(left, right);

    public int GetHashCode(ShapedClass place) => RuntimeHelpers.GetHashCode(place);
}
