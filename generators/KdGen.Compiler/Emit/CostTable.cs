using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Emit;

/// <summary>What a model costs, stage by stage (operator by operator where it has no stages), as aligned text.</summary>
internal static class CostTable
{
    public static string[] Of(ShapedClass model)
    {
        List<string[]> rows = [["", "output", "parameters", "multiply-adds"]];
        foreach (Step step in model.Steps)
        {
            if (Row(step) is { } row)
            {
                rows.Add(row);
            }
        }

        rows.Add(["total", model.Output?.ToString() ?? "?", Literal.Grouped(model.Cost.Parameters), Literal.Rounded(model.Cost.MultiplyAdds)]);
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        return [.. rows.Select(row => $"{row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3].PadLeft(widths[3])}")];
    }

    private static string[]? Row(Step step) => step switch
    {
        Step.Operator op => Cells(op.Layer.Layer.Operator, step, op.Layer.Cost),
        Step.Child { IsPresent: true } child => Cells(child.Class.Declaration.Type.Name + Blocks(child.Class), step, child.Class.Cost),
        Step.Repeat repeat => Cells(repeat.Blocks[0].Declaration.Type.Name + Times(repeat), step, repeat.Blocks.Aggregate(default(Cost), static (sum, block) => sum + block.Cost)),
        Step.Residual residual => Cells("Residual", step, residual.Cost),
        _ => null,
    };

    private static string Blocks(ShapedClass stage)
        => stage.Steps.Count == 1 && stage.Steps[0] is Step.Repeat repeat ? $" ({repeat.Blocks[0].Declaration.Type.Name}{Times(repeat)})" : "";

    private static string Times(Step.Repeat repeat) => $" x {Literal.Of(repeat.Blocks.Count)}";

    private static string[] Cells(string name, Step step, Cost cost)
        => [name, step.Output?.ToString() ?? "?", Literal.Grouped(cost.Parameters), Literal.Rounded(cost.MultiplyAdds)];
}
