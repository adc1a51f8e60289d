using System;
using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// exp(d) is exp(d/T)^T: of the exponentials of the same differences, that of the highest temperature is computed, and the others are small whole powers of it where the
/// declared temperatures make them so.
/// </summary>
internal static class TemperatureFolding
{
    /// <summary>A rounding error grows with the power; up to this one it stays below what float32 promises.</summary>
    private const int HighestPower = 8;

    public static (GraphBuilder Graph, IReadOnlyList<int> Values) Fold(GraphBuilder from, IEnumerable<int> values)
    {
        Dictionary<int, (int Base, double Ratio)> powers = Powers(from);
        GraphBuilder into = new();
        Dictionary<int, int> made = [];
        return (into, values.Select(Of).ToList());

        int Of(int index)
        {
            if (!made.TryGetValue(index, out int result))
            {
                result = into.Add(powers.TryGetValue(index, out (int Base, double Ratio) power) ? Power(index, power.Base) : from[index].WithOperands(Of));
                made.Add(index, result);
            }

            return result;
        }

        Node Power(int index, int @base)
        {
            Factors own = Factors.Of(from, ((Node.Unary)from[index]).Operand), other = Factors.Of(from, ((Node.Unary)from[@base]).Operand);
            int ratio = into.Product(Scale(own), into.Reciprocal(Scale(other)));
            return new Node.PowerOfExp(Of(@base), ratio, Of(((Node.Unary)from[index]).Operand));
        }

        int Scale(Factors factors) => Of((factors with { Row = null, Class = null }).Build(from));
    }

    private static Dictionary<int, (int Base, double Ratio)> Powers(GraphBuilder graph)
    {
        Dictionary<int, (int, double)> powers = [];
        var exponentials =
            from index in Enumerable.Range(0, graph.Count)
            let unary = graph[index] as Node.Unary
            where unary is { Op: UnaryOp.Exp } && graph.IsOfClasses(unary.Operand)
            let factors = Factors.Of(graph, unary.Operand)
            let scale = Declared.Value(graph, (factors with { Row = null, Class = null }).Build(graph))
            where scale > 0
            group (Index: index, Scale: scale.Value) by (factors.Row, factors.Class);

        foreach (var same in exponentials.ToList())
        {
            (int Index, double Scale) lowest = same.OrderBy(static exp => exp.Scale).First();
            foreach ((int index, double scale) in same)
            {
                double ratio = scale / lowest.Scale;
                if (index != lowest.Index && ratio < HighestPower + 0.5 && Math.Abs(ratio - Math.Round(ratio)) < 1e-9)
                {
                    powers.Add(index, (lowest.Index, ratio));
                }
            }
        }

        return powers;
    }
}
