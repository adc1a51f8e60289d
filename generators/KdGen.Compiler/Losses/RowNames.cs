using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>What the values of a program are called in generated code: after what they are and what they are of, each name once.</summary>
internal sealed class RowNames
{
    private readonly GraphBuilder graph;
    private readonly Dictionary<int, string> names = [];
    private readonly HashSet<string> taken = [];

    private RowNames(GraphBuilder graph) => this.graph = graph;

    /// <summary>The names of <paramref name="nodes"/>, operands before their users.</summary>
    public static string[] Of(GraphBuilder graph, IEnumerable<int> nodes)
    {
        RowNames all = new(graph);
        return nodes.Select(all.Add).ToArray();
    }

    private string Add(int node)
    {
        string stem = Stem(graph[node]), name = stem;
        for (int number = 2; !taken.Add(name); number++)
        {
            name = stem + number;
        }

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
        Node.Reduce { Op: ReduceOp.Max } max => Source(max.Operand) + "Max",
        Node.Reduce { Axis: Axes.Batch } => "batchSum",
        Node.Reduce sum => graph[sum.Operand] is Node.Unary { Op: UnaryOp.Exp } or Node.PowerOfExp ? Name(sum.Operand) + "Sum" : Source(sum.Operand) + "Sum",
        Node.Unary { Op: UnaryOp.Exp } exp => Source(exp.Operand) + "Exp",
        Node.PowerOfExp power => Source(power.Argument) + "ExpPower",
        Node.Unary { Op: UnaryOp.Log } log => graph[log.Operand] is Node.Reduce ? Name(log.Operand) + "Log" : Source(log.Operand) + "Log",
        Node.Unary { Op: UnaryOp.Reciprocal } one => names.TryGetValue(one.Operand, out string? name) && name.Length < 24 ? "per" + Upper(name) : "reciprocal",
        Node.Unary { Op: UnaryOp.Sqrt } => "root",
        Node.Unary { Op: UnaryOp.Abs } => "size",
        Node.Unary { Op: UnaryOp.Sign } => "sign",
        Node.Unary => "negative",
        Node.Binary { Op: BinaryOp.Subtract } difference when graph[difference.Right] is Node.Reduce { Op: ReduceOp.Max } => Source(difference.Left) + "Shifted",
        Node.Binary { Op: BinaryOp.Multiply } product when graph.IsOfClasses(product.Right) && !graph.IsOfClasses(product.Left) => Source(product.Right) + "Scaled",
        Node.Binary { Op: BinaryOp.Add } => "sum",
        Node.Binary { Op: BinaryOp.Subtract } => "difference",
        Node.Binary { Op: BinaryOp.Multiply } => "product",
        Node.Binary { Op: BinaryOp.Divide } => "ratio",
        Node.Binary { Op: BinaryOp.Maximum } => "larger",
        Node.Binary { Op: BinaryOp.Minimum } => "smaller",
        Node.Binary { Op: BinaryOp.Greater } => "isGreater",
        Node.Binary { Op: BinaryOp.Equal } => "isEqual",
        Node.Binary => "power",
        Node.Masked => "masked",
        Node.Select => "chosen",
        Node.ArgMax argMax => Source(argMax.Operand) + "Top",
        Node.At at => Source(at.Operand) + (graph[at.Class] is Node.Label ? "AtLabel" : "AtClass"),
        Node.IsClass isClass => graph[isClass.Class] is Node.Label ? "isLabel" : "isClass",
        Node.IsTop => "isTop",
        Node.Permuted => "permuted",
        _ => "value",
    };

    /// <summary>Whose values they are: the logits that lie under them; what is of several has no such name.</summary>
    private string Source(int node)
    {
        HashSet<string> sources = [];
        Visit(node, []);
        return sources.Count == 1 ? sources.First() : "mixed";

        void Visit(int index, HashSet<int> seen)
        {
            if (!seen.Add(index) || !graph.IsOfClasses(index))
            {
                return;
            }

            switch (graph[index])
            {
                case Node.StudentLogits logits:
                    sources.Add(logits.Variable);
                    break;
                case Node.TeacherLogits logits:
                    sources.Add(logits.Variable);
                    break;
                case Node.Targets:
                    sources.Add("target");
                    break;
                case Node.ClassWeights:
                    sources.Add("classWeight");
                    break;
                case Node node:
                    foreach (int operand in node.Operands())
                    {
                        Visit(operand, seen);
                    }

                    break;
            }
        }
    }

    private string Name(int node) => names[node];

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
