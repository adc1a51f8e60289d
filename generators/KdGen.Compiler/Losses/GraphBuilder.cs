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
    private readonly List<bool> learns = [];
    private readonly List<bool> readsStudent = [];
    private readonly Dictionary<Node, int> simplified = [];

    public GraphBuilder()
    {
    }

    /// <summary>Goes on with the nodes of <paramref name="graph"/>, which keep their numbers.</summary>
    public GraphBuilder(Graph graph)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            Intern(node.Node);
        }
    }

    public EquatableArray<GraphNode> Nodes => nodes.Zip(axes, static (node, axes) => new GraphNode(node, axes)).ToEquatableArray();

    /// <summary>What the formulas call their values.</summary>
    public EquatableArray<NodeName> Names => names.OrderBy(static name => name.Key).Select(static name => new NodeName(name.Key, name.Value)).ToEquatableArray();

    public int Count => nodes.Count;

    public Node this[int index] => nodes[index];

    public Axes AxesOf(int index) => axes[index];

    /// <summary>The value differs along the classes.</summary>
    public bool IsOfClasses(int index) => (axes[index] & Axes.Class) != 0;

    /// <summary>A gradient flows through the value into logits of the student or a learned feature.</summary>
    public bool Learns(int index) => learns[index];

    /// <summary>The value changes with logits of the student or a learned feature, detached or not.</summary>
    public bool ReadsStudent(int index) => readsStudent[index];

    /// <summary>What the passes have found out about the values.</summary>
    public GraphFacts Facts { get; } = new();

    /// <summary>The index of <paramref name="node"/>, or of an equal or simpler one.</summary>
    public int Add(Node node)
    {
        if (!indices.TryGetValue(node, out int index) && !simplified.TryGetValue(node, out index))
        {
            // What is simplified away is asked for again by every value that shares it.
            index = Simplifier.Simplify(this, node) ?? Intern(node);
            if (!indices.ContainsKey(node))
            {
                simplified.Add(node, index);
            }
        }

        return index;
    }

    public int Number(double value) => Intern(new Node.Number(value));

    public int Negate(int operand) => Add(new Node.Unary(UnaryOp.Negate, operand));

    public int Reciprocal(int operand) => Add(new Node.Unary(UnaryOp.Reciprocal, operand));

    public int Sum(int left, int right) => Add(new Node.Binary(BinaryOp.Add, left, right));

    public int Difference(int left, int right) => Add(new Node.Binary(BinaryOp.Subtract, left, right));

    public int Product(int left, int right) => Add(new Node.Binary(BinaryOp.Multiply, left, right));

    public int Quotient(int left, int right) => Add(new Node.Binary(BinaryOp.Divide, left, right));

    public int SumOver(Axes axis, int operand) => Add(new Node.Reduce(ReduceOp.Sum, axis, operand));

    public bool Contains(Node node) => indices.ContainsKey(node);

    /// <summary>The index of exactly this node.</summary>
    public int Intern(Node node)
    {
        if (!indices.TryGetValue(node, out int index))
        {
            index = nodes.Count;
            axes.Add(AxesOf(node));
            bool isLearned = node is Node.StudentLogits or Node.Feature { IsLearned: true } or Node.LearnedLoss;
            learns.Add(isLearned || (IsDifferentiable(node) && node.Operands().Any(operand => learns[operand])));
            readsStudent.Add(isLearned || node.Operands().Any(operand => readsStudent[operand]));
            nodes.Add(node);
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

    private static bool IsDifferentiable(Node node)
        => node is not (Node.Detach or Node.ArgMax or Node.IsClass or Node.IsTop
            or Node.Unary { Op: UnaryOp.Sign } or Node.Binary { Op: BinaryOp.Greater or BinaryOp.Equal });

    private Axes AxesOf(Node node) => node switch
    {
        Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.IsTop or Node.Permuted => Axes.Both,
        Node.Label or Node.Counted or Node.ArgMax => Axes.Batch,
        Node.ClassWeights => Axes.Class,
        Node.Number or Node.Setting or Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows or Node.Call or Node.LearnedLoss => Axes.None,
        Node.Feature => Axes.Both,
        Node.GivenRows given => axes[given.Otherwise],
        Node.Unary unary => axes[unary.Operand],
        Node.Binary binary => axes[binary.Left] | axes[binary.Right],
        Node.Masked masked => axes[masked.Operand] | axes[masked.Where],
        Node.Select select => axes[select.Condition] | axes[select.WhereTrue] | axes[select.WhereFalse],
        Node.PowerOfExp power => axes[power.Argument],
        Node.Detach detach => axes[detach.Operand],
        Node.Reduce reduce => axes[reduce.Operand] & ~reduce.Axis,
        Node.At at => (axes[at.Operand] & Axes.Batch) | axes[at.Class],
        Node.IsClass isClass => axes[isClass.Class] | Axes.Class,
        Node.Softmax softmax => axes[softmax.Operand],
        Node.LogSoftmax softmax => axes[softmax.Operand],
        Node.LogSumExp sum => axes[sum.Operand] & ~Axes.Class,
        _ => throw new InvalidOperationException($"{node.GetType().Name} has no axes"),
    };
}
