using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KdGen.Benchmarks.Losses.Features;

/// <summary>The feature losses with parameters of their own, by hand as in published code: the loss, and what it learns.</summary>
internal static class PublishedModules
{
    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) VID(long student, long teacher)
    {
        Sequential regressor = nn.Sequential(Conv(student, teacher), nn.ReLU(), Conv(teacher, teacher), nn.ReLU(), Conv(teacher, teacher));
        Tensor scale = full(teacher, (float)Math.Log(Math.Exp(5 - 1e-5) - 1)).requires_grad_();
        return (Loss, [.. regressor.parameters(), scale]);

        Tensor Loss(Tensor[] s, Tensor[] t)
        {
            Tensor variance = ((scale.exp() + 1).log() + 1e-5).view(1, -1, 1, 1);
            return (((regressor.forward(s[0]) - t[0]).pow(2) / variance + variance.log()) * 0.5).mean();
        }
    }

    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) CC(long student, long teacher)
    {
        Linear ofStudent = nn.Linear(student, 128), ofTeacher = nn.Linear(teacher, 128);
        return (Loss, [.. ofStudent.parameters(), .. ofTeacher.parameters()]);

        Tensor Loss(Tensor[] s, Tensor[] t)
        {
            Tensor delta = (ofStudent.forward(s[0].flatten(1)) - ofTeacher.forward(t[0].flatten(1))).abs();
            long pairs = delta.shape[0] - 1;
            return (delta.narrow(0, 0, pairs) * delta.narrow(0, 1, pairs)).sum(1).mean();
        }
    }

    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) FT(long student, long teacher)
    {
        Sequential translator = nn.Sequential(
            Conv(student, student, 3, bias: true), nn.BatchNorm2d(student), nn.LeakyReLU(0.1),
            Conv(student, teacher / 2, 3, bias: true), nn.BatchNorm2d(teacher / 2), nn.LeakyReLU(0.1),
            Conv(teacher / 2, teacher / 2, 3, bias: true), nn.BatchNorm2d(teacher / 2), nn.LeakyReLU(0.1));
        Sequential paraphraser = nn.Sequential(
            Conv(teacher, teacher, 3, bias: true), nn.LeakyReLU(0.1), Conv(teacher, teacher / 2, 3, bias: true), nn.LeakyReLU(0.1), Conv(teacher / 2, teacher / 2, 3, bias: true), nn.LeakyReLU(0.1));
        return ((s, t) => (Factor(translator.forward(s[0])) - Factor(paraphraser.forward(t[0]).detach())).abs().mean(), [.. translator.parameters()]);

        static Tensor Factor(Tensor code) => F.normalize(code.pow(2).mean([1]).flatten(1));
    }

    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) SRRL(long student, long teacher)
    {
        Tensor head = randn(100, teacher);
        Sequential transfer = nn.Sequential(Conv(student, teacher), nn.BatchNorm2d(teacher), nn.ReLU());
        return (Loss, [.. transfer.parameters()]);

        Tensor Loss(Tensor[] s, Tensor[] t)
        {
            Tensor projected = transfer.forward(s[0]);
            return (Pooled(projected) - Pooled(t[0])).pow(2).mean([1]).mean() + (F.mse_loss(Logits(projected), Logits(t[0])) * 5);
        }

        // The head is the end of the teacher, with its pooling.
        Tensor Logits(Tensor map) => Pooled(map).matmul(head.t());

        static Tensor Pooled(Tensor map) => map.flatten(2).mean([2]);
    }

    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) SimKD(long student, long teacher)
    {
        long mid = teacher / 2;
        Sequential transfer = nn.Sequential(
            Conv(student, mid), nn.BatchNorm2d(mid), nn.ReLU(), Conv(mid, mid, 3), nn.BatchNorm2d(mid), nn.ReLU(), Conv(mid, teacher), nn.BatchNorm2d(teacher), nn.ReLU());
        return ((s, t) => F.mse_loss(transfer.forward(s[0]), F.adaptive_avg_pool2d(t[0], s[0].shape[2])), [.. transfer.parameters()]);
    }

    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) MGD(long student, long teacher)
    {
        Conv2d align = Conv(student, teacher, bias: true);
        Sequential generation = nn.Sequential(Conv(teacher, teacher, 3, bias: true), nn.ReLU(), Conv(teacher, teacher, 3, bias: true));
        return (Loss, [.. align.parameters(), .. generation.parameters()]);

        Tensor Loss(Tensor[] s, Tensor[] t)
        {
            Tensor aligned = align.forward(s[0]), drawn = rand(aligned.shape[0], 1, aligned.shape[2], aligned.shape[3]);
            Tensor masked = aligned * where(drawn.gt(1 - 0.65), zeros_like(drawn), ones_like(drawn));
            return F.mse_loss(generation.forward(masked), t[0], nn.Reduction.Sum) / t[0].shape[0];
        }
    }

    /// <summary>Two stages, the first of them the earlier.</summary>
    public static (Func<Tensor[], Tensor[], Tensor> Loss, IReadOnlyList<Tensor> Learned) ReviewKD(long[] student, long[] teacher)
    {
        long mid = student[1];
        Sequential deepIn = nn.Sequential(Conv(student[1], mid), nn.BatchNorm2d(mid)), deepOut = nn.Sequential(Conv(mid, teacher[1], 3), nn.BatchNorm2d(teacher[1]));
        Sequential earlyIn = nn.Sequential(Conv(student[0], mid), nn.BatchNorm2d(mid)), earlyOut = nn.Sequential(Conv(mid, teacher[0], 3), nn.BatchNorm2d(teacher[0]));
        Sequential attention = nn.Sequential(Conv(2 * mid, 2, bias: true), nn.Sigmoid());
        return (Loss, [.. new[] { deepIn, deepOut, earlyIn, earlyOut, attention }.SelectMany(static module => module.parameters())]);

        Tensor Loss(Tensor[] s, Tensor[] t)
        {
            Tensor deep = deepIn.forward(s[1]), early = earlyIn.forward(s[0]);
            Tensor residual = F.interpolate(deep, [early.shape[2], early.shape[3]]), weights = attention.forward(cat([early, residual], 1));
            Tensor fused = (early * weights.narrow(1, 0, 1)) + (residual * weights.narrow(1, 1, 1));
            return Pyramid(deepOut.forward(deep), t[1]) + Pyramid(earlyOut.forward(fused), t[0]);
        }

        static Tensor Pyramid(Tensor s, Tensor t)
        {
            (Tensor loss, double share, double total) = (F.mse_loss(s, t), 1, 1);
            foreach (long grid in (long[])[4, 2, 1])
            {
                if (grid < t.shape[2])
                {
                    share /= 2;
                    total += share;
                    loss += F.mse_loss(F.adaptive_avg_pool2d(s, grid), F.adaptive_avg_pool2d(t, grid)) * share;
                }
            }

            return loss / total;
        }
    }

    private static Conv2d Conv(long from, long to, long kernel = 1, bool bias = false) => nn.Conv2d(from, to, kernel, padding: kernel / 2, bias: bias);
}
