using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

public sealed class DifferentiationTests
{
    private readonly GraphBuilder graph = new();

    public static TheoryData<string> Nodes => [.. Formulas(new GraphBuilder()).Select(formula => formula.Name)];

    private Expr Student => Make(new Node.StudentLogits("student"));

    private Expr Teacher => Make(new Node.TeacherLogits("teacher"));

    private Expr Label => Make(new Node.Label());

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Node_HasTheDerivativeOfDifferences(string name)
    {
        Expr value = Formulas(graph).Single(formula => formula.Name == name).Value;
        Expr row = (value.Axes & Axes.Class) != 0 ? Sum(Weighted(value)) : value;
        Check(Graph(SumOfRows(row * row.Of(1.5))), LossInputs.Random(3, 4, 11));
    }

    [Fact]
    public void RandomFormulas_HaveTheDerivativesOfDifferences()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            GraphBuilder random = new();
            Expr row = new(random, new RandomFormula(seed).Into(random.Add, isOfRow: true));
            GraphTerm term = new("random", SumOfRows(row).Index, random.Number(0.5));
            Check(new(random.Nodes, new([term])), LossInputs.Random(3, 4, seed), $"seed {seed}: ");
        }
    }

    /// <summary>a (q1 - onehot) + b (qT - pT).</summary>
    [Fact]
    public void CeAndKl_GiveDifferencesOfProbabilities()
    {
        Graph loss = SampleGraphs.CeKl;
        GraphBuilder builder = new(loss);
        int gradient = Differentiation.Gradient(builder, loss.Terms, "student");

        LinearForm form = LinearForm.Of(builder, gradient);
        Assert.Equal(["IsClass", "Softmax", "Softmax", "Softmax"], form.Parts.Select(part => builder[part.Value].GetType().Name).Order());
        Assert.Equal(0, ((Node.Number)builder[form.Addend]).Value);
        Assert.All(form.Parts, part => Assert.DoesNotContain(Below(builder, part.Factor), node => node is Node.Reduce or Node.Softmax));
        Expr weight = new(builder, builder.Add(new Node.Setting("KlWeight", 0.9))), t = new(builder, builder.Add(new Node.Setting("T", 4))), rows = new(builder, builder.Add(new Node.RowCount()));
        int teacher = Softmax(new Expr(builder, builder.Add(new Node.TeacherLogits("teacher"))) / t).Index;
        Assert.Equal((-(weight * t * (1 / rows))).Index, form.Parts.Single(part => part.Value == teacher).Factor);
    }

    [Fact]
    public void Detached_HasNoGradient()
    {
        Assert.Equal(0, Gradient(SumOfRows(Sum(Detach(Student * Student)))));
        Check(Graph(SumOfRows(Sum(Exp(Student) * Teacher))), LossInputs.Random(2, 3));
        Assert.Equal(Detach(Student).Index, Builder(SumOfRows(Sum(Detach(Student) * Student)), out int gradient).Add(new Node.Detach(Student.Index)));
        Assert.Equal(Detach(Student).Index, gradient);
    }

    [Fact]
    public void OtherLogits_HaveNoGradient()
    {
        Assert.Equal(0, Gradient(SumOfRows(Sum(Softmax(Teacher)))));
        Assert.Equal(0, Gradient(SumOfRows(LogSumExp(Make(new Node.StudentLogits("studentDist"))))));
    }

    [Fact]
    public void TeacherAlone_GetsNoNodes()
    {
        Expr value = SumOfRows(Sum(Softmax(Teacher) * Student));
        int before = graph.Count;
        GraphBuilder derived = Builder(value, out int gradient);
        Assert.Equal(Softmax(Teacher).Index, gradient);
        Assert.True(derived.Count <= before + 3, $"{derived.Count - before} nodes are new");
    }

    [Fact]
    public void EqualMaxima_ShareTheGradient()
    {
        GraphBuilder derived = Builder(SumOfRows(Max(Student)), out int gradient);
        LossInputs inputs = new(1, 4) { Logits = new() { ["student"] = new double[,] { { 1, 3, 3, 2 } } } };
        double[,] values = new GraphInterpreter(derived.Nodes.Select(node => node.Node), inputs)[gradient];
        Assert.Equal([0, 0.5, 0.5, 0], values.Cast<double>());
    }

    private static IEnumerable<(string Name, Expr Value)> Formulas(GraphBuilder graph)
    {
        Expr Make(Node node) => new(graph, graph.Add(node));
        Expr student = Make(new Node.StudentLogits("student")), teacher = Make(new Node.TeacherLogits("teacher")), label = Make(new Node.Label());
        Expr row = LogSumExp(student), positive = (student * student) + 0.5, scalar = SumOfRows(Sum(student * teacher)) / 10;

        yield return ("student", student);
        yield return ("negate", -student * student);
        yield return ("exp", Exp(student));
        yield return ("log", Log(positive));
        yield return ("log of a row", Log(Sum(positive)));
        yield return ("sqrt", Sqrt(positive));
        yield return ("abs", Abs(student));
        yield return ("reciprocal", 1 / positive);
        yield return ("add", student + row);
        yield return ("subtract", row - (student * teacher));
        yield return ("multiply", student * row);
        yield return ("divide by a row", student / Sum(positive));
        yield return ("divide a row", row / positive);
        yield return ("divide", student / positive);
        yield return ("maximum", Maximum(student, teacher));
        yield return ("maximum of both", Maximum(student, 0.5 * (student * student)));
        yield return ("minimum", Minimum(student, teacher));
        yield return ("power", Power(positive, 1.7));
        yield return ("square", Power(student, 2));
        yield return ("masked", Make(new Node.Masked(student.Index, IsTop(teacher, 2).Index)));
        yield return ("masked by a row", Make(new Node.Masked((student * student).Index, Make(new Node.Counted()).Index)));
        yield return ("select", Select(IsClass(label), student * student, Exp(student)));
        yield return ("sum", Sum(student * student));
        yield return ("max", Max(student * teacher));
        yield return ("max of a sum", Max(student) * Max(student));
        yield return ("at", At(Softmax(student), label));
        yield return ("softmax", Softmax(student / 2));
        yield return ("log-softmax", LogSoftmax(student * 1.5));
        yield return ("log-sum-exp", LogSumExp(student * teacher));
        yield return ("log of a softmax at a class", Log(1 - (0.9 * At(Softmax(student), label))));
        yield return ("of all rows", row * scalar);
        yield return ("target", Make(new Node.Targets()) * LogSoftmax(student));
        yield return ("class weights", Make(new Node.ClassWeights(new([1, 2, 3, 4]))) * student * student);
        yield return ("sum of class weights", row / Sum(Exp(Make(new Node.ClassWeights(new([1, 2, 3, 4]))))));
    }

    private void Check(Graph loss, LossInputs inputs, string message = "")
    {
        GraphBuilder builder = new(loss);
        int index = Differentiation.Gradient(builder, loss.Terms, "student");
        double[,] gradient = new GraphInterpreter(builder.Nodes.Select(node => node.Node), inputs)[index];
        Differences.Equal(gradient, loss, inputs, message);
    }

    private static HashSet<Node> Below(GraphBuilder builder, int index)
        => [builder[index], .. builder[index].Operands().SelectMany(operand => Below(builder, operand))];

    private double Gradient(Expr value)
    {
        GraphBuilder builder = Builder(value, out int gradient);
        return ((Node.Number)builder[gradient]).Value;
    }

    private GraphBuilder Builder(Expr value, out int gradient)
    {
        Graph loss = Graph(value);
        GraphBuilder builder = new(loss);
        gradient = Differentiation.Gradient(builder, loss.Terms, "student");
        return builder;
    }

    private Graph Graph(Expr value)
    {
        int weight = value.Of(1).Index;
        return new(graph.Nodes, new([new("term", value.Index, weight)]));
    }

    /// <summary>Each class counts another amount, so that no mistake cancels.</summary>
    private Expr Weighted(Expr value) => value * Make(new Node.ClassWeights(new([0.5, -1, 2, 0.25])));

    private Expr Make(Node node) => new(graph, graph.Add(node));
}
