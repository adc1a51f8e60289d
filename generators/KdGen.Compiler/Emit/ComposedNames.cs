using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>What the values of a loss are called in generated code: p and q are the teacher's and the student's probabilities, as in the papers.</summary>
internal sealed class ComposedNames(Graph graph, IEnumerable<string> taken)
{
    private readonly UniqueNames unique = new(taken);
    private readonly Dictionary<int, string> given = graph.Names.ToDictionary(static name => name.Node, static name => name.Name);

    /// <summary>The formula names the value: it is a thing of its own.</summary>
    public bool IsGiven(int index) => given.ContainsKey(index);

    /// <summary>A name that no other value has.</summary>
    public string For(int index)
    {
        string name = Base(index);
        string temperature = Temperature(index) is { } setting && !name.Contains("At" + setting) ? "At" + setting : "";
        return Free(unique.IsTaken(name) ? name + temperature : name);
    }

    /// <summary>The name, or if it is taken the first free one with a number.</summary>
    public string Free(string name) => unique.Free(name);

    private Node this[int index] => graph.Nodes[index].Node;

    private string Base(int index) => given.TryGetValue(index, out string? name) ? name : this[index] switch
    {
        Node.Softmax softmax => Probabilities(softmax.Operand, "p", "q"),
        Node.LogSoftmax softmax => Probabilities(softmax.Operand, "logP", "logQ"),
        Node.LogSumExp sum => Probabilities(sum.Operand, "logSumOfP", "logSumOfQ"),
        Node.IsClass isClass => this[isClass.Class] is Node.Label ? "isLabel" : "is" + Identifier.Capital(Base(isClass.Class)),
        Node.ArgMax argMax => this[argMax.Operand] is Node.Targets ? "label" : Logits(argMax.Operand) + "Class",
        Node.At at => Base(at.Operand) + (this[at.Class] is Node.Label ? "AtLabel" : "AtClass"),
        Node.IsTop => "isTop",
        Node.Permuted => "permuted",
        Node.Select select => Kept(select) is { } kept ? Logits(kept.Operand) + kept.Name : "chosen",
        Node.Binary { Op: BinaryOp.Divide } divide when this[divide.Left] is Node.StudentLogits or Node.TeacherLogits or Node.Permuted && this[divide.Right] is Node.Setting setting => Base(divide.Left) + "At" + setting.Name,
        Node.StudentLogits logits => logits.Variable,
        Node.TeacherLogits logits => logits.Variable,
        Node.Feature feature => feature.Variable,
        Node.LearnedLoss loss => loss.Variable,
        Node.Call => "distance",
        Node.ClassWeights => "classWeights",
        Node.Binary binary => binary.Op switch
        {
            BinaryOp.Add => "sum",
            BinaryOp.Subtract => "difference",
            BinaryOp.Multiply => "product",
            BinaryOp.Divide => "ratio",
            BinaryOp.Maximum => "larger",
            BinaryOp.Minimum => "smaller",
            BinaryOp.Greater => "isGreater",
            BinaryOp.Equal => "isEqual",
            _ => "power",
        },
        Node.Unary { Op: UnaryOp.Exp } exp => Base(exp.Operand) is var logarithm && logarithm.StartsWith("log", System.StringComparison.Ordinal) && logarithm.Length > 3 ? Small(logarithm.Substring(3)) : "exponential",
        Node.Unary unary => unary.Op switch
        {
            UnaryOp.Log => "logarithm",
            UnaryOp.Sqrt => "root",
            UnaryOp.Abs => "size",
            UnaryOp.Sign => "sign",
            UnaryOp.Reciprocal => "reciprocal",
            _ => "negative",
        },
        Node.Reduce { Op: ReduceOp.Max } max => "highest" + (this[max.Operand] is Node.Softmax ? Identifier.Capital(Base(max.Operand)) : ""),
        Node.Reduce reduce => reduce.Axis == Axes.Class ? "sumOfClasses" : "sumOfRows",
        Node.GivenRows => "weighedRows",
        Node.Detach => "constant",
        Node.Masked => "masked",
        _ => "value",
    };

    /// <summary>"p" or "q", with what is left out of the classes and the head whose logits they are.</summary>
    private string Probabilities(int logits, string teacher, string student)
    {
        string part = this[logits] is Node.Select select ? Kept(select)?.Name ?? "" : "";
        return Source(logits) switch
        {
            Node.StudentLogits source => student + part + Head(source.Variable, "student"),
            Node.TeacherLogits source => teacher + part + Head(source.Variable, "teacher"),
            _ => (teacher.StartsWith("log", System.StringComparison.Ordinal) ? "logOf" : "of") + "Values",
        };
    }

    private string Logits(int index) => Source(index) switch
    {
        Node.StudentLogits source => source.Variable,
        Node.TeacherLogits source => source.Variable,
        _ => "values",
    };

    private static string Head(string variable, string role) => variable.StartsWith(role, System.StringComparison.Ordinal) ? variable.Substring(role.Length) : "";

    /// <summary>What of the classes a choice between logits and a number far below leaves: "Others" or "Top".</summary>
    private (int Operand, string Name)? Kept(Node.Select select) => (this[select.WhereTrue], this[select.WhereFalse]) switch
    {
        (Node.Number { Value: < -1e20 }, not Node.Number) => (select.WhereFalse, "Others"),
        (not Node.Number, Node.Number { Value: < -1e20 }) => (select.WhereTrue, "Top"),
        _ => null,
    };

    /// <summary>The logits that a value is made of; null when it is made of none, or of several.</summary>
    private Node? Source(int index)
    {
        HashSet<Node> sources = [];
        HashSet<int> seen = [];
        Visit(index);
        return sources.Count == 1 ? sources.Single() : null;

        void Visit(int node)
        {
            if (!seen.Add(node))
            {
                return;
            }

            if (this[node] is Node.StudentLogits or Node.TeacherLogits)
            {
                sources.Add(this[node]);
            }
            else if (this[node] is not (Node.IsClass or Node.IsTop))
            {
                foreach (int operand in this[node].Operands())
                {
                    Visit(operand);
                }
            }
        }
    }

    /// <summary>The temperature that the logits of a value are divided by, when a run may change it.</summary>
    private string? Temperature(int index) => this[index] switch
    {
        Node.Binary { Op: BinaryOp.Divide } divide when this[divide.Right] is Node.Setting setting => setting.Name,
        Node.Softmax or Node.LogSoftmax or Node.LogSumExp or Node.Select or Node.At => FirstOf(this[index].Operands()),
        _ => null,
    };

    private string? FirstOf(IEnumerable<int> operands)
    {
        foreach (int operand in operands)
        {
            if (Temperature(operand) is { } setting)
            {
                return setting;
            }
        }

        return null;
    }

    private static string Small(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
