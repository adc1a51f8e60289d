using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What is the same for all rows, in a row kernel: fields that are computed before the rows.</summary>
internal sealed class SimdScalars(RowProgram program, SimdNames names)
{
    private readonly SortedSet<int> fields = [];

    /// <summary>The values that rows read and that are no settings or numbers.</summary>
    public IReadOnlyCollection<int> Fields => fields;

    /// <summary>A scalar where a row reads it.</summary>
    public SimdText OfRow(int node)
    {
        switch (program.Nodes[node].Node)
        {
            case Node.Number number:
                return SimdText.Number(number.Value, isOfClasses: false);
            case Node.Setting setting:
                return new($"settings.{setting.Name}", SimdType.Number);
            case Node.ClassCount:
                return new("(double)classes", SimdType.Number, SimdStrength.Unary);
            default:
                fields.Add(node);
                return new(names.Of(node), SimdType.Number);
        }
    }

    /// <summary>A scalar where the batch is at hand.</summary>
    public SimdText OfBatch(int node) => program.Nodes[node].Node switch
    {
        Node.Number or Node.Setting => OfRow(node),
        Node.ClassCount => new("(double)batch.Classes", SimdType.Number, SimdStrength.Unary),
        Node.BatchSize => new("batch.Size", SimdType.Number),
        Node.RowCount => new("batch.Rows", SimdType.Number),
        Node.CountedRows => new("batch.CountedRows", SimdType.Number),
        Node.Reduce => new($"sums[{Literal.Of(program.Prelude!.Sums.ToList().IndexOf(node))}]", SimdType.Number),
        Node other => SimdOperators.Of(other, OfBatch, isOfClasses: false),
    };

    /// <summary>Computes the fields.</summary>
    public CodeWriter Begin()
    {
        CodeWriter writer = new();
        HashSet<int> done = [];
        foreach (int field in fields)
        {
            writer.Line($"{names.Of(field)} = {Text(field, isField: true).AsNumber().Code};");
            done.Add(field);
        }

        return writer;

        SimdText Text(int node, bool isField = false) => !isField && done.Contains(node) ? new(names.Of(node), SimdType.Number)
            : program.Nodes[node].Node is Node.Number or Node.Setting or Node.ClassCount or Node.BatchSize or Node.RowCount or Node.CountedRows or Node.Reduce ? OfBatch(node)
            : SimdOperators.Of(program.Nodes[node].Node, operand => Text(operand), isOfClasses: false);
    }
}
