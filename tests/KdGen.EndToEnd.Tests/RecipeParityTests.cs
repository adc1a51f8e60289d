using System.Globalization;
using System.Text.Json;
using CifarDistillation;
using KdGen.Tests.Oracle;
using KdGen.Weights;
using TorchSharp;

namespace KdGen.EndToEnd.Tests;

/// <summary>The generated recipe against the same recipe written by hand in PyTorch: same weights, same batches, same dropout.</summary>
public sealed class RecipeParityTests
{
    private const int Steps = 20, BatchSize = 32, Seed = 11;

    private const string Script = """
        import json, struct, sys, torch
        from collections import OrderedDict
        import torch.nn as nn, torch.nn.functional as F

        def read(path):
            raw = open(path, 'rb').read()
            size = struct.unpack('<Q', raw[:8])[0]
            types = {'F32': torch.float32, 'I64': torch.int64}
            tensors = {}
            for name, entry in json.loads(raw[8:8 + size]).items():
                if name != '__metadata__':
                    first, last = entry['data_offsets']
                    data = bytearray(raw[8 + size + first:8 + size + last])
                    tensors[name] = torch.frombuffer(data, dtype=types[entry['dtype']]).reshape(entry['shape'])
            return tensors

        features = nn.Sequential(
            nn.Conv2d(3, 128, 3, padding=1), nn.ReLU(), nn.Conv2d(128, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten())
        classifier = nn.Sequential(nn.Linear(2048, 512), nn.ReLU(), nn.Dropout(0.1), nn.Linear(512, 10))
        deep = nn.Sequential(OrderedDict(features=features, classifier=classifier))
        light = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1024, 256), nn.ReLU(), nn.Dropout(0.1), nn.Linear(256, 10))
        folder, steps, size, seed = json.load(sys.stdin)
        deep.load_state_dict(read(folder + '/teacher.safetensors'))
        light.load_state_dict(read(folder + '/student.safetensors'))
        batches = read(folder + '/batches.safetensors')
        deep.eval()
        light.train()
        optimizer = torch.optim.Adam(light.parameters(), lr=1e-3)
        torch.manual_seed(seed)
        for step in range(steps):
            x, y = batches['x'][step * size:(step + 1) * size], batches['y'][step * size:(step + 1) * size]
            with torch.no_grad():
                teacher = deep(x)
            student = light(x)
            soft = nn.functional.softmax(teacher / 2, dim=-1)
            log_student = nn.functional.log_softmax(student / 2, dim=-1)
            distill = torch.sum(soft * (soft.log() - log_student)) / size * 2 ** 2
            loss = 0.25 * distill + 0.75 * F.cross_entropy(student, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            print(repr(loss.item()))
        """;

    [OracleFact]
    public void TutorialKd_LosesStepForStepWhatPyTorchLoses()
    {
        using var folder = new Folder();
        torch.manual_seed(Seed);
        using var teacher = new DeepNN();
        using var student = new LightNN();
        using torch.Tensor x = torch.randn([Steps * BatchSize, 3, 32, 32]);
        using torch.Tensor y = torch.randint(10, [Steps * BatchSize], dtype: torch.ScalarType.Int64);
        Safetensors.Write(Path.Combine(folder.Path, "teacher.safetensors"), teacher.state_dict());
        Safetensors.Write(Path.Combine(folder.Path, "student.safetensors"), student.state_dict());
        Safetensors.Write(Path.Combine(folder.Path, "batches.safetensors"), new Dictionary<string, torch.Tensor> { ["x"] = x, ["y"] = y });

        double[] expected = [.. PythonTorch.Run(Script, JsonSerializer.Serialize(new object[] { folder.Path, Steps, BatchSize, Seed }))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

        using var recipe = new TutorialKd(teacher, student);
        student.train();
        torch.manual_seed(Seed);
        var actual = new double[Steps];
        for (int step = 0; step < Steps; step++)
        {
            using torch.Tensor images = x.narrow(0, step * BatchSize, BatchSize);
            using torch.Tensor labels = y.narrow(0, step * BatchSize, BatchSize);
            using torch.Tensor loss = recipe.Step(images, labels);
            actual[step] = loss.item<float>();
        }

        Assert.Equal(Steps, expected.Length);
        Assert.True(expected[^1] < expected[0], "the losses do not fall: the recipe trains nothing");
        Assert.All(expected.Zip(actual), pair => Assert.Equal(1, pair.Second / pair.First, 1e-4));
    }
}
