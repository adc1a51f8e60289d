using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>
/// What one kernel of a loss does for each row. Statements are written when something first reads them: what is the same for all rows before the loop over the rows,
/// what is the same for all classes in front of the loop over the classes, and what is read once and short within the expression that reads it.
/// </summary>
internal sealed class CudaKernel
{
    /// <summary>A longer part of an expression becomes a statement of its own.</summary>
    public const int LongestPart = 80;

    private readonly EquatableArray<RowNode> nodes;
    private readonly CudaNames names;
    private readonly Level[] levels;
    private readonly int[] users;
    private readonly bool[] isReadByClasses;
    private readonly bool[] isReadByRows;
    private CodeWriter body = new();
    private readonly Dictionary<int, CudaText> known = [];
    private readonly Dictionary<int, string> powers = [];
    private readonly Dictionary<int, string> ranks = [];
    private readonly Dictionary<string, CudaClasses> places = [];
    private readonly GradientRow? gradient;

    /// <param name="program">The program that the kernel is of.</param>
    /// <param name="names">What its values are called.</param>
    /// <param name="results">The values of a row that the kernel is there for.</param>
    /// <param name="gradient">The gradient, if the kernel writes it.</param>
    public CudaKernel(RowProgram program, CudaNames names, IEnumerable<int> results, GradientRow? gradient = null)
    {
        this.gradient = gradient;
        nodes = program.Nodes;
        this.names = names;
        levels = LevelsOf(nodes);
        users = new int[nodes.Count];
        isReadByClasses = new bool[nodes.Count];
        isReadByRows = new bool[nodes.Count];
        int[] ofRow = [.. results, .. (gradient?.AtClass ?? default).SelectMany(static scatter => new[] { scatter.Class, scatter.Amount })];
        int[] slope = gradient?.Slope is { } written ? [written] : [];
        Stack<int> open = new([.. slope, .. ofRow]);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (users[node]++ == 0)
            {
                foreach (int operand in OperandsOf(node))
                {
                    (levels[node] == Level.Class ? isReadByClasses : isReadByRows)[operand] = true;
                    open.Push(operand);
                }
            }
        }

        // At a certain class the values of the row are wanted as they are.
        int[] atClass = [.. Needed.Select(node => nodes[node].Node).OfType<Node.At>().Select(static at => at.Operand), .. gradient is { AtClass.Count: > 0 } ? slope : []];
        foreach (int node in new CudaClasses(this, "", atClass).Needed.Concat(ofRow))
        {
            isReadByRows[node] = true;
        }
    }

    /// <summary>The logits and targets that are read, with the number of loops over the classes that read them.</summary>
    public SortedDictionary<string, int> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes the statements of the row.</summary>
    public CodeWriter Body => body;

    /// <summary>All that the results are computed from.</summary>
    public IEnumerable<int> Needed => Enumerable.Range(0, nodes.Count).Where(node => users[node] > 0);

    public Node this[int node] => nodes[node].Node;

    public CudaNames Names => names;

    public Level LevelOf(int node) => levels[node];

    public IReadOnlyList<int> OperandsOf(int node) => nodes[node].Node is Node.Reduce { Axis: Axes.Batch } ? [] : nodes[node].Node.Operands();

    /// <summary>What is the same for all rows.</summary>
    public string Launch()
    {
        HashSet<int> readByRows = [.. Needed.Where(user => levels[user] > Level.Launch).SelectMany(OperandsOf)];
        foreach (int node in Needed)
        {
            if (levels[node] == Level.Launch && readByRows.Contains(node))
            {
                Value(node);
            }
            else if (nodes[node].Node is Node.PowerOfExp power)
            {
                Power(power.Ratio);
            }
        }

        return Taken();
    }

    /// <summary>The statements so far, once.</summary>
    public string Taken()
    {
        string text = body.ToString();
        body = new CodeWriter();
        return text;
    }

    /// <summary>Writes the row's label, if it is read or asked for, and gives whether it counts.</summary>
    /// <param name="isPrelude">The number of labels is asked for, not whether they are right.</param>
    public CudaText? Labels(bool isPrelude)
    {
        int label = Needed.Where(node => nodes[node].Node is Node.Label).DefaultIfEmpty(-1).First();
        int counted = Needed.Where(node => nodes[node].Node is Node.Counted).DefaultIfEmpty(-1).First();
        if (label < 0 && counted < 0 && !isPrelude)
        {
            return null;
        }

        CudaText text = CudaText.Name(names.Counted, CudaType.Bool);
        if (counted >= 0)
        {
            known[counted] = text;
        }

        body.Line("const long long given = a.labels[row];");
        body.Line($"const bool {text.Code} = given != a.ignoreIndex;");
        bool isBinary = Needed.Any(node => IsNumberOf(label, nodes[node].Node));
        if (!isPrelude)
        {
            body.Line($"const bool isLabel = given >= 0 && given < {(isBinary ? "(a.classes == 1 ? 2 : a.classes);    // 0 or 1 of the only class" : "a.classes;")}");
        }

        if (Needed.Any(node => label >= 0 && nodes[node].Node.Operands().Contains(label) && !IsNumberOf(label, nodes[node].Node)))
        {
            body.Line($"const int {names.Of(label)} = {(isPrelude || isBinary ? "given >= 0 && given < a.classes" : "isLabel")} ? (int)given : 0;");
        }

        return text;
    }

    /// <summary>A class: the label, or the largest value's.</summary>
    public string Class(int node) => nodes[node].Node switch
    {
        Node.Label => names.Of(node),
        Node.Number number => Literal.Of((long)number.Value),
        _ => Value(node).Code,
    };

    /// <summary>Whether <paramref name="node"/> computes with the label as with a number.</summary>
    private bool IsNumberOf(int label, Node node)
        => label >= 0 && node.Operands().Contains(label)
            && node is not (Node.At or Node.IsClass or Node.Permuted)
            && !(node is Node.Binary { Op: BinaryOp.Equal } equal && IsClass(equal.Left) && IsClass(equal.Right));

    private bool IsClass(int node) => nodes[node].Node is Node.Label or Node.ArgMax;

    /// <summary>A value of the row, or one that is the same for all.</summary>
    public CudaText Value(int node)
    {
        if (known.TryGetValue(node, out CudaText text))
        {
            return text;
        }

        if (nodes[node].Node is Node.Reduce { Axis: Axes.Class })
        {
            Sweep([node]);
            return known[node];
        }

        text = nodes[node].Node switch
        {
            Node.ArgMax arg => ArgMax(node, arg.Operand),
            Node.At at => Place(Class(at.Class)).Value(at.Operand),
            Node.Label => CudaText.Name("(double)given", CudaType.Double),
            Node.Binary { Op: BinaryOp.Equal } equal when IsClass(equal.Left) && IsClass(equal.Right)
                => CudaText.Truth(CudaText.Name(Class(equal.Left), CudaType.Int), "==", CudaText.Name(Class(equal.Right), CudaType.Int)),
            Node other => CudaOperators.Of(other, CudaType.Double, Value, names),
        };
        bool isPlain = nodes[node].Node is Node.Label or Node.Number or Node.Setting or Node.RowCount or Node.ArgMax || text.IsVariable;
        return known[node] = isPlain || (!isReadByClasses[node] && users[node] <= 1 && text.Code.Length <= LongestPart) ? text
            : Define(names.Of(node), isReadByRows[node] || text.Type == CudaType.Bool ? text : text.As(CudaType.Double) with { Type = CudaType.Float });
    }

    /// <summary>Names a value where statements are written now.</summary>
    public CudaText Define(string name, CudaText text)
    {
        body.Line($"const {(text.Type == CudaType.Bool ? "bool" : text.Type == CudaType.Float ? "float" : "double")} {name} = {text.Code};");
        return CudaText.Name(name, text.Type);
    }

    /// <summary>The whole power that an exponential is replaced by, 0 for none.</summary>
    public string Power(int ratio)
    {
        if (!powers.TryGetValue(ratio, out string? name))
        {
            name = powers[ratio] = names.Free(names.Of(ratio) + "Power");
            body.Line($"const int {name} = wholePower({Value(ratio).Code});");
        }

        return name;
    }

    /// <summary>The rank that the largest of a row reach.</summary>
    public string Rank(int node)
    {
        if (!ranks.TryGetValue(node, out string? name))
        {
            Node.IsTop top = (Node.IsTop)nodes[node].Node;
            name = ranks[node] = names.Free(names.Of(node) + "Rank");
            body.Line($"const unsigned long long {name} = rowTop({Row(top.Operand, readers: 2)}, a.classes, {Literal.Of(top.Count)});");
        }

        return name;
    }

    /// <summary>The row of logits or targets that a node loads from, for so many loops.</summary>
    public string Row(int node, int readers)
    {
        string input = CudaNames.InputOf(nodes[node].Node) ?? throw new InvalidOperationException($"{nodes[node].Name} is neither logits nor targets");
        Inputs[input] = (Inputs.TryGetValue(input, out int before) ? before : 0) + readers;
        return CudaNames.RowOf(input);
    }

    /// <summary>One loop over the classes, which completes <paramref name="reductions"/> and writes the gradient in the last one.</summary>
    /// <param name="writes">This is the loop that writes the gradient.</param>
    public void Sweep(IReadOnlyList<int> reductions, bool writes = false)
    {
        int[] open = [.. reductions.Where(node => users[node] > 0 && !known.ContainsKey(node))];
        if (open.Length == 0 && !writes)
        {
            return;
        }

        Node.Reduce[] reduces = [.. open.Select(node => (Node.Reduce)nodes[node].Node)];
        CudaClasses classes = new(this, null, [.. reduces.Select(static reduce => reduce.Operand), .. writes && gradient?.Slope is { } root ? [root] : Array.Empty<int>()]);
        classes.Prepare();
        string[] threads = [.. open.Select(node => names.Free("thread" + Identifier.Capital(names.Of(node))))];

        body.Line();
        body.Line($"// Over the classes: {string.Join(", ", open.Select(names.Of).Concat(writes ? ["the gradient"] : []))}.");
        for (int i = 0; i < open.Length; i++)
        {
            body.Line(reduces[i].Op == ReduceOp.Sum ? $"Sum {threads[i]};" : $"float {threads[i]} = -infinity();");
        }

        body.Open("for (int c = threadIdx.x; c < a.classes; c += blockDim.x)");
        for (int i = 0; i < open.Length; i++)
        {
            string value = classes.Value(reduces[i].Operand).As(CudaType.Float).Code;
            body.Line(reduces[i].Op == ReduceOp.Sum ? $"{threads[i]}.add({value});" : $"{threads[i]} = fmaxf({threads[i]}, {value});");
        }

        if (writes)
        {
            body.Line($"write(gradientRow[c], {(gradient?.Slope is { } slope ? classes.Value(slope) : CudaText.Literal(0, CudaType.Float)).As(CudaType.Float).Code});");
        }

        body.Close();
        for (int i = 0; i < open.Length; i++)
        {
            bool isSum = reduces[i].Op == ReduceOp.Sum;
            known[open[i]] = Define(names.Of(open[i]), CudaText.Name($"{(isSum ? "rowSum" : "rowMax")}({threads[i]})", isSum ? CudaType.Double : CudaType.Float));
        }
    }

    /// <summary>Writes what differs from the rest of the gradient at single classes.</summary>
    public void Scatter()
    {
        foreach (IGrouping<string, Scatter> same in (gradient?.AtClass ?? default).GroupBy(scatter => Class(scatter.Class)))
        {
            CudaText entry = gradient?.Slope is { } slope ? Place(same.Key).Value(slope) : CudaText.Literal(0, CudaType.Double);
            foreach (Scatter scatter in gradient!.AtClass)
            {
                CudaText amount = Value(scatter.Amount);
                string @class = Class(scatter.Class);
                entry = CudaText.Binary(CudaType.Double, entry, '+', @class == same.Key ? amount
                    : CudaText.Choice(CudaType.Double, CudaText.Truth(CudaText.Name(@class, CudaType.Int), "==", CudaText.Name(same.Key, CudaType.Int)), amount, CudaText.Literal(0, CudaType.Double)));
            }

            body.Line();
            body.Line("// Nearly equal values may meet here: once more, in double.");
            body.Line($"if (threadIdx.x == {same.Key} % blockDim.x)");
            body.Line($"    write(gradientRow[{same.Key}], {entry.Code});");
        }
    }

    /// <summary>Whether one of <paramref name="results"/> is computed from one of <paramref name="others"/>.</summary>
    public bool Need(IEnumerable<int> results, IReadOnlyCollection<int> others)
    {
        HashSet<int> seen = [];
        Stack<int> open = new(results);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (others.Contains(node))
            {
                return true;
            }

            if (seen.Add(node))
            {
                foreach (int operand in OperandsOf(node))
                {
                    open.Push(operand);
                }
            }
        }

        return false;
    }

    /// <summary>All that is read at a certain class.</summary>
    private CudaClasses Place(string @class)
    {
        if (!places.TryGetValue(@class, out CudaClasses? place))
        {
            IEnumerable<int> roots = Needed.Select(node => nodes[node].Node).OfType<Node.At>().Where(at => Class(at.Class) == @class).Select(static at => at.Operand);
            bool isWritten = (gradient?.AtClass ?? default).Any(scatter => Class(scatter.Class) == @class);
            places.Add(@class, place = new CudaClasses(this, @class, isWritten && gradient?.Slope is { } slope ? roots.Append(slope) : roots));
        }

        return place;
    }

    /// <summary>The class of the highest rank.</summary>
    private CudaText ArgMax(int node, int operand)
    {
        CudaClasses classes = new(this, null, [operand]);
        classes.Prepare();
        string best = names.Free("best" + Identifier.Capital(names.Of(node)));
        body.Line();
        body.Line($"// Over the classes: {names.Of(node)}.");
        body.Line($"unsigned long long {best} = 0;");
        body.Open("for (int c = threadIdx.x; c < a.classes; c += blockDim.x)");
        body.Line($"{best} = Larger::of({best}, rank({classes.Value(operand).As(CudaType.Float).Code}, c));");
        body.Close();
        body.Line($"const int {names.Of(node)} = classOf(rowMax({best}));");
        return CudaText.Name(names.Of(node), CudaType.Int);
    }

    private static Level[] LevelsOf(EquatableArray<RowNode> nodes)
    {
        Level[] levels = new Level[nodes.Count];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = nodes[i].Node switch
            {
                Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.ClassWeights or Node.IsClass or Node.IsTop or Node.Permuted => Level.Class,
                Node.Label or Node.Counted or Node.At or Node.ArgMax or Node.Reduce { Axis: Axes.Class } => Level.Row,
                Node.Reduce { Axis: Axes.Batch } => Level.Launch,
                Node node => node.Operands().Select(operand => levels[operand]).DefaultIfEmpty(Level.Launch).Max(),
            };
        }

        return levels;
    }

}

/// <summary>Where a value is computed.</summary>
internal enum Level
{
    /// <summary>Once.</summary>
    Launch,

    /// <summary>For each row.</summary>
    Row,

    /// <summary>For each class of a row.</summary>
    Class,
}

/// <summary>The gradient of a row.</summary>
/// <param name="Slope">The derivative for each class; null for 0.</param>
/// <param name="AtClass">What is added at single classes.</param>
internal sealed record GradientRow(int? Slope, EquatableArray<Scatter> AtClass);
