using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class SimplifierTests
{
    private readonly GraphBuilder graph = new();

    public static TheoryData<string> Rules => [.. Equal(new GraphBuilder()).Select(rule => rule.Name)];

    private Expr Student => Make(new Node.StudentLogits("student"));

    private Expr T => Make(new Node.Setting("T", 4));

    /// <summary>What is written, and what it is.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_SaysItInItsSimplestForm(string name)
    {
        (_, Expr written, Expr simple) = Equal(graph).Single(rule => rule.Name == name);
        Assert.Equal(Text(simple.Index), Text(written.Index));
    }

    /// <summary>Each rule in numbers: the written form, made of nodes that nothing has simplified, has the value of the simple one.</summary>
    [Fact]
    public void RandomFormulas_KeepTheirValues()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            LossInputs inputs = LossInputs.Random(3, 4, seed);
            RandomFormula formula = new(seed);
            GraphBuilder simplified = new();
            int index = formula.Into(simplified.Add);
            List<Node> plain = [];
            int same = formula.Into(node =>
            {
                plain.Add(node);
                return plain.Count - 1;
            });

            double[,] expected = new GraphInterpreter(plain, inputs)[same];
            double[,] actual = new GraphInterpreter(simplified.Nodes.Select(node => node.Node), inputs)[index];
            for (int row = 0; row < 3; row++)
            {
                for (int c = 0; c < 4; c++)
                {
                    Assert.True(Math.Abs(expected[row, c] - actual[row, c]) <= 1e-9 * Math.Max(1, Math.Abs(expected[row, c])), $"seed {seed} [{row}, {c}]: {expected[row, c]} is written, {actual[row, c]} is made of it");
                }
            }
        }
    }

    [Fact]
    public void DifferenceFromTheMaximum_IsNeverTakenApart()
    {
        Expr shifted = Student - Max(Student);
        Expr sum = (shifted + Sum(Student)) - Sum(Student);
        Assert.Contains(graph.Nodes, node => node.Node == new Node.Binary(BinaryOp.Subtract, Student.Index, Max(Student).Index));
        Assert.Contains(Dependencies(sum.Index), node => node == shifted.Index);
    }

    [Fact]
    public void Detach_StopsOnlyWhatLearns()
    {
        Expr teacher = Make(new Node.TeacherLogits("teacher"));
        Assert.Equal(teacher, Detach(teacher));
        Assert.NotEqual(Student, Detach(Student));
        Assert.False(graph.Learns(Detach(Student).Index));
        Assert.True(graph.ReadsStudent(Detach(Student).Index));
    }

    private static IEnumerable<(string Name, Expr Written, Expr Simple)> Equal(GraphBuilder graph)
    {
        Expr Make(Node node) => new(graph, graph.Add(node));
        Expr student = Make(new Node.StudentLogits("student")), teacher = Make(new Node.TeacherLogits("teacher")), label = Make(new Node.Label());
        Expr t = Make(new Node.Setting("T", 4)), weight = Make(new Node.Setting("Weight", 2)), classes = Make(new Node.ClassCount()), row = At(student, label);
        Expr zero = student.Of(0), one = student.Of(1);

        yield return ("constants", (student.Of(2) * 3) + 4, student.Of(10));
        yield return ("x * 1", student * 1, student);
        yield return ("x + 0", student + 0, student);
        yield return ("x - 0", student - 0, student);
        yield return ("0 - x", 0 - student, -student);
        yield return ("x * 0", student * 0, zero);
        yield return ("x / 1", student / 1, student);
        yield return ("x / x", t / t, one);
        yield return ("-(-x)", -(-student), student);
        yield return ("x + (-y)", student + (-teacher), student - teacher);
        yield return ("x - (-y)", student - (-teacher), student + teacher);
        yield return ("x + x", student + student, 2 * student);
        yield return ("x - x", row - row, zero);
        yield return ("(x + y) - y", (row + t) - t, row);
        yield return ("a x + b x", (t * student) + (weight * student), (t + weight) * student);
        yield return ("2 (3 x)", 2 * (3 * student), 6 * student);
        yield return ("(x a) b", (student * t) * weight, (t * weight) * student);
        yield return ("scalars before rows before classes", row * (student * t), (t * row) * student);
        yield return ("x (1/x)", t * (1 / t) * row, row);
        yield return ("log exp", Log(Exp(student)), student);
        yield return ("log softmax", Log(Softmax(student)), LogSoftmax(student));
        yield return ("exp log-softmax", Exp(LogSoftmax(student)), Softmax(student));
        yield return ("|exp|", Abs(Exp(student)), Exp(student));
        yield return ("x^2", Power(student, 2), student * student);
        yield return ("0 where 0", student.With(new Node.Masked(zero.Index, teacher.Index)), zero);
        yield return ("p x where p", student.With(new Node.Masked((t * Softmax(student)).Index, Softmax(student).Index)), t * Softmax(student));
        yield return ("x where always", student.With(new Node.Masked(student.Index, one.Index)), student);
        yield return ("one of two equal", Select(label, student, student), student);
        yield return ("sum of softmax", Sum(Softmax(student)), one);
        yield return ("sum of a softmax", Sum(t * Softmax(student)), t);
        yield return ("sum of one class", Sum(IsClass(label)), one);
        yield return ("sum at one class", Sum(student * IsClass(label)), row);
        yield return ("sum of what is known", Sum((Softmax(student) * t) - IsClass(label)), t - 1);
        yield return ("sum of the same", Sum(row), classes * row);
        yield return ("factors leave sums", Sum(row * (t * Exp(student))), (t * row) * Sum(Exp(student)));
        yield return ("sum of top", Sum(IsTop(teacher, 5)), Minimum(student.Of(5), classes));
        yield return ("sum of permuted", Sum(Permuted(teacher, label)), Sum(teacher));
        yield return ("max of scaled", Max(student / t), Max(student) / t);
        yield return ("max of shifted", Max((student * t) + row), (t * Max(student)) + row);
        yield return ("max of exp", Max(Exp(student)), Exp(Max(student)));
        yield return ("max less max", Max(student - Max(student)), zero);
        yield return ("at of a formula", At(Exp(student) / t, label), Exp(row) / t);
        yield return ("at its class", At(IsClass(label), label), one);
        yield return ("argmax of softmax", ArgMax(Softmax(teacher / t)), ArgMax(teacher));
        yield return ("top of softmax", IsTop(Softmax(teacher / t), 3), IsTop(teacher, 3));
        yield return ("permuted softmax", Permuted(Softmax(teacher / t), label), Softmax(Permuted(teacher, label) / t));
        yield return ("permuted at the fixed class", At(Permuted(teacher, label), label), At(teacher, label));
        yield return ("softmax of the same", Softmax(row), 1 / classes);
        yield return ("rows of a scalar", SumOfRows(t * row), t * SumOfRows(row));
        yield return ("mixtures", ((t * 0.3 * Softmax(teacher)) + (t * 0.7 * Softmax(student))) / ((0.3 * Softmax(teacher)) + (0.7 * Softmax(student))), t);
    }

    private Expr Make(Node node) => new(graph, graph.Add(node));

    private HashSet<int> Dependencies(int index)
    {
        HashSet<int> seen = [];
        Stack<int> open = new([index]);
        while (open.TryPop(out int node))
        {
            if (seen.Add(node))
            {
                foreach (int operand in graph[node].Operands())
                {
                    open.Push(operand);
                }
            }
        }

        return seen;
    }

    private string Text(int index)
    {
        Node node = graph[index];
        string name = node is Node.Unary unary ? unary.Op.ToString() : node is Node.Binary binary ? binary.Op.ToString() : node is Node.Number number ? number.Value.ToString() : node.GetType().Name;
        return node.Operands().Count == 0 ? name : $"{name}({string.Join(", ", node.Operands().Select(Text))})";
    }
}
