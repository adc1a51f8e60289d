using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What the values of a program are called in its CUDA text.</summary>
internal sealed class CudaNames
{
    /// <summary>What the text calls something else, and words of C++ that could be a value's name.</summary>
    private static readonly EquatableArray<string> Taken = new(
        ("a row c isLabel gradient gradientRow value given stage staged read write infinity notANumber neighbours rank sign permuted warpResults isLastBlock "
        + "auto break case char class const continue default do double else enum extern float for goto if inline int long new register return short signed sizeof static struct "
        + "switch template this throw true false typedef union unsigned using virtual void volatile while and or not xor exp log pow max min abs sqrt").Split(' '));

    /// <summary>The parameter that holds a probability of each class.</summary>
    public const string Targets = "targets";

    private readonly RowProgram program;
    private readonly UniqueNames unique;
    private readonly string?[] names;
    private readonly List<Node.Reduce> sums;
    private readonly List<EquatableArray<double>> arrays;

    /// <param name="program">Whose values they are.</param>
    /// <param name="pass">What the program is called.</param>
    public CudaNames(RowProgram program, string pass)
    {
        Pass = pass;
        unique = new(Taken.Concat(new[] { program.Student, program.Teacher ?? "teacher", Targets }.Select(RowOf)));
        names = new string?[program.Nodes.Count];
        this.program = program;
        Counted = program.Nodes.Select((node, i) => node.Node is Node.Counted ? Of(i) : null).FirstOrDefault(static name => name is not null) ?? Free("counted");
        sums = [.. (program.Prelude?.Sums ?? default).Select(sum => (Node.Reduce)program.Nodes[sum].Node)];
        arrays = [.. program.Nodes.Select(static node => node.Node).OfType<Node.ClassWeights>().Select(static weights => weights.Values)];
    }

    /// <summary>What the program is called, which all that the text has of it is called after.</summary>
    public string Pass { get; }

    /// <summary>Where the number of rows with a label stands among the sums over the batch.</summary>
    public int CountSlot => sums.Count;

    /// <summary>The weights of classes that the program reads, with their arrays.</summary>
    public IEnumerable<(string Name, EquatableArray<double> Values)> Arrays => arrays.Select((values, i) => (ArrayName(i), values));

    /// <summary>Whether the row has a label.</summary>
    public string Counted { get; }

    /// <summary>A value's own name: whoever asks first is the first to have it without a number.</summary>
    public string Of(int node) => names[node] ??= Free(program.Nodes[node].Name);

    /// <summary>Where a sum stands among the sums over the batch.</summary>
    public int SlotOf(Node.Reduce sum) => sums.IndexOf(sum);

    public string ArrayOf(Node.ClassWeights weights) => ArrayName(arrays.IndexOf(weights.Values));

    /// <summary>A name that nothing else has: this one or one with a number.</summary>
    public string Free(string name) => unique.Free(name);

    /// <summary>The parameter that a node loads from; null for others.</summary>
    public static string? InputOf(Node node) => node switch
    {
        Node.StudentLogits student => student.Variable,
        Node.TeacherLogits teacher => teacher.Variable,
        Node.Targets => Targets,
        _ => null,
    };

    public static string RowOf(string input) => input + "Row";

    private string ArrayName(int array) => Pass + "ClassWeights" + (array == 0 ? "" : Literal.Of(array + 1));
}
