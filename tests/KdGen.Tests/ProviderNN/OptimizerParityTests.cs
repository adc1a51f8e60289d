using KdGen.Tests.Oracle;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

/// <summary>
/// Twenty steps of each optimizer against python3-torch, in float64. One of the three parameters has no gradient in every third step, and the
/// learning rate halves after ten.
/// </summary>
public sealed class OptimizerParityTests
{
    private const int Steps = 20;

    private const string Script = """
        kinds = {
            'sgd': lambda ps: torch.optim.SGD(ps, lr=0.05),
            'sgd_decay': lambda ps: torch.optim.SGD(ps, lr=0.05, weight_decay=0.1),
            'sgd_momentum': lambda ps: torch.optim.SGD(ps, lr=0.05, momentum=0.9, dampening=0.2, weight_decay=0.1),
            'sgd_nesterov': lambda ps: torch.optim.SGD(ps, lr=0.05, momentum=0.9, weight_decay=0.1, nesterov=True),
            'sgd_maximize': lambda ps: torch.optim.SGD(ps, lr=0.002, momentum=0.5, weight_decay=0.1, maximize=True),
            'adam': lambda ps: torch.optim.Adam(ps, lr=0.02),
            'adam_decay': lambda ps: torch.optim.Adam(ps, lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
            'adam_amsgrad': lambda ps: torch.optim.Adam(ps, lr=0.02, amsgrad=True, weight_decay=0.1, maximize=True),
            'adamw': lambda ps: torch.optim.AdamW(ps, lr=0.02, weight_decay=0.1),
            'adamw_amsgrad': lambda ps: torch.optim.AdamW(ps, lr=0.02, betas=(0.8, 0.95), amsgrad=True, weight_decay=0.01, maximize=True),
        }
        for kind, make in kinds.items():
            torch.manual_seed(9)
            a, b, c = [nn.Parameter(torch.randn(s, dtype=torch.float64)) for s in ((4, 3), (4,), (2, 2))]
            x = torch.randn(5, 3, dtype=torch.float64)
            optimizer = make([a, b, c])
            for step in range(20):
                if step == 10:
                    for group in optimizer.param_groups:
                        group['lr'] *= 0.5
                optimizer.zero_grad(set_to_none=True)
                loss = ((x @ a.t() + b).tanh() ** 2).sum() + (0 if step % 3 == 0 else (c ** 2).mul(c.exp()).sum())
                loss.backward()
                optimizer.step()
                show(f'{kind}/{step}', torch.cat([a.flatten(), b, c.flatten()]))
        """;

    private static readonly Dictionary<string, Func<Parameter[], optim.Optimizer>> Kinds = new()
    {
        ["sgd"] = ps => optim.SGD(ps, 0.05),
        ["sgd_decay"] = ps => optim.SGD(ps, 0.05, weight_decay: 0.1),
        ["sgd_momentum"] = ps => optim.SGD(ps, 0.05, momentum: 0.9, dampening: 0.2, weight_decay: 0.1),
        ["sgd_nesterov"] = ps => optim.SGD(ps, 0.05, momentum: 0.9, weight_decay: 0.1, nesterov: true),
        ["sgd_maximize"] = ps => optim.SGD(ps, 0.002, momentum: 0.5, weight_decay: 0.1, maximize: true),
        ["adam"] = ps => optim.Adam(ps, 0.02),
        ["adam_decay"] = ps => optim.Adam(ps, 0.02, 0.8, 0.95, eps: 1e-3, weight_decay: 0.1),
        ["adam_amsgrad"] = ps => optim.Adam(ps, 0.02, amsgrad: true, weight_decay: 0.1, maximize: true),
        ["adamw"] = ps => optim.AdamW(ps, 0.02, weight_decay: 0.1),
        ["adamw_amsgrad"] = ps => optim.AdamW(ps, 0.02, 0.8, 0.95, amsgrad: true, weight_decay: 0.01, maximize: true),
    };

    [OracleFact]
    public void Optimizers_MatchPyTorchStepForStep()
    {
        var oracle = new OracleNumbers(Script);
        foreach (var (kind, make) in Kinds)
        {
            using var scope = NewDisposeScope();
            manual_seed(9);
            var (a, b, c) = (Random(4, 3), Random(4), Random(2, 2));
            var x = randn(5, 3, dtype: ScalarType.Float64);
            using var optimizer = make([a, b, c]);
            for (var step = 0; step < Steps; step++)
            {
                using var stepScope = NewDisposeScope();
                if (step == 10)
                    foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.5;
                foreach (var p in (Parameter[])[a, b, c]) p.grad = null;
                var loss = x.matmul(a.t()).add(b).tanh().pow(2).sum();
                if (step % 3 != 0) loss = loss.add(c.pow(2).mul(c.exp()).sum());
                loss.backward();
                optimizer.step();
                oracle.AssertClose($"{kind}/{step}", cat([a.flatten(), b, c.flatten()], 0), 1e-12);
            }
        }
    }

    private static Parameter Random(params long[] shape) => nn.Parameter(randn(shape, dtype: ScalarType.Float64));
}
