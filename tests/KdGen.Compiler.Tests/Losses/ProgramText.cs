using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>A row program, to be read.</summary>
internal static class ProgramText
{
    public static string Of(RowProgram program)
    {
        List<string> lines = [];
        if (program.Prelude is { } prelude)
        {
            lines.Add("before:");
            Scalars(prelude.Scalars);
            Rows(prelude.Rows);
            lines.Add($"  sums {Names(prelude.Sums)}");
        }

        lines.Add("once:");
        Scalars(program.Scalars);
        lines.Add("each row:");
        Rows(program.Rows);
        lines.AddRange(program.Values.Select(value => $"  {value.Term} += {Operand(value.Node)}"));
        lines.Add($"  gradient = {(program.Gradient is { } gradient ? Operand(gradient) : "0")}");
        lines.AddRange(program.AtClass.Select(scatter => $"  gradient[{Operand(scatter.Class)}] += {Operand(scatter.Amount)}"));
        return string.Join('\n', lines);

        void Scalars(IEnumerable<int> nodes) => lines.AddRange(nodes.Select(node => "  " + Line(node)));

        void Rows(IEnumerable<RowStep> steps)
        {
            int sweep = 0;
            foreach (RowStep step in steps)
            {
                switch (step)
                {
                    case RowStep.Scalars scalars:
                        Scalars(scalars.Nodes);
                        break;
                    case RowStep.Sweep loop:
                        lines.Add($"  sweep {++sweep}:");
                        lines.AddRange(loop.Values.Select(node => $"    {(loop.Kept.Contains(node) ? "keep " : "")}{Line(node)}"));
                        lines.AddRange(loop.Reductions.Select(node => "    " + Line(node)));
                        break;
                    case RowStep.WholeRow whole:
                        lines.Add("  whole row: " + Line(whole.Node));
                        break;
                }
            }
        }

        string Names(IEnumerable<int> nodes) => string.Join(", ", nodes.Select(Line));

        string Operand(int node) => program.Nodes[node].Node is Node.Number number ? number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : program.Nodes[node].Name;

        string Line(int node) => $"{Operand(node)} = {Text(program.Nodes[node].Node)}";

        string Text(Node node) => node switch
        {
            Node.Unary unary => $"{unary.Op}({Operand(unary.Operand)})",
            Node.Binary binary => $"{Operand(binary.Left)} {Symbol(binary.Op)} {Operand(binary.Right)}",
            Node.Reduce reduce => $"{reduce.Op}({Operand(reduce.Operand)})",
            Node.IsTop isTop => $"IsTop({Operand(isTop.Operand)}, {isTop.Count})",
            _ => $"{node.GetType().Name}({string.Join(", ", node.Operands().Select(Operand))})",
        };
    }

    private static string Symbol(BinaryOp op) => op switch
    {
        BinaryOp.Add => "+",
        BinaryOp.Subtract => "-",
        BinaryOp.Multiply => "*",
        BinaryOp.Divide => "/",
        _ => op.ToString(),
    };
}
