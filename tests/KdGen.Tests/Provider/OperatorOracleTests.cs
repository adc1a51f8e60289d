using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

/// <summary>A batch of operators, and the gradients through them, beside python3-torch's on the same inputs in double precision.</summary>
public class OperatorOracleTests
{
    private static readonly (string Python, Func<Tensor, Tensor, Tensor> Here)[] cases =
    [
        ("x + y * 2 - 3 / (y * y + 1)", (x, y) => x + (y * 2) - (3 / ((y * y) + 1))),
        ("x.abs().sqrt() + y.square().add(1).log()", (x, y) => x.abs().sqrt() + y.square().add(1).log()),
        ("x.exp() - y.sigmoid() * x.tanh()", (x, y) => x.exp() - (y.sigmoid() * x.tanh())),
        ("torch.nn.functional.softplus(x) + torch.nn.functional.gelu(y)", (x, y) => x.softplus() + y.gelu()),
        ("x.clamp(-0.5, 0.5) + y.clamp(min=0)", (x, y) => x.clamp(-0.5, 0.5) + y.clamp(min: 0)),
        ("x.addcmul(x, y, value=0.3).addcdiv(x, y * y + 1, value=-2)", (x, y) => x.addcmul(x, y, 0.3).addcdiv(x, (y * y) + 1, -2)),
        ("torch.maximum(x, y) - torch.minimum(x, y * 2)", (x, y) => maximum(x, y) - minimum(x, y * 2)),
        ("x.pow(3) + (y * y + 1).pow(0.5)", (x, y) => x.pow(3) + ((y * y) + 1).pow(0.5)),
        ("x @ y.t()", (x, y) => x.matmul(y.t())),
        ("torch.einsum('ij,kj->ik', x, y)", (x, y) => einsum("ij,kj->ik", x, y)),
        ("x.softmax(1) * y.log_softmax(0)", (x, y) => x.softmax(1) * y.log_softmax(0)),
        ("x.logsumexp(1) + y.sum(1) - y.mean(1)", (x, y) => x.logsumexp(1) + y.sum(1) - y.mean([1])),
        ("x.var(1) + y.std(1, unbiased=False)", (x, y) => x.var(1) + y.std(1, unbiased: false)),
        ("x.amax(1) + y.max(1)[0] + x.min()", (x, y) => x.amax(1) + y.max(1).values + x.min()),
        ("x.norm() + y.norm(dim=1, p=1)", (x, y) => x.norm() + y.norm(1, p: 1)),
        ("x.cumsum(1) * y.flip(0)", (x, y) => x.cumsum(1) * y.flip(0)),
        ("x.topk(2, 1)[0] + y.sort(1)[0][:, :2]", (x, y) => x.topk(2, 1).values + y.sort(1).values.narrow(1, 0, 2)),
        ("torch.cat([x, y], 1).view(2, -1)", (x, y) => cat([x, y], 1).view(2, -1)),
        ("torch.stack([x, y]).permute(2, 0, 1).flatten(1)", (x, y) => stack([x, y]).permute(2, 0, 1).flatten(1)),
        ("torch.where(x > 0, x, y * 0.1)", (x, y) => where(x > 0, x, y * 0.1)),
        ("x.gather(1, y.argsort(1))", (x, y) => x.gather(1, y.argsort(1))),
        ("x.index_select(0, torch.tensor([2, 0])).unsqueeze(1).expand(2, 3, 5)", (x, y) => x.index_select(0, tensor(new[] { 2L, 0L })).unsqueeze(1).expand(2, 3, 5)),
        ("x.masked_fill(y > 0, 7) + x.select(1, 2).unsqueeze(1)", (x, y) => x.masked_fill(y > 0, 7) + x.select(1, 2).unsqueeze(1)),
        ("x.tril() + y.triu(1)", (x, y) => x.tril() + y.triu(1)),
        ("x.chunk(2, 1)[1] * y[:, 3:]", (x, y) => x.chunk(2, 1)[1] * y[TensorIndex.Colon, 3..]),
        ("x[:, 1] * y[0, 0] + x[..., -1]", (x, y) => (x[TensorIndex.Colon, 1] * y[0, 0]) + x[TensorIndex.Ellipsis, TensorIndex.Single(-1)]),
        ("torch.addmm(x, x @ y.t(), y, beta=0.5, alpha=2)", (x, y) => x.addmm(x.mm(y.t()), y, 0.5f, 2)),
        ("(lambda u, s, v: (u * s) @ v.abs())(*torch.linalg.svd(x, full_matrices=False))", (x, _) => linalg.svd(x, fullMatrices: false) is var (u, s, v) ? (u * s).matmul(v.abs()) : x),
        ("torch.lerp(x, y, torch.full_like(x, 0.25))", (x, y) => x.lerp(y, full_like(x, 0.25))),
    ];

    [OracleFact]
    public void Operators_AndTheirGradientsAreThoseOfPythonTorch()
    {
        const string Inputs = "torch.manual_seed(5)\n";
        string script = Inputs + string.Concat(cases.Select(one => $"""
            x = torch.randn(3, 5, dtype=torch.float64, requires_grad=True); y = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
            r = {one.Python}
            (r * r).sum().backward()
            z = lambda t: (torch.zeros(3, 5) if t.grad is None else t.grad).flatten().tolist()
            print(*(r.flatten().tolist() + z(x) + z(y)))

            """));
        string[] lines = PythonTorch.Run(script).TrimEnd().Split('\n');
        Assert.Equal(cases.Length, lines.Length);

        using var generator = new Generator(5);
        for (int i = 0; i < cases.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = randn([3, 5], float64, requires_grad: true, generator: generator), y = randn([3, 5], float64, requires_grad: true, generator: generator);
            Tensor result = cases[i].Here(x, y);
            (result * result).sum().backward();
            double[] actual = [.. Values(result), .. Values(x.grad ?? zeros_like(x)), .. Values(y.grad ?? zeros_like(y))];
            double[] expected = [.. lines[i].Split(' ').Select(PythonTorch.Number)];
            Assert.True(expected.Length == actual.Length, $"{cases[i].Python}: {actual.Length} numbers, not {expected.Length}");
            for (int k = 0; k < expected.Length; k++)
                Assert.True(Math.Abs(expected[k] - actual[k]) <= 1e-12 * (1 + Math.Abs(expected[k])), $"{cases[i].Python}: number {k} is {actual[k]:R}, not {expected[k]:R}");
        }
    }

    private static double[] Values(Tensor tensor) => tensor.detach().data<double>().ToArray();
}
