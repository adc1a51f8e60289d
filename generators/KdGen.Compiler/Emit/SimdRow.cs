using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What a row kernel does for one row. A value that is read once and is short stands within the expression that reads it.</summary>
internal sealed partial class SimdRow
{
    private const int LongestPart = 80;

    private readonly RowProgram program;
    private readonly SimdNames names;
    private readonly Func<int, SimdText> scalar;
    private readonly CodeWriter writer;
    private readonly bool hasPower;
    private bool isLabelNamed;
    private readonly Dictionary<int, SimdText> known = [];
    private readonly Dictionary<int, string> spread = [];
    private readonly Dictionary<int, string> exponents = [];
    private readonly Dictionary<int, string> buffers = [];
    private readonly Dictionary<int, int> readers = [];
    private readonly HashSet<int> readByRow = [];
    private readonly HashSet<int> rests = [];
    private readonly bool[] isScalar;
    private readonly HashSet<int> subtracted;
    private readonly int firstRatio;

    /// <param name="program">The program.</param>
    /// <param name="names">What its values are called.</param>
    /// <param name="scalar">The text of what is the same for all rows.</param>
    /// <param name="writer">Takes the statements.</param>
    /// <param name="hasPower">The method is generic over TPower.</param>
    public SimdRow(RowProgram program, SimdNames names, Func<int, SimdText> scalar, CodeWriter writer, bool hasPower)
    {
        this.hasPower = hasPower;
        this.program = program;
        this.names = names;
        this.scalar = scalar;
        this.writer = writer;
        isScalar = new bool[program.Nodes.Count];
        for (int node = 0; node < isScalar.Length; node++)
        {
            isScalar[node] = IsScalar(node);
        }

        subtracted = [.. program.Nodes.Select(static node => node.Node).OfType<Node.Binary>()
            .Where(difference => difference.Op == BinaryOp.Subtract && this[difference.Left] is Node.StudentLogits or Node.TeacherLogits).Select(static difference => difference.Right)];
        firstRatio = program.Nodes.Select(static node => node.Node).OfType<Node.PowerOfExp>().FirstOrDefault()?.Ratio ?? -1;
    }

    /// <summary>Writes the steps.</summary>
    /// <param name="steps">What is done for the row, in order.</param>
    /// <param name="gradient">What the last sweep writes; null for nothing.</param>
    /// <param name="results">Values of the row that are read afterwards.</param>
    public void Write(EquatableArray<RowStep> steps, int? gradient, IReadOnlyList<int> results)
    {
        CountReaders(steps, gradient, results);
        Inputs(steps, gradient);
        Buffer(steps);
        RowStep? last = steps.LastOrDefault(static step => step is RowStep.Sweep);
        foreach (RowStep step in steps)
        {
            switch (step)
            {
                case RowStep.Scalars scalars:
                    foreach (int node in scalars.Nodes)
                    {
                        Define(node);
                    }

                    break;
                case RowStep.WholeRow whole:
                    WholeRow(whole.Node);
                    break;
                case RowStep.Sweep sweep:
                    Sweep(sweep, ReferenceEquals(step, last) ? gradient : null);
                    break;
            }
        }
    }

    /// <summary>A value of the row, or one that is the same for all.</summary>
    public SimdText Value(int node)
    {
        if (known.TryGetValue(node, out SimdText text))
        {
            return text;
        }

        return this[node] switch
        {
            _ when isScalar[node] => scalar(node),
            Node.Label => new("row.LabelNumber", SimdType.Number),
            Node.ArgMax => new(names.Of(node), SimdType.Number),
            Node.Counted => new("row.IsCounted", SimdType.Truth),
            Node.At at => new($"{RowOf(at.Operand)}[{Class(at.Class)}]", SimdType.Number),
            Node.Binary { Op: BinaryOp.Equal } equal when IsClass(equal.Left) && IsClass(equal.Right) => new($"{Class(equal.Left)} == {Class(equal.Right)}", SimdType.Truth, SimdStrength.Comparison),
            Node other => SimdOperators.Of(other, Value, isOfClasses: false),
        };
    }

    /// <summary>A class of the row.</summary>
    public string Class(int node) => this[node] switch
    {
        Node.Label => isLabelNamed ? "label" : "row.Label",
        Node.Number number => Literal.Of((long)number.Value),
        _ => names.Of(node),
    };

    private Node this[int node] => program.Nodes[node].Node;

    private bool IsOfClasses(int node) => (program.Nodes[node].Axes & Axes.Class) != 0;

    /// <summary>It is the same for all rows, and computed before them. A sum over the classes is not, whatever it sums.</summary>
    private bool IsScalar(int node) => this[node] switch
    {
        Node.Number or Node.Setting or Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows or Node.Reduce { Axis: Axes.Batch } => true,
        Node.Label or Node.Counted or Node.ArgMax or Node.At or Node.Reduce => false,
        Node other => !IsOfClasses(node) && other.Operands().All(operand => isScalar[operand]),
    };

    private bool IsClass(int node) => this[node] is Node.Label or Node.ArgMax;

    private void CountReaders(EquatableArray<RowStep> steps, int? gradient, IReadOnlyList<int> results)
    {
        foreach (int node in results)
        {
            Read(node, byRow: true);
        }

        foreach (RowStep step in steps)
        {
            switch (step)
            {
                case RowStep.Scalars scalars:
                    foreach (int operand in scalars.Nodes.SelectMany(node => this[node].Operands()))
                    {
                        Read(operand, byRow: true);
                    }

                    break;
                case RowStep.Sweep sweep:
                    foreach (int operand in sweep.Values.SelectMany(node => this[node].Operands()).Where(operand => !IsOfClasses(operand)).Distinct())
                    {
                        Read(operand, byRow: false);
                    }

                    foreach (Node.Binary product in sweep.Values.Select(OfExp).OfType<Node.Binary>())
                    {
                        Read(product.Left, byRow: true);
                    }

                    break;
            }
        }

        if (gradient is { } written && !IsOfClasses(written))
        {
            Read(written, byRow: false);
        }

        void Read(int node, bool byRow)
        {
            readers[node] = (readers.TryGetValue(node, out int before) ? before : 0) + 1;
            if (byRow)
            {
                readByRow.Add(node);
            }
        }
    }

    /// <summary>Names what lies in memory.</summary>
    private void Inputs(EquatableArray<RowStep> steps, int? gradient)
    {
        writer.Line("int classes = row.Classes;");
        if (steps.OfType<RowStep.Sweep>().Any(sweep => sweep.Values.Any(node => this[node] is Node.IsClass isClass && this[isClass.Class] is Node.Label)))
        {
            writer.Line("int label = row.Label;");
            isLabelNamed = true;
        }

        HashSet<int> read = [.. steps.SelectMany(step => step switch
        {
            RowStep.Scalars scalars => scalars.Nodes.SelectMany(node => this[node].Operands()),
            RowStep.WholeRow whole => this[whole.Node].Operands(),
            RowStep.Sweep sweep => sweep.Values.Concat(sweep.Reductions.SelectMany(node => this[node].Operands())),
            _ => (IEnumerable<int>)[],
        })];
        foreach (int node in read.OrderBy(static node => node))
        {
            if (SimdNames.RowOf(this[node]) is { } name)
            {
                string source = this[node] switch { Node.StudentLogits => "Student", Node.TeacherLogits => "Teacher", _ => "Targets" };
                writer.Line($"var {name} = row.{source};");
            }
            else if (this[node] is Node.ClassWeights)
            {
                writer.Line($"var {names.Of(node)}Row = {names.Of(node)}Table.For(classes);");
            }
        }

        if (gradient is not null)
        {
            writer.Line("var gradientRow = row.Gradient;");
        }
    }

    /// <summary>Gives buffers to what later steps read: the first, which the gradient overwrites, to what is not read after that.</summary>
    private void Buffer(EquatableArray<RowStep> steps)
    {
        HashSet<int> readAtClass = [.. steps.OfType<RowStep.Scalars>().SelectMany(static scalars => scalars.Nodes).Select(node => this[node]).OfType<Node.At>().Select(static at => at.Operand)];
        int[] kept = [.. steps.SelectMany(step => step switch
        {
            RowStep.Sweep sweep => sweep.Kept.Where(node => !IsRaised(node)),
            RowStep.WholeRow whole => [whole.Node],
            _ => (IEnumerable<int>)[],
        }).Distinct().OrderBy(readAtClass.Contains)];
        for (int i = 0; i < kept.Length; i++)
        {
            string name = names.Free(names.Of(kept[i]) + "Row");
            int number = readAtClass.Contains(kept[i]) ? i + 1 : i;
            buffers.Add(kept[i], name);
            writer.Line($"var {name} = row.Buffer({Literal.Of(number)});");
            BufferCount = number + 1;
        }
    }

    /// <summary>One more than the highest number of a buffer.</summary>
    public int BufferCount { get; private set; }

    /// <summary>A power that is cheaper computed again than kept.</summary>
    private bool IsRaised(int node) => this[node] is Node.PowerOfExp power && IsFirstRatio(power)
        && program.Rows.Concat(program.Prelude?.Rows ?? default).OfType<RowStep.Sweep>().Any(sweep => sweep.Kept.Contains(node) && sweep.Kept.Contains(power.Base));

    /// <summary>Whether the power is the one that the kernel is generic over.</summary>
    private bool IsFirstRatio(Node.PowerOfExp power) => hasPower && power.Ratio == firstRatio;

    /// <summary>The class without which logits are selected; null where they are selected by anything else.</summary>
    private Node.IsClass? LeftOut(Node.Select select) => this[select.WhereTrue] is Node.Number { Value: LossMath.LoweredNever } ? this[select.Condition] as Node.IsClass : null;

    /// <summary>What is raised by an exponential of the classes, where that is the product of a scale and a row whose largest value is 0; null for anything else.</summary>
    private Node.Binary? OfExp(int node) => this[node] switch
    {
        Node.Unary { Op: UnaryOp.Exp } exp => OfLargest(exp.Operand),
        Node.PowerOfExp power => OfLargest(power.Argument),
        _ => null,
    };

    private Node.Binary? OfLargest(int argument)
        => this[argument] is Node.Binary { Op: BinaryOp.Multiply } product && !IsOfClasses(product.Left) && IsOfClasses(product.Right)
            && this[product.Right] is Node.Binary { Op: BinaryOp.Subtract } shifted && this[shifted.Right] is Node.Reduce { Op: ReduceOp.Max } max && max.Operand == shifted.Left ? product : null;

    /// <summary>It is a value of the row that a float holds only in part, and that logits are subtracted from.</summary>
    private bool IsInexact(int node) => !isScalar[node] && !IsOfClasses(node) && !IsFloat(node) && subtracted.Contains(node);

    /// <summary>It is one of the logits.</summary>
    private bool IsFloat(int node) => this[node] switch
    {
        Node.Reduce { Op: ReduceOp.Max } or Node.At => true,
        Node.Binary { Op: BinaryOp.Maximum or BinaryOp.Minimum } one => IsFloat(one.Left) && IsFloat(one.Right),
        _ => false,
    };

    private string RowOf(int node) => SimdNames.RowOf(this[node]) ?? (buffers.TryGetValue(node, out string? buffer) ? buffer : names.Of(node) + "Row");

    private void Define(int node)
    {
        if (this[node] is Node.ArgMax arg)
        {
            writer.Line($"int {names.Of(node)} = {RowOf(arg.Operand)}.ArgMax<V>();");
            return;
        }

        if (!readers.TryGetValue(node, out int count) || known.ContainsKey(node))
        {
            return;
        }

        SimdText text = Value(node);
        if (!readByRow.Contains(node) && !IsInexact(node))
        {
            writer.Line($"V {names.Of(node)} = V.Of({text.AsNumber().Code});");
            spread.Add(node, names.Of(node));
        }
        else if (count > 1 || text.Code.Length > LongestPart || IsInexact(node))
        {
            writer.Line($"{(text.Type == SimdType.Truth ? "bool" : "double")} {names.Of(node)} = {text.Code};");
            known.Add(node, new(names.Of(node), text.Type));
        }
    }

    private void WholeRow(int node) => writer.Line(this[node] switch
    {
        Node.IsTop top => $"{RowOf(top.Operand)}.MarkTop({Literal.Of(top.Count)}, {buffers[node]});",
        Node.Permuted permuted => $"{RowOf(permuted.Operand)}.Permute(permutationKey, row.Index, {Class(permuted.Fixed)}, {buffers[node]});",
        Node other => throw new InvalidOperationException($"{other.GetType().Name} does not need a whole row"),
    });

    private void Sweep(RowStep.Sweep sweep, int? gradient)
    {
        Node.Reduce[] reduces = [.. sweep.Reductions.Select(node => (Node.Reduce)this[node])];
        int[] kept = [.. sweep.Kept.Where(buffers.ContainsKey)];
        List<int> roots = [.. kept, .. reduces.Select(static reduce => reduce.Operand)];
        if (gradient is { } last)
        {
            roots.Add(last);
        }

        SimdLoop loop = new(this, roots, kept);
        string[] parts = [.. sweep.Reductions.Select(node => names.Free(names.Of(node) + "Parts"))];
        bool hasSums = reduces.Any(static reduce => reduce.Op == ReduceOp.Sum);
        writer.Line();
        writer.Line($"// {Purpose(reduces, kept, gradient is not null)}.");
        loop.Prepare();
        for (int i = 0; i < reduces.Length; i++)
        {
            if (reduces[i].Op == ReduceOp.Max)
            {
                writer.Line($"V {parts[i]} = V.Of(float.NegativeInfinity);");
            }
            else
            {
                writer.Line($"double {names.Of(sweep.Reductions[i])} = 0;");
            }
        }

        if (hasSums)
        {
            writer.Open("for (int stretch = 0; stretch < classes; stretch += V.Stretch)");
            string sums = string.Join(", ", Enumerable.Range(0, reduces.Length).Where(i => reduces[i].Op == ReduceOp.Sum).Select(i => parts[i] + " = V.Of(0f)"));
            writer.Line($"V {sums};");
            writer.Line("int end = System::Math.Min(stretch + V.Stretch, classes);");
            writer.Open("for (int i = stretch; i < end; i += V.Count)");
        }
        else
        {
            writer.Open("for (int i = 0; i < classes; i += V.Count)");
        }

        bool IsMasked(Node.Reduce reduce)
            => !loop.IsFresh(reduce.Operand) || !(reduce.Op == ReduceOp.Sum ? SimdTail.IsZero(program, reduce.Operand) : SimdTail.IsMinusInfinity(program, reduce.Operand));
        if (reduces.Any(IsMasked))
        {
            writer.Line("V lanes = V.First(classes - i);");
        }

        for (int i = 0; i < reduces.Length; i++)
        {
            SimdText value = loop.Value(reduces[i].Operand);
            writer.Line(reduces[i].Op == ReduceOp.Sum ? $"{parts[i]} += {(IsMasked(reduces[i]) ? SimdText.Where(new("lanes", SimdType.Mask), value) : value).Code};"
                : !IsMasked(reduces[i]) ? $"{parts[i]} = V.Max({parts[i]}, {value.Code});"
                : $"{parts[i]} = V.Max({parts[i]}, V.Select(lanes, {value.AsNumber().Code}, V.Of(float.NegativeInfinity)));");
        }

        foreach (int node in kept)
        {
            loop.Value(node);
        }

        if (gradient is { } written)
        {
            writer.Line($"gradientRow.Store(i, {loop.Value(written).AsNumber().Code});");
        }

        writer.Close();
        for (int i = 0; hasSums && i < reduces.Length; i++)
        {
            if (reduces[i].Op == ReduceOp.Sum)
            {
                writer.Line($"{names.Of(sweep.Reductions[i])} += V.Sum({parts[i]});");
            }
        }

        if (hasSums)
        {
            writer.Close();
        }

        for (int i = 0; i < reduces.Length; i++)
        {
            if (reduces[i].Op == ReduceOp.Max)
            {
                writer.Line($"double {names.Of(sweep.Reductions[i])} = V.Max({parts[i]});");
            }

            known.Add(sweep.Reductions[i], new(names.Of(sweep.Reductions[i]), SimdType.Number));
        }
    }

    /// <summary>What a sweep is for: "Largest logits", "Sums, and studentExp kept", "Sums and the gradient".</summary>
    private string Purpose(Node.Reduce[] reduces, int[] kept, bool writesGradient)
    {
        List<string> parts = [];
        if (reduces.Any(static reduce => reduce.Op == ReduceOp.Max))
        {
            parts.Add("the largest of the row");
        }

        if (reduces.Any(static reduce => reduce.Op == ReduceOp.Sum))
        {
            parts.Add("sums over the classes");
        }

        if (kept.Length > 0)
        {
            parts.Add($"{string.Join(" and ", kept.Select(names.Of))} to be read again");
        }

        if (writesGradient)
        {
            parts.Add("the gradient");
        }

        string text = string.Join(", ", parts);
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text.Substring(1);
    }
}
