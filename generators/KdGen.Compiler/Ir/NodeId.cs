using System;

namespace KdGen.Compiler.Ir;

/// <summary>
/// The identity of one attribute of a declaration: 0 is the class itself, its attributes count from 1 in source order. A
/// <see cref="Problems.Problem"/> names a node, never a location; only the analyzer knows where a node stands.
/// </summary>
internal readonly record struct NodeId(int Value)
{
    public static readonly NodeId Class = new(0);
}
