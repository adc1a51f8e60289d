using System.Text.Json;
using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>Generated losses: values, gradients and what happens at the ends of the number range.</summary>
public sealed class LossTests
{
    /// <summary>A recipe's loss with the terms it declares: kind, weight, temperature.</summary>
    public sealed record Case(string Name, Func<Tensor, Tensor, Tensor, Tensor> Loss, params (string Kind, double Weight, double T)[] Terms);

    private static readonly Case[] all =
    [
        new(nameof(CrossEntropy), (student, teacher, labels) => CrossEntropy.Loss(student, teacher, labels), ("CE", 1, 1)),
        new(nameof(KlAtOne), (student, teacher, labels) => KlAtOne.Loss(student, teacher, labels), ("KL", 1, 1)),
        new(nameof(KlAtTwo), (student, teacher, labels) => KlAtTwo.Loss(student, teacher, labels), ("KL", 1, 2)),
        new(nameof(Mixed), (student, teacher, labels) => Mixed.Loss(student, teacher, labels), ("CE", 0.1, 1), ("KL", 0.9, 4)),
        new(nameof(FourTerms), (student, teacher, labels) => FourTerms.Loss(student, teacher, labels), ("KL", 0.5, 2), ("KL", 1, 1), ("CE", 2, 1), ("KL", 3, 1.5)),
    ];

    public static TheoryData<string> Names => [.. all.Select(one => one.Name)];

    private static Case Of(string name) => all.Single(one => one.Name == name);

    /// <summary>z_s[i,j] = 2 sin(1 + 5i + j), z_t[i,j] = 3 cos(0.5 (5i + j)), y_i = 2i mod 5, in float64.</summary>
    private static (Tensor Student, Tensor Teacher, Tensor Labels) Fixed()
    {
        double[,] student = new double[4, 5], teacher = new double[4, 5];
        for (int i = 0; i < 20; i++)
        {
            student[i / 5, i % 5] = 2 * Math.Sin(1 + i);
            teacher[i / 5, i % 5] = 3 * Math.Cos(0.5 * i);
        }

        return (from_array(student), from_array(teacher), tensor(new long[] { 0, 2, 4, 1 }));
    }

    // Evaluated independently in pure Python from the formulas.
    [Theory]
    [InlineData(nameof(CrossEntropy), 1.7375751303)]
    [InlineData(nameof(KlAtOne), 1.0786504423)]
    [InlineData(nameof(KlAtTwo), 1.3077208074)]
    [InlineData(nameof(Mixed), 1.4105023143)]
    public void Loss_HasThePublishedValue(string name, double expected)
    {
        (Tensor student, Tensor teacher, Tensor labels) = Fixed();
        Assert.Equal(expected, Of(name).Loss(student, teacher, labels).item<double>(), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_IsTheFormula(string name)
    {
        foreach ((int batch, int classes) in ((int, int)[])[(1, 1), (1, 5), (4, 2), (3, 17), (64, 10), (2, 1000)])
        {
            manual_seed(batch + classes);
            using Tensor student = randn([batch, classes], dtype: ScalarType.Float64) * 3, teacher = randn([batch, classes], dtype: ScalarType.Float64) * 3;
            using Tensor labels = randint(classes, [batch], dtype: ScalarType.Int64);
            double expected = Formula(Of(name), student, teacher, labels);
            Assert.Equal(expected, Of(name).Loss(student, teacher, labels).item<double>(), 1e-12 * Math.Max(1, Math.Abs(expected)));
            using Tensor single = student.to(ScalarType.Float32), singleTeacher = teacher.to(ScalarType.Float32);
            Assert.Equal(expected, Of(name).Loss(single, singleTeacher, labels).item<float>(), 1e-5 * Math.Max(0.1, Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_IsTheFiniteDifference(string name)
    {
        (Tensor student, Tensor teacher, Tensor labels) = Fixed();
        student.requires_grad_();
        Of(name).Loss(student, teacher, labels).backward();
        double[] gradient = student.grad!.data<double>().ToArray();
        const double Step = 1e-5;
        for (int i = 0; i < gradient.Length; i++)
        {
            double At(double shift)
            {
                using Tensor moved = student.detach().clone();
                moved.view(-1)[i] += shift;
                return Of(name).Loss(moved, teacher, labels).item<double>();
            }

            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), gradient[i], 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LargeLogits_StayFinite(string name)
    {
        using Tensor student = tensor(new float[,] { { 1e4f, -1e4f, 0 }, { -1e4f, 1e4f, 1e4f } }).requires_grad_();
        using Tensor teacher = tensor(new float[,] { { -1e4f, 1e4f, 0 }, { 1e4f, -1e4f, -1e4f } });
        using Tensor labels = tensor(new long[] { 1, 0 });
        using Tensor loss = Of(name).Loss(student, teacher, labels);
        loss.backward();
        Assert.True(float.IsFinite(loss.item<float>()));
        Assert.True(student.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Teacher_GetsNoGradientInAStep()
    {
        manual_seed(3);
        using var teacher = new FiveClassTeacher();
        using var student = new FiveClassStudent();
        using var recipe = new Mixed(teacher, student);
        using Tensor x = randn([8, 5]), y = randint(5, [8], dtype: ScalarType.Int64);
        byte[] before = teacher.state_dict()["0.weight"].bytes.ToArray(), learned = student.state_dict()["0.weight"].bytes.ToArray();
        using Tensor loss = recipe.Step(x, y);
        Assert.False(loss.requires_grad);
        Assert.False(teacher.training);
        Assert.All(teacher.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.Equal(before, teacher.state_dict()["0.weight"].bytes.ToArray());
        Assert.NotEqual(learned, student.state_dict()["0.weight"].bytes.ToArray());
    }

    [OracleTheory]
    [MemberData(nameof(Names))]
    public void LossAndGradient_AreWhatPyTorchGets(string name)
    {
        const string Script = """
            import json
            import torch.nn.functional as F
            terms = json.load(sys.stdin)
            index = torch.arange(20, dtype=torch.float64).reshape(4, 5)
            student = (2 * torch.sin(1 + index)).requires_grad_()
            teacher = 3 * torch.cos(0.5 * index)
            labels = torch.tensor([0, 2, 4, 1])
            loss = 0
            for kind, weight, t in terms:
                if kind == 'CE':
                    loss = loss + weight * F.cross_entropy(student, labels)
                else:
                    loss = loss + weight * t * t * F.kl_div(F.log_softmax(student / t, 1), F.softmax(teacher / t, 1), reduction='batchmean')
            loss.backward()
            print(loss.item(), *student.grad.flatten().tolist())
            """;
        string terms = JsonSerializer.Serialize(Of(name).Terms.Select(term => new object[] { term.Kind, term.Weight, term.T }));
        double[] expected = PythonTorch.Numbers(Script, terms);
        (Tensor student, Tensor teacher, Tensor labels) = Fixed();
        student.requires_grad_();
        using Tensor loss = Of(name).Loss(student, teacher, labels);
        loss.backward();
        double[] actual = [loss.item<double>(), .. student.grad!.data<double>()];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    // The formulas, written out number by number.
    private static double Formula(Case recipe, Tensor student, Tensor teacher, Tensor labels)
    {
        int batch = (int)student.shape[0], classes = (int)student.shape[1];
        double[] s = student.data<double>().ToArray(), t = teacher.data<double>().ToArray();
        long[] y = labels.data<long>().ToArray();
        double total = 0;
        for (int i = 0; i < batch; i++)
        {
            double[] row = s[(i * classes)..((i + 1) * classes)], taught = t[(i * classes)..((i + 1) * classes)];
            foreach ((string kind, double weight, double temperature) in recipe.Terms)
            {
                double[] logQ = LogSoftmax(row, temperature), logP = LogSoftmax(taught, temperature);
                total += kind == "CE"
                    ? -weight * logQ[y[i]] / batch
                    : weight * temperature * temperature * logP.Zip(logQ, (p, q) => Math.Exp(p) * (p - q)).Sum() / batch;
            }
        }

        return total;
    }

    private static double[] LogSoftmax(double[] logits, double temperature)
    {
        double largest = logits.Max();
        double sum = Math.Log(logits.Sum(z => Math.Exp((z - largest) / temperature)));
        return [.. logits.Select(z => ((z - largest) / temperature) - sum)];
    }
}
