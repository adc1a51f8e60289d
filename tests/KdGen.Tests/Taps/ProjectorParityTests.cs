using KdGen.Tests.Oracle;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>Steps with projectors against the same recipe written by hand in PyTorch, from the same weights.</summary>
public sealed class ProjectorParityTests
{
    private const int Steps = 2, Batch = 6;

    // The regressors have the names and the order that RepDistiller's have.
    private const string Script = """
        import json, struct

        def read(name):
            raw = open(folder + '/' + name, 'rb').read()
            size = struct.unpack('<Q', raw[:8])[0]
            types = {'F32': torch.float32, 'F64': torch.float64, 'I64': torch.int64}
            tensors = {}
            for key, entry in json.loads(raw[8:8 + size]).items():
                if key != '__metadata__':
                    first, last = entry['data_offsets']
                    data = bytearray(raw[8 + size + first:8 + size + last])
                    tensors[key] = torch.frombuffer(data, dtype=types[entry['dtype']]).reshape(entry['shape'])
            return tensors

        class Net(nn.Module):
            def __init__(self, stem, body, pooled, tail=None):
                super().__init__()
                self.stem = nn.Sequential(nn.Conv2d(3, stem, 3, padding=1), nn.BatchNorm2d(stem), nn.ReLU())
                self.body = nn.Sequential(nn.Conv2d(stem, body, 3, stride=2, padding=1), nn.ReLU())
                self.tail = tail
                self.logits = nn.Linear(pooled, 4)
            def forward(self, x):
                stem = self.stem(x)
                body = self.body(stem)
                tail = body if self.tail is None else self.tail(body)
                pooled = tail.mean((2, 3))
                return stem, body, tail, pooled, self.logits(pooled)

        def regressor(conv, channels):
            reg = nn.Sequential()
            reg.add_module('conv', conv)
            reg.add_module('bn', nn.BatchNorm2d(channels))
            reg.add_module('relu', nn.ReLU())
            return reg

        class Projectors(nn.Module):
            def __init__(self):
                super().__init__()
                self.stem = nn.Conv2d(2, 6, 1)
                self.stem_2 = regressor(nn.Conv2d(2, 6, 1), 6)
                self.stem_3 = regressor(nn.Conv2d(2, 7, 3, stride=2, padding=1), 7)
                self.body = regressor(nn.ConvTranspose2d(3, 6, 4, stride=2, padding=1), 6)
                self.body_2 = regressor(nn.Conv2d(3, 5, 2), 5)
                self.pooled = nn.Linear(3, 5)

        teacher, student, projectors = Net(6, 7, 5, nn.Conv2d(7, 5, 2)), Net(2, 3, 3), Projectors()
        for name, net in (('teacher', teacher), ('student', student), ('projectors', projectors)):
            net.to(getattr(torch, dtype)).load_state_dict(read(name))
        batches = read('batches')
        teacher.eval()
        optimizer = torch.optim.SGD([*student.parameters(), *projectors.parameters()], lr=0.05, momentum=0.9)
        for step in range(steps):
            x, y = batches['x'][step * size:(step + 1) * size], batches['y'][step * size:(step + 1) * size]
            with torch.no_grad():
                t_stem, t_body, t_tail, t_pooled, _ = teacher(x)
            stem, body, _, pooled, logits = student(x)
            loss = (F.cross_entropy(logits, y) + 2 * F.mse_loss(projectors.stem(stem), t_stem) + F.mse_loss(projectors.stem_2(stem), t_stem)
                    + F.mse_loss(projectors.stem_3(stem), t_body) + F.mse_loss(projectors.body(body), t_stem)
                    + F.mse_loss(projectors.body_2(body), t_tail) + F.mse_loss(projectors.pooled(pooled), t_pooled))
            optimizer.zero_grad()
            loss.backward()
            for role, net in (('student', student), ('projectors', projectors)):
                for name, parameter in net.named_parameters():
                    show(f'gradient{step}:{role}.{name}', parameter.grad)
            optimizer.step()
            show(f'loss{step}', loss)
        for role, net in (('student', student), ('projectors', projectors)):
            for name, value in net.state_dict().items():
                show(f'{role}.{name}', value)
        """;

    [OracleTheory]
    [InlineData(ScalarType.Float32, "float32", 1e-5)]
    [InlineData(ScalarType.Float64, "float64", 1e-12)]
    public void Steps_AreThoseOfPyTorch(ScalarType type, string name, double tolerance)
    {
        string folder = Directory.CreateTempSubdirectory("kdgen-").FullName;
        try
        {
            manual_seed(31);
            using var scope = NewDisposeScope();
            using var teacher = new ProjectedTeacher().to(type);
            using var student = new ProjectedStudent().to(type);
            using var recipe = new EveryProjector(teacher, student);
            Assert.All(recipe.Adapters.parameters(), parameter => Assert.Equal(type, parameter.dtype));
            Tensor x = randn([Steps * Batch, 3, 8, 8], dtype: type), y = randint(4, [Steps * Batch], dtype: ScalarType.Int64);
            Safetensors.Write(Path.Combine(folder, "teacher"), teacher);
            Safetensors.Write(Path.Combine(folder, "student"), student);
            Safetensors.Write(Path.Combine(folder, "projectors"), recipe.Adapters);
            Safetensors.Write(Path.Combine(folder, "batches"), new Dictionary<string, Tensor> { ["x"] = x, ["y"] = y });
            var expected = new OracleNumbers($"folder, dtype, steps, size = '{folder}', '{name}', {Steps}, {Batch}\n" + Script);

            for (int step = 0; step < Steps; step++)
            {
                Tensor loss = recipe.Step(x[(step * Batch)..((step + 1) * Batch)], y[(step * Batch)..((step + 1) * Batch)]);
                expected.AssertClose($"loss{step}", loss, tolerance);
                foreach ((string role, nn.Module module) in ((string, nn.Module)[])[("student", student), ("projectors", recipe.Adapters)])
                    foreach (var (key, parameter) in module.named_parameters())
                        expected.AssertClose($"gradient{step}:{role}.{key}", parameter.grad, tolerance);
            }
            foreach ((string role, nn.Module module) in ((string, nn.Module)[])[("student", student), ("projectors", recipe.Adapters)])
                foreach (var (key, value) in module.state_dict())
                    expected.AssertClose($"{role}.{key}", value, tolerance);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
