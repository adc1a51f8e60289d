using KdGen.Tests.Data;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Weights;

public sealed class WeightsLoadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private static nn.Module<Tensor, Tensor> Model(int classes = 2) => nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(16, classes));

    private static Dictionary<string, float[]> Values(nn.Module module) =>
        module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.Float32).reshape(-1).data<float>().ToArray());

    private string Written(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        Safetensors.Write(folder["w"], tensors);
        return folder["w"];
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("module._orig_mod.")]
    [InlineData("a.b.c.")]
    public void Keys_FitWithAndWithoutCommonLeadingComponents(string prefix)
    {
        nn.Module<Tensor, Tensor> source = Model(), target = Model();
        target.LoadWeights(Written(source.state_dict().Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value))));
        Assert.Equal(Values(source), Values(target));
    }

    private sealed class Wrapper : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> model = nn.Linear(2, 2);

        public Wrapper() : base(nameof(Wrapper)) => RegisterComponents();

        public override Tensor forward(Tensor x) => model.forward(x);
    }

    [Fact]
    public void Keys_ThatFitAsTheyAre_KeepTheirPrefix()
    {
        Wrapper source = new(), target = new();
        target.LoadWeights(Written(source.state_dict()));
        Assert.Equal(["model.bias", "model.weight"], source.state_dict().Keys.Order());
        Assert.Equal(Values(source), Values(target));
    }

    [Fact]
    public void Keys_ThatFitNeitherWay_KeepTheirPrefixInTheMessage()
    {
        string path = Written([new("net.other", zeros(3))]);
        string message = Assert.Throws<InvalidDataException>(() => Model().LoadWeights(path)).Message;
        Assert.Contains("'net.other' [3]", message);
        Assert.DoesNotContain("left out", message);
    }

    [Fact]
    public void Loading_IsInPlaceSoThatOptimizersGoOn()
    {
        nn.Module<Tensor, Tensor> source = Model(), target = Model();
        optim.Optimizer optimizer = optim.SGD(target.parameters(), 1);
        target.LoadWeights(Written(source.state_dict()));
        target.forward(ones(2, 3, 4, 4)).sum().backward();
        optimizer.step();

        // The bias of the last layer: gradient 2 for each class.
        Assert.All(Values(source)["3.bias"].Zip(Values(target)["3.bias"]), pair => Assert.Equal(pair.First - 2, pair.Second, 1e-5f));
        Assert.All(target.parameters(), p => Assert.True(p.requires_grad));
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void FloatingPointTypes_AreConverted(ScalarType type)
    {
        nn.Module<Tensor, Tensor> source = Model(), target = Model();
        target.LoadWeights(Written(source.state_dict().Select(pair => KeyValuePair.Create(pair.Key, pair.Value.is_floating_point() ? pair.Value.to(type) : pair.Value))));
        Assert.All(target.state_dict(), pair => Assert.Equal(pair.Key.EndsWith("tracked") ? ScalarType.Int64 : ScalarType.Float32, pair.Value.dtype));
        foreach ((string key, float[] values) in Values(source))
            Assert.All(values.Zip(Values(target)[key]), pair => Assert.Equal(pair.First, pair.Second, 4e-3f));
    }

    [Fact]
    public void BatchCount_MayBeMissing()
    {
        nn.Module<Tensor, Tensor> source = Model(), target = Model();
        target.LoadWeights(Written(source.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked"))));
        Assert.Equal(Values(source), Values(target));
    }

    [Fact]
    public void Differences_AreCountedAndListedAndNothingIsCopied()
    {
        nn.Module<Tensor, Tensor> source = Model(classes: 5), target = Model();
        Dictionary<string, Tensor> state = source.state_dict();
        state["layer1.weight"] = state["0.weight"];
        state.Remove("0.weight");
        state["1.running_mean"] = zeros([4], ScalarType.Int32);
        state["extra"] = zeros(9, 9);
        Dictionary<string, float[]> before = Values(target);

        string path = Written(state.Select(pair => KeyValuePair.Create("module." + pair.Key, pair.Value)));
        string message = Assert.Throws<InvalidDataException>(() => target.LoadWeights(path)).Message;

        Assert.Equal(
            $"""
            {path}: does not fit Sequential: 1 missing, 2 unexpected, 3 wrongly shaped (after 'module.' was left out of the file's keys)
              missing in the file:
                0.weight [4, 3, 3, 3], likely 'layer1.weight' of the file
              unexpected in the file:
                'extra' [9, 9]
                'layer1.weight' [4, 3, 3, 3]
              wrongly shaped:
                3.weight is [2, 16] in the model and [5, 16] in the file
                3.bias is [2] in the model and [5] in the file
                1.running_mean is Float32 in the model and Int32 in the file
            """,
            message);
        Assert.Equal(before, Values(target));
    }

    [Fact]
    public void Differences_AreListedUpToTen()
    {
        nn.Module<Tensor, Tensor> target = nn.Sequential([.. Enumerable.Range(0, 15).Select(i => nn.Linear(2, 2))]);
        string path = Written(Enumerable.Range(0, 30).Select(i => KeyValuePair.Create($"block{i}.linear.weight", zeros(2, 2))));
        string[] lines = Assert.Throws<InvalidDataException>(() => target.LoadWeights(path)).Message.Split('\n');

        Assert.Contains("30 missing, 30 unexpected, 0 wrongly shaped", lines[0]);
        Assert.Equal(1 + 2 * 12, lines.Length);
        Assert.Equal("    and 20 more", lines[12]);
        Assert.Equal("    and 20 more", lines[^1]);
        Assert.Equal("    0.weight [2, 2], likely 'block0.linear.weight' of the file", lines[2]);
    }

    [Fact]
    public void Key_ChoosesTheStateDict()
    {
        nn.Module<Tensor, Tensor> target = nn.Sequential(nn.Linear(2, 1, hasBias: false));
        PickleText pickle = new PickleText().Op("}(");
        foreach ((string name, long offset) in (ReadOnlySpan<(string, long)>)[("model", 0), ("ema", 2)])
            pickle.Text(name).OrderedDict().Op("(").Text("0.weight").Tensor("FloatStorage", "0", 4, offset, [1, 2], [2, 1]).Op("u");
        File.WriteAllBytes(folder["c"], Forge.Torch(pickle.Op("u").Stop(), Forge.Floats(1, 2, 3, 4)));

        target.LoadWeights(folder["c"], "ema");
        Assert.Equal([3f, 4], Values(target)["0.weight"]);
        Assert.Throws<InvalidDataException>(() => target.LoadWeights(folder["c"]));
    }
}
