using KdGen.Compiler.Losses;
using Xunit;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>Losses as people write them go the whole way to a pass over the rows: the values of the formula, and its derivative by differences.</summary>
public sealed class WrittenMathTests
{
    private static readonly IReadOnlyDictionary<string, Func<TermInputs, Expr>> Formulas = new Dictionary<string, Func<TermInputs, Expr>>
    {
        ["focal"] = input => input.MeanOfCounted(-WrittenMath.Multiply(WrittenMath.Power(Others(input), 2), WrittenMath.Log(At(Softmax(input.Student), input.Label)))),
        ["poly"] = input => input.MeanOfCounted(0.5 * Others(input) - WrittenMath.Log(At(Softmax(input.Student), input.Label))),
        ["focal of half a power"] = input => input.MeanOfCounted(WrittenMath.Power(Others(input), 1.5) * WrittenMath.Log(Others(input))),
        ["tsallis"] = input => input.MeanOfRows(4 * (1 - Sum(WrittenMath.Multiply(WrittenMath.Power(Softmax(input.Teacher), 0.5), WrittenMath.Power(Softmax(input.Student), 0.5))))),
        ["chi squared"] = input => input.MeanOfRows(Sum(WrittenMath.Divide(WrittenMath.Power(Softmax(input.Teacher), 2), Softmax(input.Student)))),
        ["entropy"] = input => input.MeanOfRows(Sum(WrittenMath.Multiply(Softmax(input.Student), WrittenMath.Log(Softmax(input.Student))))),
        ["softplus"] = input => input.MeanOfRows(Sum(WrittenMath.Log(1 + Exp(input.Student)))),
        ["sigmoid"] = input => input.MeanOfRows(Sum(WrittenMath.Divide(input.Student.Of(1), 1 + Exp(-input.Student)))),
        ["two classes"] = input => input.MeanOfRows(WrittenMath.Log(1 + Exp(At(input.Student, input.Student.Of(0)) - At(input.Student, input.Student.Of(1))))),
        ["squared hinge"] = input => input.MeanOfCounted(Sum(WrittenMath.Power(Maximum(input.Student.Of(0), 1 - ((2 * IsClass(input.Label)) - 1) * input.Student), 2)) / input.ClassCount),
        ["trusting"] = input => input.MeanOfCounted(Select(
            ArgMax(input.Teacher).With(BinaryOp.Equal, input.Label), Sum(WrittenMath.Power(input.Student - input.Teacher, 2)), LogSumExp(input.Student) - At(input.Student, input.Label))),
        ["huber"] = input =>
        {
            Expr difference = Abs(input.Student - input.Teacher), small = Minimum(difference, difference.Of(1));
            return input.MeanOfRows(Sum((0.5 * small * small) + (difference - small)) / input.ClassCount);
        },
    };

    public static TheoryData<string> Names => [.. Formulas.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Program_HasValueAndGradientOfTheFormula(string name)
    {
        Graph graph = SampleGraphs.Of(("own", 0.7, Formulas[name]));
        LossPlan plan = LossPlanner.Plan(graph);
        RowProgram program = Assert.Single(plan.Fused);
        Assert.Empty(plan.Composed);

        LossInputs inputs = LossInputs.Random(4, 5);
        (Dictionary<string, double> terms, double[,] gradient) = RowInterpreter.Run(program, inputs);
        Assert.Equal(GraphInterpreter.Loss(graph, inputs), terms.Values.Sum(), 1e-9);
        double[,] student = inputs.Logits["student"];
        for (int row = 0; row < inputs.Rows; row++)
        {
            for (int c = 0; c < inputs.Classes; c++)
            {
                const double Step = 1e-5;
                double at = student[row, c];
                student[row, c] = at + Step;
                double above = GraphInterpreter.Loss(graph, inputs);
                student[row, c] = at - Step;
                double below = GraphInterpreter.Loss(graph, inputs);
                student[row, c] = at;
                Assert.Equal((above - below) / (2 * Step), gradient[row, c], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Program_IsFiniteFarOut(string name)
    {
        // exp(2 log p - log q) is as large as that.
        double size = name == "chi squared" ? 100 : 1e4;
        Graph graph = SampleGraphs.Of(("own", 1, Formulas[name]));
        LossInputs inputs = LossInputs.Random(4, 5);
        double[,] student = inputs.Logits["student"], teacher = inputs.Logits["teacher"];
        for (int row = 0; row < inputs.Rows; row++)
        {
            for (int c = 0; c < inputs.Classes; c++)
            {
                student[row, c] = (row + c) % 2 == 0 ? size : -size;
                teacher[row, c] = (row + c) % 3 == 0 ? size : -size;
            }
        }

        (Dictionary<string, double> terms, double[,] gradient) = RowInterpreter.Run(Assert.Single(LossPlanner.Plan(graph).Fused), inputs);
        Assert.True(double.IsFinite(terms.Values.Sum()));
        Assert.All(gradient.Cast<double>(), value => Assert.True(double.IsFinite(value)));
    }

    private static Expr Others(TermInputs input) => WrittenMath.Subtract(input.Student.Of(1), At(Softmax(input.Student), input.Label));
}
