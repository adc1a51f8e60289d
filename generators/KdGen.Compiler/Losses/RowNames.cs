using System;
using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>What the values of a program are called in generated code: after what they are and what they are of. Names repeat; who writes them numbers those that it writes.</summary>
internal sealed class RowNames
{
    private const string Sum = "Sum", ScaledSum = "ScaledSum";

    private readonly GraphBuilder graph;
    private readonly Dictionary<int, string> names = [];
    private readonly Dictionary<int, string> chosen = [];
    private readonly Dictionary<int, string?> sources = [];

    private RowNames(GraphBuilder graph) => this.graph = graph;

    /// <summary>The names of <paramref name="nodes"/>, operands before their users.</summary>
    /// <param name="graph">Where they stand.</param>
    /// <param name="nodes">The values.</param>
    /// <param name="results">What the program is for, with their names.</param>
    public static string[] Of(GraphBuilder graph, IEnumerable<int> nodes, IEnumerable<(int Node, string Name)> results)
    {
        RowNames all = new(graph);
        foreach ((int node, string name) in results)
        {
            // The value of a term is its loss with the weight: the loss itself has the name.
            int unweighted = graph[node] is Node.Binary { Op: BinaryOp.Multiply } product && all.Term(graph[product.Left]) is not null && graph.AxesOf(product.Left) == Axes.None ? product.Right : node;
            if (graph[unweighted].Operands().Count > 0 && !all.chosen.ContainsKey(unweighted))
            {
                all.chosen.Add(unweighted, name);
            }
        }

        return nodes.Select(all.Add).ToArray();
    }

    private string Add(int node)
    {
        string name = chosen.TryGetValue(node, out string? result) ? result : Stem(graph[node]);
        names.Add(node, name);
        return name;
    }

    private string Stem(Node node) => node switch
    {
        Node.StudentLogits logits => logits.Variable,
        Node.TeacherLogits logits => logits.Variable,
        Node.Label => "label",
        Node.Counted => "counted",
        Node.Targets => "target",
        Node.ClassWeights => "classWeight",
        Node.Number => "number",
        Node.Setting setting => Lower(setting.Name),
        Node.ClassCount => "classes",
        Node.RowCount => "rows",
        Node.CountedRows => "countedRows",
        Node.GivenRows => "weighedRows",
        Node.Reduce { Op: ReduceOp.Max } max => Source(max.Operand) + "Max",
        Node.Reduce { Axis: Axes.Batch } => "batchSum",
        Node.Reduce sum => graph[sum.Operand] is Node.Unary { Op: UnaryOp.Exp } or Node.PowerOfExp ? Name(sum.Operand) + "Sum" : Source(sum.Operand) + "Sum",
        Node.Unary { Op: UnaryOp.Exp } exp => Source(exp.Operand) + "Exp",
        Node.PowerOfExp power => Source(power.Argument) + "ExpPower",
        Node.Unary { Op: UnaryOp.Log } log => !graph.IsOfClasses(log.Operand) ? Name(log.Operand) + "Log" : Source(log.Operand) + "Log",
        Node.Unary { Op: UnaryOp.Reciprocal } one => names.TryGetValue(one.Operand, out string? name) && name.Length < 24 ? "per" + Upper(name) : "reciprocal",
        Node.Unary { Op: UnaryOp.Sqrt } => "root",
        Node.Unary { Op: UnaryOp.Abs } => "size",
        Node.Unary { Op: UnaryOp.Sign } => "sign",
        Node.Unary negative => names.TryGetValue(negative.Operand, out string? name) && name.Length < 24 ? "minus" + Upper(name) : "negative",
        Node.Binary difference when LinearForm.IsShifted(graph, difference) => (graph.IsOfClasses(difference.Left) ? Source(difference.Left) : Name(difference.Left)) + "Shifted",
        Node.Binary { Op: BinaryOp.Multiply } product when graph.IsOfClasses(product.Right) && !graph.IsOfClasses(product.Left) => Source(product.Right) + "Scaled",
        Node.Binary { Op: BinaryOp.Add } sum when SumOf(sum) is { } name => name.Substring(0, name.Length - ScaledSum.Length) + "Total",
        Node.Binary { Op: BinaryOp.Add } => "sum",
        Node.Binary { Op: BinaryOp.Subtract } => "difference",
        Node.Binary { Op: BinaryOp.Multiply } or Node.Masked when Term(node) is { } term => term + (node.Operands().Any(IsOfRow) ? "Factor" : "Scale"),
        Node.Binary { Op: BinaryOp.Multiply } product when !graph.IsOfClasses(product.Left) && SumIn(product) is { } sum => names[sum].Substring(0, names[sum].Length - Sum.Length) + ScaledSum,
        Node.Binary { Op: BinaryOp.Multiply } => "product",
        Node.Binary { Op: BinaryOp.Divide } => "ratio",
        Node.Binary { Op: BinaryOp.Maximum } => "larger",
        Node.Binary { Op: BinaryOp.Minimum } => "smaller",
        Node.Binary { Op: BinaryOp.Greater } => "isGreater",
        Node.Binary { Op: BinaryOp.Equal } => "isEqual",
        Node.Binary { Op: BinaryOp.LogNearOne } ratio => Source(graph.IsOfClasses(ratio.Left) && graph[ratio.Left] is Node.Binary { Op: BinaryOp.Multiply } product ? Numerator(product.Right) : ratio.Left) + "Log",
        Node.Binary => "power",
        Node.Masked => "masked",
        Node.Select select => IsOthers(select) ? Source(select.WhereFalse) + "Others" : graph.IsOfClasses(select.WhereTrue) || graph.IsOfClasses(select.WhereFalse) ? "chosen" : graph[select.WhereTrue] is Node.Number ? "classExp" : graph[select.WhereFalse] is Node.Number ? "othersFactor" : "chosen",
        Node.ArgMax argMax => Source(argMax.Operand) + "Top",
        Node.At at => Source(at.Operand) + (graph[at.Class] is Node.Label ? "AtLabel" : "AtClass"),
        Node.IsClass isClass => graph[isClass.Class] is Node.Label ? "isLabel" : "isClass",
        Node.IsTop => "isTop",
        Node.Permuted => "permuted",
        _ => "value",
    };

    /// <summary>The sum over the classes that is a factor; null for none.</summary>
    private int? SumIn(Node.Binary product)
        => new[] { product.Left, product.Right }.Where(factor => graph[factor] is Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Class } && names[factor].EndsWith(Sum, StringComparison.Ordinal)).Select(static factor => (int?)factor).FirstOrDefault();

    /// <summary>The scaled sum over all classes but one to which that one is added; null for other sums.</summary>
    private string? SumOf(Node.Binary sum)
        => new[] { sum.Left, sum.Right }.Select(part => names.TryGetValue(part, out string? name) ? name : "").FirstOrDefault(static name => name.EndsWith(ScaledSum, StringComparison.Ordinal));

    /// <summary>What is divided, of a ratio.</summary>
    private int Numerator(int node) => graph[node] is Node.Binary { Op: BinaryOp.Divide } ratio ? ratio.Left : node;

    /// <summary>Whose values they are: the logits that lie under them; what is of several has no such name.</summary>
    private string Source(int node) => SourceOf(node) ?? "row";

    /// <summary>The same; null where it is nobody's.</summary>
    private string? SourceOf(int node)
    {
        const string Mixed = "mixed";
        if (!graph.IsOfClasses(node))
        {
            return null;
        }

        if (!sources.TryGetValue(node, out string? source))
        {
            sources[node] = source = graph[node] switch
            {
                Node.StudentLogits logits => logits.Variable,
                Node.TeacherLogits logits => logits.Variable,
                Node.Select select when IsOthers(select) => Source(select.WhereFalse) + "Others",
                Node.Targets => "target",
                Node.ClassWeights => "classWeight",
                Node other => other.Operands().Select(SourceOf).Aggregate((string?)null, static (one, next) => one is null || one == next ? next : next is null ? one : Mixed),
            };
        }

        return source;
    }

    /// <summary>All classes but one.</summary>
    private bool IsOthers(Node.Select select) => graph[select.Condition] is Node.IsClass && graph[select.WhereTrue] is Node.Number { Value: <= LossMath.Never };

    /// <summary>The term whose weight is a factor; null for none.</summary>
    private string? Term(Node node)
    {
        const string Weight = "Weight";
        switch (node)
        {
            case Node.Setting setting when setting.Name.Length > Weight.Length && setting.Name.EndsWith(Weight, StringComparison.Ordinal):
                return Lower(setting.Name.Substring(0, setting.Name.Length - Weight.Length));
            case Node.Binary { Op: BinaryOp.Multiply } product:
                return Term(graph[product.Left]) ?? Term(graph[product.Right]);
            case Node.Masked masked when !graph.IsOfClasses(masked.Operand):
                return Term(graph[masked.Operand]);
            default:
                return null;
        }
    }

    private bool IsOfRow(int node) => graph.AxesOf(node) != Axes.None;

    private string Name(int node) => names[node];

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
