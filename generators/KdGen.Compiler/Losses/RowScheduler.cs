using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>Orders lowered values of a row into sweeps over its classes, as few as their dependencies allow.</summary>
internal sealed class RowScheduler
{
    private readonly GraphBuilder graph;
    private readonly List<Level> levels = [];
    private readonly List<int> stages = [];

    private RowScheduler(GraphBuilder graph)
    {
        this.graph = graph;
        for (int index = 0; index < graph.Count; index++)
        {
            Node node = graph[index];
            levels.Add(LevelOf(node));
            int ready = node.Operands().Select(operand => stages[operand]).DefaultIfEmpty(0).Max();
            stages.Add(levels[index] == Level.Scalar ? 0 : node is Node.Reduce ? ready + 1 : ready);
        }
    }

    /// <summary>What a value is computed for: once, for each row, or for each class of a row.</summary>
    private enum Level
    {
        Scalar,
        Row,
        Class,
    }

    /// <summary>The program that computes the parts of the loss that a row gives, and the gradient of the row.</summary>
    /// <param name="graph">Lowered values.</param>
    /// <param name="student">The logits that are learned.</param>
    /// <param name="teacher">The teacher's logits; null when none are read.</param>
    /// <param name="values">For each term its part of the loss.</param>
    /// <param name="gradient">The derivative for the student's logits.</param>
    public static RowProgram Schedule(GraphBuilder graph, string student, string? teacher, IReadOnlyList<RowValue> values, int gradient)
    {
        LinearForm form = LinearForm.Of(graph, gradient);
        List<Scatter> atClass = [];
        List<(int Factor, int Value)> open = [];
        foreach ((int factor, int value) in form.Parts)
        {
            if (graph[value] is Node.IsClass isClass)
            {
                atClass.Add(new(isClass.Class, factor));
            }
            else
            {
                open.Add((factor, value));
            }
        }

        int rest = form.Addend;
        foreach (var same in open.GroupBy(static part => part.Factor))
        {
            int sum = same.Select(static part => part.Value).Aggregate(graph.Sum);
            rest = graph.Sum(graph.Product(same.Key, sum), rest);
        }

        int? written = graph[rest] is Node.Number { Value: 0 } ? null : rest;
        return new RowScheduler(graph).Program(student, teacher, values, written, atClass);
    }

    private RowProgram Program(string student, string? teacher, IReadOnlyList<RowValue> values, int? gradient, IReadOnlyList<Scatter> atClass)
    {
        List<int> roots = [.. values.Select(static value => value.Node), .. atClass.SelectMany(static scatter => new[] { scatter.Class, scatter.Amount })];
        if (gradient is { } index)
        {
            roots.Add(index);
        }

        SortedSet<int> live = Live(roots);
        List<int> sums = live.Where(IsSumOfRows).ToList();
        SortedSet<int> before = Live(sums.Select(sum => ((Node.Reduce)graph[sum]).Operand));
        SortedSet<int> all = [.. live, .. before];
        Dictionary<int, int> numbers = all.Select(static (node, place) => (node, place)).ToDictionary(static pair => pair.node, static pair => pair.place);
        string[] names = RowNames.Of(graph, all,
        [
            .. values.Select(static value => (value.Node, value.Term + "OfRow")),
            .. gradient is { } slope ? [(slope, "derivative")] : Array.Empty<(int, string)>(),
            .. atClass.Select(static scatter => (scatter.Amount, "derivativeAtClass")),
        ]);
        int To(int node) => numbers[node];
        EquatableArray<int> ToAll(IEnumerable<int> nodes) => nodes.Select(To).ToEquatableArray();

        return new(
            all.Select((node, place) => new RowNode(graph[node].WithOperands(To), graph.AxesOf(node), names[place])).ToEquatableArray(),
            student,
            teacher,
            sums.Count == 0 ? null : new(ToAll(Scalars(before)), Steps(before, null, To), ToAll(sums)),
            ToAll(Scalars(live)),
            Steps(live, gradient, To),
            values.Select(value => value with { Node = To(value.Node) }).ToEquatableArray(),
            gradient is { } written ? To(written) : null,
            atClass.Select(scatter => new Scatter(To(scatter.Class), To(scatter.Amount))).ToEquatableArray());
    }

    private IEnumerable<int> Scalars(IEnumerable<int> live) => live.Where(node => levels[node] == Level.Scalar && graph[node].Operands().Count > 0 && !IsSumOfRows(node));

    private EquatableArray<RowStep> Steps(SortedSet<int> live, int? gradient, Func<int, int> to)
    {
        List<int> reductions = live.Where(node => graph[node] is Node.Reduce && levels[node] == Level.Row).ToList();
        int last = Math.Max(reductions.Select(node => stages[node]).DefaultIfEmpty(0).Max(), gradient is { } written ? stages[written] + 1 : 0);
        List<List<int>> sweeps = [];
        List<HashSet<int>> kept = [];
        Dictionary<int, int> computed = [];
        for (int sweep = 1; sweep <= last; sweep++)
        {
            List<int> roots = reductions.Where(node => stages[node] == sweep).Select(node => ((Node.Reduce)graph[node]).Operand).ToList();
            if (sweep == last && gradient is { } index)
            {
                roots.Add(index);
            }

            kept.Add([]);
            sweeps.Add([.. InSweep(roots)]);
            foreach (int node in sweeps[sweep - 1])
            {
                if (!computed.ContainsKey(node))
                {
                    computed.Add(node, sweep);
                }
            }
        }

        List<RowStep> steps = [];
        for (int stage = 0; stage <= last; stage++)
        {
            if (stage > 0)
            {
                IEnumerable<int> complete = reductions.Where(node => stages[node] == stage).Select(to);
                steps.Add(new RowStep.Sweep(sweeps[stage - 1].Select(to).ToEquatableArray(), kept[stage - 1].OrderBy(static node => node).Select(to).ToEquatableArray(), complete.ToEquatableArray()));
            }

            steps.AddRange(BetweenSweeps(live.Where(node => stages[node] == stage), to));
        }

        return steps.ToEquatableArray();

        // Values of the classes that a sweep computes; what is dear and was computed by an earlier one is kept there and read.
        SortedSet<int> InSweep(IEnumerable<int> roots)
        {
            SortedSet<int> nodes = [];
            Stack<int> open = new(roots);
            while (open.Count > 0)
            {
                int node = open.Pop();
                if (levels[node] != Level.Class || graph[node] is Node.IsTop or Node.Permuted)
                {
                    continue;
                }

                if (IsDear(graph[node]) && computed.TryGetValue(node, out int earlier))
                {
                    kept[earlier - 1].Add(node);
                }
                else if (nodes.Add(node))
                {
                    foreach (int operand in graph[node].Operands())
                    {
                        open.Push(operand);
                    }
                }
            }

            return nodes;
        }
    }

    private IEnumerable<RowStep> BetweenSweeps(IEnumerable<int> nodes, Func<int, int> to)
    {
        List<int> scalars = [];
        foreach (int node in nodes)
        {
            if (graph[node] is Node.IsTop or Node.Permuted)
            {
                if (scalars.Count > 0)
                {
                    yield return new RowStep.Scalars(scalars.Select(to).ToEquatableArray());
                    scalars.Clear();
                }

                yield return new RowStep.WholeRow(to(node));
            }
            else if (levels[node] == Level.Row && graph[node] is not Node.Reduce && graph[node].Operands().Count > 0)
            {
                scalars.Add(node);
            }
        }

        if (scalars.Count > 0)
        {
            yield return new RowStep.Scalars(scalars.Select(to).ToEquatableArray());
        }
    }

    /// <summary>What is needed for <paramref name="roots"/>; sums over the batch are there already.</summary>
    private SortedSet<int> Live(IEnumerable<int> roots)
    {
        SortedSet<int> live = [];
        Stack<int> open = new(roots);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (live.Add(node) && !IsSumOfRows(node))
            {
                foreach (int operand in graph[node].Operands())
                {
                    open.Push(operand);
                }
            }
        }

        return live;
    }

    private Level LevelOf(Node node) => node switch
    {
        Node.Number or Node.Setting or Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows or Node.Reduce { Axis: Axes.Batch } => Level.Scalar,
        Node.Label or Node.Counted or Node.ArgMax or Node.At or Node.Reduce => Level.Row,
        Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.ClassWeights or Node.IsClass or Node.IsTop or Node.Permuted => Level.Class,
        _ => node.Operands().Select(operand => levels[operand]).Max(),
    };

    private bool IsSumOfRows(int node) => graph[node] is Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Batch };

    /// <summary>Worth a store and a load rather than a second computation.</summary>
    private bool IsDear(Node node) => node switch
    {
        Node.Unary { Op: UnaryOp.Exp or UnaryOp.Log } or Node.Binary { Op: BinaryOp.LogNearOne } or Node.PowerOfExp => true,
        Node.Binary { Op: BinaryOp.Power } power => graph[power.Right] is not Node.Number { Value: 3 or 4 or -1 or -2 },
        _ => false,
    };
}
