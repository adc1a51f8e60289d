using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What the values of a program are called in its row kernel.</summary>
internal sealed class SimdNames
{
    private static readonly EquatableArray<string> Taken = new("row classes batch sums settings permutationKey i lanes end stretch label gradientRow V TStudent TTeacher TPower Power Begin Evaluate AddSums".Split(' '));

    private readonly RowProgram program;
    private readonly UniqueNames unique;
    private readonly string?[] names;

    public SimdNames(RowProgram program)
    {
        unique = new(Taken.Concat(program.Nodes.Select(static node => RowOf(node.Node)).OfType<string>()));
        names = new string?[program.Nodes.Count];
        this.program = program;
    }

    /// <summary>A value's own name: whoever asks first is the first to have it without a number.</summary>
    public string Of(int node) => names[node] ??= Free(program.Nodes[node].Name);

    /// <summary>A name that nothing else has: this one or one with a number.</summary>
    public string Free(string name) => unique.Free(name);

    /// <summary>The variable for the row of logits or targets that a node loads from; null for other nodes.</summary>
    public static string? RowOf(Node node) => node switch
    {
        Node.StudentLogits => "studentRow",
        Node.TeacherLogits => "teacherRow",
        Node.Targets => "targetRow",
        _ => null,
    };
}
