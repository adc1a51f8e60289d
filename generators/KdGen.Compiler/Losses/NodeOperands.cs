using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>What a value is computed from, whatever its kind.</summary>
internal static class NodeOperands
{
    public static IReadOnlyList<int> Operands(this Node node) => node switch
    {
        Node.GivenRows given => [given.Otherwise],
        Node.Unary unary => [unary.Operand],
        Node.Binary binary => [binary.Left, binary.Right],
        Node.Masked masked => [masked.Operand, masked.Where],
        Node.Select select => [select.Condition, select.WhereTrue, select.WhereFalse],
        Node.PowerOfExp power => [power.Base, power.Ratio, power.Argument],
        Node.Detach detach => [detach.Operand],
        Node.Reduce reduce => [reduce.Operand],
        Node.ArgMax argMax => [argMax.Operand],
        Node.At at => [at.Operand, at.Class],
        Node.IsClass isClass => [isClass.Class],
        Node.IsTop isTop => [isTop.Operand],
        Node.Permuted permuted => [permuted.Operand, permuted.Fixed],
        Node.Softmax softmax => [softmax.Operand],
        Node.LogSoftmax softmax => [softmax.Operand],
        Node.LogSumExp sum => [sum.Operand],
        Node.Call call => call.Temperature is { } temperature ? [.. call.Arguments, temperature] : call.Arguments,
        _ => [],
    };

    /// <summary>The same value of other operands: each is what <paramref name="map"/> makes of it.</summary>
    public static Node WithOperands(this Node node, Func<int, int> map) => node switch
    {
        Node.GivenRows given => new Node.GivenRows(map(given.Otherwise)),
        Node.Unary unary => new Node.Unary(unary.Op, map(unary.Operand)),
        Node.Binary binary => new Node.Binary(binary.Op, map(binary.Left), map(binary.Right)),
        Node.Masked masked => new Node.Masked(map(masked.Operand), map(masked.Where)),
        Node.Select select => new Node.Select(map(select.Condition), map(select.WhereTrue), map(select.WhereFalse)),
        Node.PowerOfExp power => new Node.PowerOfExp(map(power.Base), map(power.Ratio), map(power.Argument)),
        Node.Detach detach => new Node.Detach(map(detach.Operand)),
        Node.Reduce reduce => new Node.Reduce(reduce.Op, reduce.Axis, map(reduce.Operand)),
        Node.ArgMax argMax => new Node.ArgMax(map(argMax.Operand)),
        Node.At at => new Node.At(map(at.Operand), map(at.Class)),
        Node.IsClass isClass => new Node.IsClass(map(isClass.Class)),
        Node.IsTop isTop => new Node.IsTop(map(isTop.Operand), isTop.Count),
        Node.Permuted permuted => new Node.Permuted(map(permuted.Operand), map(permuted.Fixed)),
        Node.Softmax softmax => new Node.Softmax(map(softmax.Operand)),
        Node.LogSoftmax softmax => new Node.LogSoftmax(map(softmax.Operand)),
        Node.LogSumExp sum => new Node.LogSumExp(map(sum.Operand)),
        Node.Call call => call with { Arguments = call.Arguments.Select(map).ToEquatableArray(), Temperature = call.Temperature is { } temperature ? map(temperature) : null },
        _ => node,
    };
}
