using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>Makes a graph. A node is made only if no equal one is there, so terms share whatever they have in common.</summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<Node, int> indices = [];
    private readonly List<Node> nodes = [];
    private readonly List<Axes> axes = [];
    private readonly Dictionary<int, string> names = [];

    public EquatableArray<GraphNode> Nodes => nodes.Zip(axes, static (node, axes) => new GraphNode(node, axes)).ToEquatableArray();

    /// <summary>What the formulas call their values.</summary>
    public EquatableArray<NodeName> Names => names.OrderBy(static name => name.Key).Select(static name => new NodeName(name.Key, name.Value)).ToEquatableArray();

    public Node this[int index] => nodes[index];

    public Axes AxesOf(int index) => axes[index];

    /// <summary>The index of <paramref name="node"/>, or of an equal or simpler one.</summary>
    public int Add(Node node)
    {
        if (!indices.TryGetValue(node, out int index))
        {
            index = nodes.Count;
            nodes.Add(node);
            axes.Add(AxesOf(node));
            indices.Add(node, index);
        }

        return index;
    }

    /// <summary>Remembers what a formula calls a value; where several formulas share it, what the first one does.</summary>
    public void Name(int index, string name)
    {
        if (!names.ContainsKey(index))
        {
            names.Add(index, name);
        }
    }

    private Axes AxesOf(Node node) => node switch
    {
        Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.IsClass or Node.IsTop or Node.Permuted => Axes.Both,
        Node.Label or Node.Counted or Node.ArgMax or Node.At or Node.LogSumExp or Node.MeanOfSample => Axes.Batch,
        Node.ClassWeights => Axes.Class,
        Node.Number or Node.Setting or Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows or Node.Call => Axes.None,
        Node.Feature => Axes.Both,
        Node.Unary unary => axes[unary.Operand],
        Node.Binary binary => axes[binary.Left] | axes[binary.Right],
        Node.Masked masked => axes[masked.Operand] | axes[masked.Where],
        Node.Select select => axes[select.Condition] | axes[select.WhereTrue] | axes[select.WhereFalse],
        Node.PowerOfExp power => axes[power.Argument],
        Node.Detach detach => axes[detach.Operand],
        Node.Reduce reduce => axes[reduce.Operand] & ~reduce.Axis,
        Node.Softmax softmax => axes[softmax.Operand],
        Node.LogSoftmax softmax => axes[softmax.Operand],
        _ => throw new InvalidOperationException($"{node.GetType().Name} has no axes"),
    };
}
