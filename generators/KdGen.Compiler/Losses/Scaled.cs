namespace KdGen.Compiler.Losses;

/// <summary>A row as scale * values + shift, the first and the last the same for the whole row and the scale not negative.</summary>
/// <param name="Scale">A scalar or a value of the row.</param>
/// <param name="Values">Values of the classes: logits, where the row is some of them at a temperature.</param>
/// <param name="Shift">A scalar or a value of the row.</param>
/// <param name="LeftOut">A class whose value is not that but minus infinity; null for none.</param>
internal sealed record Scaled(int Scale, int Values, int Shift, int? LeftOut)
{
    public static Scaled Of(GraphBuilder graph, int row)
    {
        if (graph[row] is Node.Select select && graph[select.Condition] is Node.IsClass isClass
            && graph[select.WhereTrue] is Node.Number { Value: <= LossMath.Never } && Of(graph, select.WhereFalse) is { LeftOut: null } others)
        {
            return others with { LeftOut = isClass.Class };
        }

        LinearForm form = LinearForm.Of(graph, row);
        (int scale, int values) = form.Common();
        if (!graph.IsOfClasses(values) || !Signs.IsNotNegative(graph, scale))
        {
            return new(graph.Number(1), row, graph.Number(0), null);
        }

        // a (z - m) + r is a z + (r - a m): the maximum of the logits serves z - m too.
        return graph[values] is Node.Binary { Op: BinaryOp.Subtract } centred && !graph.IsOfClasses(centred.Right)
            ? new(scale, centred.Left, graph.Difference(form.Addend, graph.Product(scale, centred.Right)), null)
            : new(scale, values, form.Addend, null);
    }
}
