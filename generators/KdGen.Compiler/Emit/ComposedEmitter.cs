using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>
/// Terms of a loss as composed torch operators, value by value. A value of a row is [B, 1] and one of a class [1, C], so that they broadcast as the formula means it; numbers that are known before the batch
/// stay numbers of C#.
/// </summary>
internal sealed class ComposedEmitter
{
    /// <summary>Values that are used once stand inside the line that uses them as long as that stays readable.</summary>
    private const int ShortEnough = 80;

    /// <summary>The same for values that formulas name.</summary>
    private const int ShortEnoughForNamed = 30;

    /// <summary>Where the comments behind longer lines do not move those behind others.</summary>
    private const int CommentColumn = 110;

    private readonly RecipeIr recipe;
    private readonly Graph graph;
    private readonly Dictionary<int, ComposedCode> locals = [];
    private readonly int[] uses;
    private readonly ComposedNames names;
    private readonly string logits;
    private List<(string Code, string? Comment)> lines = [];

    private ComposedEmitter(RecipeIr recipe, Graph graph, IReadOnlyList<GraphTerm> terms)
    {
        this.recipe = recipe;
        this.graph = graph;
        uses = UsesOf(graph, terms);
        names = new ComposedNames(graph, RecipeText.LossParameters(recipe, "labels").Concat(["settings", "scope", "rows", "classes", "label", "isIgnored", "countedRows"]));
        logits = RecipeText.Logits(recipe.Student);
    }

    /// <summary>Writes the body of a method that returns the sum of <paramref name="terms"/>, each times its weight.</summary>
    public static void Write(CodeWriter writer, RecipeIr recipe, Graph graph, IReadOnlyList<GraphTerm> terms) => new ComposedEmitter(recipe, graph, terms).Write(writer, terms);

    private void Write(CodeWriter writer, IReadOnlyList<GraphTerm> terms)
    {
        writer.Lines("using var scope = TorchSharp::torch.NewDisposeScope();", "settings ??= LossSettings.Declared;");
        writer.Lines([.. Inputs()]);
        List<string> summands = [];
        foreach (GraphTerm term in terms)
        {
            if (graph.Nodes[term.Value].Node is Node.LearnedLoss computed)
            {
                // It is there already.
                summands.Add($"{Render(term.Weight).Text} * {computed.Variable}");
                continue;
            }

            lines = [];
            ComposedCode value = locals.TryGetValue(term.Value, out ComposedCode known) ? known : Code(term.Value);
            string name = names.Free(term.Name);
            locals[term.Value] = new ComposedCode(name, CodeRank.Primary, CodeForm.Values);
            lines.Add(($"var {name} = {Tensor(value)};", null));
            writer.Line();
            if (recipe.Losses.FirstOrDefault(known => known.Name == term.Name) is { } declared)
            {
                writer.Line($"// {RecipeText.Term(recipe, declared)}");
            }

            int column = lines.Where(static line => line.Comment is not null && line.Code.Length <= CommentColumn).Select(static line => line.Code.Length).DefaultIfEmpty(0).Max();
            writer.Lines([.. lines.Select(line => line.Comment is null ? line.Code : line.Code.PadRight(column) + "    // " + line.Comment)]);
            summands.Add($"{Render(term.Weight).Text} * {name}");
        }

        writer.Lines("", $"return ({string.Join(" + ", summands)}).MoveToOuterDisposeScope();");
    }

    /// <summary>What the terms are given, checked, and as torch computes best with it.</summary>
    private IEnumerable<string> Inputs()
    {
        string[] learned = [.. Reached<Node.StudentLogits>().Select(static node => node.Variable)];
        string[] taught = [.. Reached<Node.TeacherLogits>().Select(static node => node.Variable)];
        string? first = learned.Concat(taught).FirstOrDefault();
        foreach (string variable in learned.Concat(taught))
        {
            yield return variable == first ? $"{variable} = {Runtime}.Logits({variable});"
                : taught.Contains(variable) ? $"{variable} = {Runtime}.Like({first}, {variable}).detach();"
                : $"{variable} = {Runtime}.Like({first}, {variable});";
        }

        HashSet<string> features = [];
        HashSet<string> read = [.. Reached<Node.Feature>().Select(static node => node.Variable)];
        foreach (LossTerm term in recipe.Losses)
        {
            // What a module makes of its features is given as its value; they may be those of other terms all the same.
            if (LossCatalog.Of(term).Features is not { Module: null } needs)
            {
                continue;
            }

            bool areEqual = needs.For(term) is { EqualChannels: true, EqualSizes: true };
            foreach (FeaturePair pair in term.Features.Where(pair => read.Contains(pair.Learned.Variable)))
            {
                if (features.Add(pair.Learned.Variable))
                {
                    yield return $"{pair.Learned.Variable} = {Runtime}.Feature({pair.Learned.Variable});";
                }

                if (features.Add($"{pair.Teacher.Variable} beside {pair.Learned.Variable}"))
                {
                    yield return $"{pair.Teacher.Variable} = {Runtime}.{(areEqual ? "Like" : "Beside")}({pair.Learned.Variable}, {pair.Teacher.Variable}).detach();";
                }
            }
        }

        if (Reached<Node.Targets>().Any())
        {
            yield return $"labels = {Runtime}.Like({first}, labels);";
        }
        else if (Reached<Node.Label>().Any() || Reached<Node.Counted>().Any())
        {
            string binary = recipe.Losses.Where(static term => term.Own is null && (LossCatalog.Of(term.Kind).Reads & LossReads.Labels) != 0).All(static term => LossCatalog.Of(term.Kind).IsBinary) ? ", binary: true" : "";
            yield return $"var (label, isIgnored) = {Runtime}.Labels(labels, {first}, ignore: {Literal.Of(recipe.IgnoreIndex)}{binary});";
        }

        if (Reached<Node.RowCount>().Any())
        {
            yield return $"double rows = settings.Rows ?? {BatchOf()}.shape[0];";
        }

        if (Reached<Node.CountedRows>().Any())
        {
            yield return $"var countedRows = {Runtime}.CountedRows(isIgnored, {BatchOf()}, settings.Rows);";
        }

        if (Reached<Node.ClassCount>().Any())
        {
            yield return $"double classes = {first}.shape[1];";
        }
    }

    private const string Runtime = "KdGen::Kernels.LossInputs";

    private IEnumerable<T> Reached<T>()
        where T : Node
        => graph.Nodes.Where((_, index) => uses[index] > 0).Select(static node => node.Node).OfType<T>();

    /// <summary>A parameter whose first axis is the batch.</summary>
    private string BatchOf()
        => Reached<Node.StudentLogits>().Select(static node => node.Variable).Concat(Reached<Node.Feature>().Select(static node => node.Variable)).First();

    /// <summary>The value of a node: a local's name, or an expression for the line that asks.</summary>
    private ComposedCode Render(int index)
    {
        if (locals.TryGetValue(index, out ComposedCode known))
        {
            return known;
        }

        ComposedCode code = Code(index);
        Node node = graph.Nodes[index].Node;
        bool isLeaf = node.Operands().Count == 0 && node is not Node.ClassWeights || node is Node.Detach { Operand: var of } && graph.Nodes[of].Node.Operands().Count == 0;
        if (isLeaf || code.IsHost ? code.Text.Length < ShortEnough : uses[index] == 1 && code.Text.Length < (names.IsGiven(index) ? ShortEnoughForNamed : ShortEnough))
        {
            return code;
        }

        string name = names.For(index);
        lines.Add(($"var {name} = {code.Text};", code.IsHost ? null : Shape(graph.Nodes[index].Axes)));
        return locals[index] = new ComposedCode(name, CodeRank.Primary, code.Form);
    }

    private string? Shape(Axes axes) => axes switch
    {
        Axes.Both => logits,
        Axes.Batch => "[B, 1]",
        Axes.Class => "[1, " + logits.Substring(logits.LastIndexOf(' ') + 1),
        _ => null,
    };

    private ComposedCode Code(int index) => graph.Nodes[index].Node switch
    {
        Node.StudentLogits node => Values(node.Variable),
        Node.TeacherLogits node => Values(node.Variable),
        Node.Feature node => Values(node.Variable),
        Node.LearnedLoss node => Values(node.Variable),
        Node.Targets => Values("labels"),
        Node.Label => new("label", CodeRank.Primary, CodeForm.Classes),
        Node.Counted => new("isIgnored.logical_not()", CodeRank.Primary, CodeForm.Flags),
        Node.ClassWeights weights => Values($"TorchSharp::torch.tensor(new double[] {{ {string.Join(", ", weights.Values.Select(Literal.Text))} }}, {AnyValue}.dtype, {AnyValue}.device).unsqueeze(0)"),
        Node.Number number => Number(number.Value),
        Node.Setting setting => new($"settings.{setting.Name}", CodeRank.Primary, CodeForm.Number),
        Node.ClassCount => new("classes", CodeRank.Primary, CodeForm.Number),
        Node.BatchSize => new($"{BatchOf()}.shape[0]", CodeRank.Primary, CodeForm.Number),
        Node.RowCount => new("rows", CodeRank.Primary, CodeForm.Number),
        Node.CountedRows => Values("countedRows"),
        Node.GivenRows given => Values($"{Runtime}.GivenRows({Tensor(Numeric(given.Otherwise))}, settings.Rows)"),
        Node.Call call => Values($"{call.Method}({string.Join(", ", ArgumentsOf(call))})"),
        Node.Unary unary => Unary(unary.Op, Render(unary.Operand)),
        Node.Binary { Op: BinaryOp.Multiply } square when square.Left == square.Right && !Render(square.Left).IsHost => Method(square.Left, "square()"),
        Node.Binary binary => Binary(binary.Op, Render(binary.Left), Render(binary.Right)),
        Node.Masked masked => Fill(masked.Operand, Not(masked.Where), "0"),
        Node.Select select => Select(select),
        Node.PowerOfExp power => Unary(UnaryOp.Exp, Render(power.Argument)),
        Node.Detach detach => Render(detach.Operand) is { IsHost: true } number ? number : Method(detach.Operand, "detach()"),
        Node.Reduce reduce => Reduce(reduce),
        Node.ArgMax argMax => Method(argMax.Operand, "argmax(1, keepdim: true)") with { Form = CodeForm.Classes },
        Node.At at => At(at),
        Node.IsClass isClass => new($"{Render(isClass.Class).As(CodeRank.Primary)}.eq(TorchSharp::torch.arange({AnyValue}.shape[1], device: {AnyValue}.device))", CodeRank.Primary, CodeForm.Flags),
        Node.IsTop isTop => new($"{Runtime}.IsTop({Render(isTop.Operand).Text}, {Literal.Of(isTop.Count)})", CodeRank.Primary, CodeForm.Flags),
        Node.Permuted permuted => Values($"{Runtime}.Permuted({Render(permuted.Operand).Text}, {Render(permuted.Fixed).Text}, settings.PermutationKey)"),
        Node.Softmax softmax => Method(softmax.Operand, "softmax(1)"),
        Node.LogSoftmax softmax => Method(softmax.Operand, "log_softmax(1)"),
        Node.LogSumExp sum => Method(sum.Operand, "logsumexp(1, keepdim: true)"),
        Node other => throw new InvalidOperationException($"{other.GetType().Name} has no torch operators"),
    };

    private IEnumerable<string> ArgumentsOf(Node.Call call)
    {
        string[] arguments = [.. call.Arguments.Select(argument => graph.Nodes[argument].Node is Node.Label ? "labels" : Render(argument).Text)];
        int half = arguments.Length / 2;
        return (call.TakesLists ? [$"[{string.Join(", ", arguments.Take(half))}]", $"[{string.Join(", ", arguments.Skip(half))}]"] : arguments)
            .Concat(call.Temperature is { } temperature ? [$"temperature: {Render(temperature).Text}"] : [])
            .Concat(call.Literals);
    }

    /// <summary>A parameter that has the type and the place that values are computed in.</summary>
    private string AnyValue => BatchOf();

    private static ComposedCode Values(string text) => new(text, CodeRank.Primary, CodeForm.Values);

    private static ComposedCode Number(double value)
        => new(value == Math.Floor(value) && Math.Abs(value) < 1e9 ? Literal.Of((long)value) : Literal.Of(value), value < 0 ? CodeRank.Unary : CodeRank.Primary, CodeForm.Number);

    private ComposedCode Method(int operand, string call) => Values($"{Numeric(operand).As(CodeRank.Primary)}.{call}");

    /// <summary>A value to calculate with: flags and classes as numbers.</summary>
    private ComposedCode Numeric(int index) => Numeric(Render(index));

    private ComposedCode Numeric(ComposedCode code) => code.Form is CodeForm.Flags or CodeForm.Classes ? Values($"{code.As(CodeRank.Primary)}.to({AnyValue}.dtype)") : code;

    private ComposedCode Unary(UnaryOp op, ComposedCode operand)
    {
        ComposedCode value = Numeric(operand);
        string text = value.As(CodeRank.Primary);
        if (op is UnaryOp.Negate or UnaryOp.Reciprocal)
        {
            return op == UnaryOp.Negate
                ? new("-" + value.As(CodeRank.Primary), CodeRank.Unary, value.Form)
                : new($"{(value.IsHost ? "1.0" : "1")} / {value.As(CodeRank.Unary)}", CodeRank.Product, value.Form);
        }

        return value.IsHost
            ? new(
                op switch
                {
                    UnaryOp.Exp => $"System::Math.Exp({value.Text})",
                    UnaryOp.Log => $"System::Math.Log({value.Text})",
                    UnaryOp.Sqrt => $"System::Math.Sqrt(System::Math.Max({value.Text}, 1E-30))",
                    UnaryOp.Abs => $"System::Math.Abs({value.Text})",
                    _ => $"System::Math.Sign({value.Text})",
                },
                CodeRank.Primary,
                CodeForm.Number)
            : Values(op switch
            {
                UnaryOp.Exp => $"{text}.exp()",
                UnaryOp.Log => $"{text}.log()",
                UnaryOp.Sqrt => $"{text}.clamp_min(1E-30).sqrt()",
                UnaryOp.Abs => $"{text}.abs()",
                _ => $"{text}.sign()",
            });
    }

    private ComposedCode Binary(BinaryOp op, ComposedCode left, ComposedCode right)
    {
        if (op is BinaryOp.Greater or BinaryOp.Equal)
        {
            return Compare(op, left, right);
        }

        // A product with flags is one with 1 and 0; all else needs numbers.
        bool isSelection = op == BinaryOp.Multiply && (left.Form == CodeForm.Values || right.Form == CodeForm.Values);
        (left, right) = isSelection ? (left, right) : (Numeric(left), Numeric(right));
        CodeForm form = left.IsHost && right.IsHost ? CodeForm.Number : CodeForm.Values;
        return op switch
        {
            BinaryOp.Add => new($"{left.As(CodeRank.Sum)} + {right.As(CodeRank.Product)}", CodeRank.Sum, form),
            BinaryOp.Subtract => new($"{left.As(CodeRank.Sum)} - {right.As(CodeRank.Product)}", CodeRank.Sum, form),
            BinaryOp.Multiply => new($"{left.As(CodeRank.Product)} * {right.As(CodeRank.Unary)}", CodeRank.Product, form),
            BinaryOp.Divide => new($"{left.As(CodeRank.Product)} / {right.As(CodeRank.Unary)}", CodeRank.Product, form),
            BinaryOp.Power when form == CodeForm.Number => new($"System::Math.Pow({left.Text}, {right.Text})", CodeRank.Primary, form),
            BinaryOp.LogNearOne => new($"{left.As(CodeRank.Primary)}.log() + ({right.As(CodeRank.Sum)} - ({left.As(CodeRank.Sum)} - 1)) / {left.As(CodeRank.Primary)}.clamp_min(1)", CodeRank.Sum, form),
            BinaryOp.Power => Values($"{left.As(CodeRank.Primary)}.pow({right.Text})"),
            _ => Extreme(op == BinaryOp.Maximum, left, right),
        };
    }

    private static ComposedCode Extreme(bool isMaximum, ComposedCode left, ComposedCode right)
    {
        if (left.IsHost && right.IsHost)
        {
            return new($"System::Math.{(isMaximum ? "Max" : "Min")}({left.Text}, {right.Text})", CodeRank.Primary, CodeForm.Number);
        }

        (ComposedCode value, ComposedCode bound) = left.IsHost ? (right, left) : (left, right);
        if (isMaximum && bound is { IsHost: true, Text: "0" })
        {
            // Its derivative at 0 is 0, as in torch's own losses; clamp_min's is 1.
            return Values($"{value.As(CodeRank.Primary)}.relu()");
        }

        string method = bound.IsHost ? (isMaximum ? "clamp_min" : "clamp_max") : (isMaximum ? "maximum" : "minimum");
        return Values($"{value.As(CodeRank.Primary)}.{method}({bound.Text})");
    }

    private ComposedCode Compare(BinaryOp op, ComposedCode left, ComposedCode right)
    {
        if (left.IsHost && right.IsHost)
        {
            return new($"{left.As(CodeRank.Sum)} {(op == BinaryOp.Greater ? ">" : "==")} {right.As(CodeRank.Sum)}", CodeRank.Comparison, CodeForm.Condition);
        }

        if (left.Form != right.Form)
        {
            (left, right) = (Numeric(left), Numeric(right));
        }

        string text = left.IsHost
            ? $"{right.As(CodeRank.Primary)}.{(op == BinaryOp.Greater ? "lt" : "eq")}({left.Text})"
            : $"{left.As(CodeRank.Primary)}.{(op == BinaryOp.Greater ? "gt" : "eq")}({right.Text})";
        return new(text, CodeRank.Primary, CodeForm.Flags);
    }

    private ComposedCode Select(Node.Select select)
    {
        ComposedCode condition = Render(select.Condition);
        (ComposedCode whereTrue, ComposedCode whereFalse) = (Numeric(select.WhereTrue), Numeric(select.WhereFalse));
        if (condition.IsHost)
        {
            string test = condition.Form == CodeForm.Condition ? condition.As(CodeRank.Comparison) : $"{condition.As(CodeRank.Sum)} != 0";
            return whereTrue.IsHost && whereFalse.IsHost
                ? new($"{test} ? {whereTrue.As(CodeRank.Comparison)} : {whereFalse.As(CodeRank.Comparison)}", CodeRank.Choice, CodeForm.Number)
                : new($"{test} ? {Tensor(whereTrue, CodeRank.Comparison)} : {Tensor(whereFalse, CodeRank.Comparison)}", CodeRank.Choice, CodeForm.Values);
        }

        return whereTrue.IsHost && !whereFalse.IsHost ? Fill(select.WhereFalse, Is(select.Condition), whereTrue.Text)
            : whereFalse.IsHost && !whereTrue.IsHost ? Fill(select.WhereTrue, Not(select.Condition), whereFalse.Text)
            : Values($"TorchSharp::torch.where({Is(select.Condition)}, {Tensor(whereTrue)}, {Tensor(whereFalse)})");
    }

    private ComposedCode Fill(int operand, string where, string value)
    {
        ComposedCode filled = Numeric(operand);
        return Values($"{(filled.IsHost ? Tensor(filled) : filled.As(CodeRank.Primary))}.masked_fill({where}, {value})");
    }

    /// <summary>Flags: the value is not 0.</summary>
    private string Is(int index) => Render(index) is { Form: CodeForm.Flags } flags ? flags.Text : $"{Tensor(Numeric(index), CodeRank.Primary)}.ne(0)";

    /// <summary>Flags: the value is 0.</summary>
    private string Not(int index)
        => graph.Nodes[index].Node is Node.Counted ? "isIgnored" : Render(index) is { Form: CodeForm.Flags } flags ? $"{flags.As(CodeRank.Primary)}.logical_not()" : $"{Tensor(Numeric(index), CodeRank.Primary)}.eq(0)";

    private ComposedCode Reduce(Node.Reduce reduce)
    {
        // A sum over the classes that only the batch's sum reads is one sum with it.
        if (reduce is { Op: ReduceOp.Sum, Axis: Axes.Batch } && uses[reduce.Operand] == 1 && graph.Nodes[reduce.Operand].Node is Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Class } inner)
        {
            reduce = new Node.Reduce(ReduceOp.Sum, Axes.Both, inner.Operand);
        }

        Axes axes = graph.Nodes[reduce.Operand].Axes;
        Axes over = reduce.Axis & axes;
        string method = (reduce.Op, over == axes, over) switch
        {
            (ReduceOp.Sum, true, _) => "sum()",
            (ReduceOp.Sum, _, Axes.Class) => "sum(1, keepdim: true)",
            (ReduceOp.Sum, _, _) => "sum(0, keepdim: true)",
            (_, true, _) => "max()",
            (_, _, Axes.Class) => "amax([1], keepdim: true)",
            _ => "amax([0], keepdim: true)",
        };
        ComposedCode operand = Numeric(reduce.Operand);
        string sum = over == Axes.None ? operand.As(CodeRank.Product) : $"{Tensor(operand, CodeRank.Primary)}.{method}";
        if (reduce.Op == ReduceOp.Max || over == reduce.Axis)
        {
            return Values(sum);
        }

        // What does not differ along an axis is added up as often as the axis is long.
        string times = string.Concat(new[] { (Axes.Batch, "0"), (Axes.Class, "1") }.Where(axis => (reduce.Axis & ~over & axis.Item1) != 0).Select(axis => $" * {AnyValue}.shape[{axis.Item2}]"));
        return new(sum + times, CodeRank.Product, over == Axes.None ? operand.Form : CodeForm.Values);
    }

    private ComposedCode At(Node.At at)
    {
        ComposedCode @class = Render(at.Class);
        if (graph.Nodes[at.Class].Node is Node.Number)
        {
            return Values($"{Tensor(Numeric(at.Operand), CodeRank.Primary)}.narrow(1, {@class.Text}, 1)");
        }

        return graph.Nodes[at.Operand].Axes == Axes.Class
            ? Values($"{Tensor(Numeric(at.Operand), CodeRank.Primary)}.expand({AnyValue}.shape[0], {AnyValue}.shape[1]).gather(1, {@class.Text})")
            : Values($"{Tensor(Numeric(at.Operand), CodeRank.Primary)}.gather(1, {@class.Text})");
    }

    /// <summary>A number as a tensor; a tensor as it is.</summary>
    private string Tensor(ComposedCode code, CodeRank rank = CodeRank.Choice)
        => code.IsHost ? $"TorchSharp::torch.tensor({code.Text}, {AnyValue}.dtype, {AnyValue}.device)" : code.As(rank);

    /// <summary>How often each node is read by what the terms need of it; 0 for all others.</summary>
    private static int[] UsesOf(Graph graph, IReadOnlyList<GraphTerm> terms)
    {
        int[] uses = new int[graph.Nodes.Count];
        foreach (GraphTerm term in terms)
        {
            uses[term.Value]++;
            uses[term.Weight]++;
        }

        for (int index = uses.Length - 1; index >= 0; index--)
        {
            if (uses[index] > 0)
            {
                // The square of a value is one method of it.
                Node node = graph.Nodes[index].Node;
                foreach (int operand in node is Node.Binary { Op: BinaryOp.Multiply } square && square.Left == square.Right ? [square.Left] : node.Operands())
                {
                    uses[operand]++;
                }
            }
        }

        return uses;
    }
}
