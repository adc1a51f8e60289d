using System.Text.Json;
using KdGen.Tests.Data;
using KdGen.Tests.Oracle;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Weights;

/// <summary>Checkpoints that PyTorch saved, and those that it is to load.</summary>
public sealed class TorchCheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    /// <summary>A test on the published weights of the tutorial's teacher; skipped where they are not.</summary>
    private sealed class PublishedWeightsFactAttribute : FactAttribute
    {
        public PublishedWeightsFactAttribute() => Skip = PublishedWeights is null ? "no deepnn-cifar10.pth in shared/data beside the repository" : PythonTorch.Missing;
    }

    private static string? PublishedWeights
    {
        get
        {
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string file = Path.GetFullPath(Path.Combine(at.FullName, "../shared/data/deepnn-cifar10.pth"));
                if (File.Exists(Path.Combine(at.FullName, "KdGen.sln")))
                    return File.Exists(file) ? file : null;
            }
            return null;
        }
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static double[] Doubles(Tensor tensor) => tensor.to(ScalarType.Float64).reshape(-1).data<double>().ToArray();

    /// <summary>Runs a script that prints numbers; P is the folder with a slash.</summary>
    private double[] Python(string script) => PythonTorch.Numbers($"P = {Quoted(folder.Path + "/")}\n{script}");

    [OracleTheory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public void Saved_ByPyTorch_GivesTheSameNumbers(int protocol)
    {
        double[] printed = Python($$"""
            import collections, argparse, numpy
            torch.manual_seed(1)
            base = torch.randn(4, 6)
            state = collections.OrderedDict()
            for name, type in dict(f64=torch.float64, f32=torch.float32, f16=torch.float16, bf16=torch.bfloat16).items(): state[name] = torch.randn(3, 2).to(type)
            for name, type in dict(i64=torch.int64, i32=torch.int32, i16=torch.int16, i8=torch.int8).items(): state[name] = torch.randint(-99, 99, (2, 3)).to(type)
            state['u8'] = torch.randint(0, 255, (5,)).to(torch.uint8)
            state['bool'] = torch.tensor([True, False, True])
            state['number'] = torch.tensor(7)
            state['none'] = torch.zeros(0, 3)
            state['base'] = base
            state['shared'] = base[1:, 2:5]
            state['transposed'] = base.t()
            state['stepped'] = base[::2, ::3]
            state['expanded'] = torch.randn(1, 3).expand(4, 3)
            state['last'] = torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last)
            state['parameter'] = torch.nn.Parameter(torch.randn(2, 2))
            state['tied'] = state['parameter']
            state['buffer'] = torch.nn.parameter.Buffer(torch.ones(2)) if hasattr(torch.nn.parameter, 'Buffer') else torch.ones(2)
            state._metadata = collections.OrderedDict(version=1)
            model = torch.nn.Linear(2, 2)
            optimizer = torch.optim.Adam(model.parameters())
            model(torch.ones(1, 2)).sum().backward()
            optimizer.step()
            torch.save({'epoch': 3, 'best': torch.tensor(0.5), 'args': argparse.Namespace(lr=0.1, names=['a', 'b'], seen={1, 2}), 'loss': numpy.float64(1.5),
                        'history': numpy.zeros(3), 'size': torch.Size([1, 2]), 'dtype': torch.float16, 'device': torch.device('cpu'), 'big': 1 << 80, 'text': 'ü',
                        'rng': torch.get_rng_state(), 'optimizer': optimizer.state_dict(), 'model': state}, P + 'a.pth', pickle_protocol={{protocol}})
            for value in state.values():
                print(value.dim(), *value.shape)
                print(*value.detach().double().contiguous().flatten().tolist())
            """);

        using Checkpoint checkpoint = Checkpoint.Open(folder["a.pth"]);
        Assert.Equal(21, checkpoint.Tensors.Count);
        var rest = new Queue<double>(printed);
        foreach ((string name, CheckpointTensor stored) in checkpoint.Tensors)
        {
            Tensor read = checkpoint.Read(name);
            long[] shape = [.. Enumerable.Range(0, (int)rest.Dequeue()).Select(_ => (long)rest.Dequeue())];
            Assert.Equal(shape, read.shape);
            Assert.Equal(stored.Type, read.dtype);
            Assert.Equal(Enumerable.Range(0, (int)read.numel()).Select(_ => rest.Dequeue()), Doubles(read));
        }
        Assert.Empty(rest);
    }

    [OracleFact]
    public void Saved_ByPyTorchInOtherForms_IsNamed()
    {
        Python("""
            torch.save(torch.nn.Linear(2, 2).state_dict(), P + 'old.pth', _use_new_zipfile_serialization=False)
            torch.save(torch.nn.Linear(2, 2), P + 'whole.pth')
            torch.save(torch.ones(2), P + 'tensor.pth')
            torch.save([torch.ones(2)], P + 'list.pth')
            torch.jit.script(torch.nn.Linear(2, 2)).save(P + 'script.pt')
            import os
            class Bad:
                def __reduce__(self): return os.system, ('touch ' + P + 'harm',)
            torch.save({'model': torch.nn.Linear(2, 2).state_dict(), 'x': Bad()}, P + 'bad.pth')
            sparse = torch.eye(2).to_sparse()
            torch.save({'a': torch.ones(2), 'b': sparse}, P + 'sparse.pth')
            """);
        string Refusal(string name) => Assert.Throws<InvalidDataException>(() => Checkpoint.Open(folder[name])).Message;

        Assert.Contains("before 1.6", Refusal("old.pth"));
        Assert.Contains("an object of 'torch.nn.modules.linear.Linear'", Refusal("whole.pth"));
        Assert.Contains("a single tensor", Refusal("tensor.pth"));
        Assert.Contains("holds a list", Refusal("list.pth"));
        Assert.Contains("TorchScript program", Refusal("script.pt"));
        Assert.Contains("system'", Refusal("bad.pth"));
        Assert.Contains("'b' is made by 'torch._utils._rebuild_sparse_tensor'", Refusal("sparse.pth"));
        Assert.False(File.Exists(folder["harm"]));
    }

    [OracleFact]
    public void StateDict_SavedByPyTorch_GivesTheSameLogits()
    {
        double[] theirs = Python("""
            torch.manual_seed(2)
            model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(16, 2))
            model(torch.randn(8, 3, 4, 4))
            model = model.to(memory_format=torch.channels_last).eval()
            torch.save({'state_dict': torch.nn.DataParallel(model).state_dict(), 'epoch': 1}, P + 'a.pth')
            print(*model(torch.arange(48.).reshape(1, 3, 4, 4) / 48).flatten().tolist())
            """);
        using nn.Module<Tensor, Tensor> model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(16, 2));
        model.LoadWeights(folder["a.pth"]);
        model.eval();
        double[] mine = Doubles(model.forward(arange(48, dtype: ScalarType.Float32).reshape(1, 3, 4, 4) / 48));
        Assert.Equal(2, theirs.Length);
        Assert.All(theirs.Zip(mine), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [OracleFact]
    public void Write_IsLoadedByPyTorchAlsoWithWeightsOnly()
    {
        using nn.Module<Tensor, Tensor> model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(16, 2));
        PyTorchFile.Write(folder["model.pth"], model);
        ScalarType[] types = [ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool];
        PyTorchFile.Write(folder["types.pth"], [
            .. types.Select(type => KeyValuePair.Create($"{type} ü", tensor(new[] { 1f, 0f, 3f }).to(type))),
            new("transposed", arange(6, dtype: ScalarType.Float32).reshape(2, 3).transpose(0, 1)), new("number", tensor(7L)), new("none", zeros(0, 4))]);

        double[] printed = Python("""
            model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(16, 2))
            model.load_state_dict(torch.load(P + 'model.pth', weights_only=True))
            print(*model.eval()(torch.arange(48.).reshape(1, 3, 4, 4) / 48).flatten().tolist())
            for load in (dict(), dict(weights_only=True)):
                state = torch.load(P + 'types.pth', **load)
                kinds = [torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
                assert [t.dtype for t in state.values()][:9] == kinds, state
                assert list(state)[0] == 'Float64 ü' and type(state).__name__ == 'OrderedDict'
                assert state['none'].shape == (0, 4) and state['number'].shape == ()
                for t in state.values(): print(*t.double().flatten().tolist())
            """);

        model.eval();
        double[] logits = Doubles(model.forward(arange(48, dtype: ScalarType.Float32).reshape(1, 3, 4, 4) / 48));
        Assert.All(logits.Zip(printed), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        double[] once = [.. types.SelectMany(type => (double[])[1, 0, type == ScalarType.Bool ? 1 : 3]), 0, 3, 1, 4, 2, 5, 7];
        Assert.Equal([.. once, .. once], printed[2..]);
    }

    [Fact]
    public void Write_IsTheSameForTheSameTensorsAndReplacesTheFile()
    {
        File.WriteAllBytes(folder["a.pth"], new byte[100_000]);
        foreach (string name in (string[])["a.pth", "b.pth"])
            PyTorchFile.Write(folder[name], [new("t", ones(3)), new("u", zeros(2, 2))]);
        Assert.Equal(File.ReadAllBytes(folder["a.pth"]), File.ReadAllBytes(folder["b.pth"]));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Contains("'t'", Assert.Throws<ArgumentException>(() => PyTorchFile.Write(folder["c.pth"], [new("t", ones(1)), new("t", ones(1))])).Message);
    }

    [PublishedWeightsFact]
    public void PublishedTeacher_GivesPyTorchsLogits()
    {
        using nn.Module<Tensor, Tensor> features = nn.Sequential(
            nn.Conv2d(3, 128, 3, padding: 1), nn.ReLU(), nn.Conv2d(128, 64, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Conv2d(64, 64, 3, padding: 1), nn.ReLU(), nn.Conv2d(64, 32, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2, 2));
        using nn.Module<Tensor, Tensor> classifier = nn.Sequential(nn.Linear(2048, 512), nn.ReLU(), nn.Dropout(0.1), nn.Linear(512, 10));
        using nn.Module<Tensor, Tensor> model = nn.Sequential(("features", features), ("flatten", nn.Flatten()), ("classifier", classifier));
        model.LoadWeights(PublishedWeights!);
        model.eval();
        double[] mine = Doubles(model.forward(arange(3072, dtype: ScalarType.Float32).reshape(1, 3, 32, 32).sin()));

        double[] theirs = Python($"""
            n = torch.nn
            conv = lambda i, o: n.Conv2d(i, o, 3, padding=1)
            features = n.Sequential(conv(3, 128), n.ReLU(), conv(128, 64), n.ReLU(), n.MaxPool2d(2), conv(64, 64), n.ReLU(), conv(64, 32), n.ReLU(), n.MaxPool2d(2))
            classifier = n.Sequential(n.Linear(2048, 512), n.ReLU(), n.Dropout(0.1), n.Linear(512, 10))
            from collections import OrderedDict
            model = n.Sequential(OrderedDict(features=features, flatten=n.Flatten(), classifier=classifier))
            model.load_state_dict(torch.load({Quoted(PublishedWeights!)}))
            print(*model.eval()(torch.arange(3072.).reshape(1, 3, 32, 32).sin()).flatten().tolist())
            """);
        Assert.Equal(10, theirs.Length);
        Assert.All(theirs.Zip(mine), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
