using CifarDistillation;
using TorchSharp;

namespace KdGen.Benchmarks;

/// <summary>One step of a recipe, generated, beside the same step written in PyTorch by hand: batch 128, the same number of threads.</summary>
internal static class StepSuite
{
    private const string Script = """
        import torch.nn as nn, torch.nn.functional as F
        deep = nn.Sequential(
            nn.Conv2d(3, 128, 3, padding=1), nn.ReLU(), nn.Conv2d(128, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(2048, 512), nn.ReLU(), nn.Dropout(0.1), nn.Linear(512, 10))
        light = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1024, 256), nn.ReLU(), nn.Dropout(0.1), nn.Linear(256, 10))
        x, y = torch.randn(128, 3, 32, 32), torch.randint(10, (128,))
        deep.eval()
        light.train()
        light_optimizer = torch.optim.Adam(light.parameters(), lr=1e-3)

        def distil():
            with torch.no_grad():
                teacher = deep(x)
            student = light(x)
            log_q = F.log_softmax(student / 2, 1)
            log_p = F.log_softmax(teacher / 2, 1)
            loss = 0.75 * F.cross_entropy(student, y) + 0.25 * 4 * F.kl_div(log_q, log_p, log_target=True, reduction='batchmean')
            light_optimizer.zero_grad()
            loss.backward()
            light_optimizer.step()

        def alone():
            loss = F.cross_entropy(light(x), y)
            light_optimizer.zero_grad()
            loss.backward()
            light_optimizer.step()

        work = {'TutorialKd.Step': distil, 'StudentAlone.Step': alone}
        """;

    public static IEnumerable<Measurement> Run()
    {
        using var peer = new Peer(Script, torch.get_num_threads());
        Console.WriteLine($"peer: {peer.Version}, {torch.get_num_threads()} thread(s) on both sides");
        using var teacher = new DeepNN();
        using var student = new LightNN();
        using var recipe = new TutorialKd(teacher, student);
        using var alone = new StudentAlone(student);
        using torch.Tensor x = torch.randn(128, 3, 32, 32), y = torch.randint(10, [128], dtype: torch.ScalarType.Int64);
        student.train();

        yield return Measurement.InTurn("StudentAlone.Step", peer, 15, 10, repeats => Repeat(repeats, () => alone.Step(x, y)));
        yield return Measurement.InTurn("TutorialKd.Step", peer, 11, 1, repeats => Repeat(repeats, () => recipe.Step(x, y)));
    }

    private static void Repeat(int repeats, Func<torch.Tensor> step)
    {
        for (int i = 0; i < repeats; i++)
        {
            step().Dispose();
        }
    }
}
