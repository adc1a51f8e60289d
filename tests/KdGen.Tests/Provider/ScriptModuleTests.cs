using System.Runtime.InteropServices;
using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

/// <summary>TorchScript files, scripted and traced by python3-torch, as modules here.</summary>
public sealed class ScriptModuleTests(ScriptFiles files) : IClassFixture<ScriptFiles>
{
    private static readonly string[] parameterNames = ["conv.weight", "bn.weight", "bn.bias", "head.weight", "head.bias"];
    private static readonly string[] bufferNames = ["bn.running_mean", "bn.running_var", "bn.num_batches_tracked"];

    [OracleTheory]
    [InlineData("scripted.pt")]
    [InlineData("traced.pt")]
    public void Load_GivesTheSameLogitsAndState(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files[name]);
        net.eval();
        files.Numbers.AssertClose("logits", net.call(Input()), 1e-6);
        Assert.Equal(parameterNames, net.named_parameters().Select(p => p.name));
        Assert.Equal(bufferNames, net.named_buffers().Select(b => b.name));
        Assert.Equal([.. parameterNames, .. bufferNames], net.state_dict().Keys);
        foreach (var (key, value) in net.state_dict()) files.Numbers.AssertClose($"state/{key}", value, 0);
        Assert.Equal(ScalarType.Int64, net.get_buffer("bn.num_batches_tracked")!.dtype);
        Assert.True(net.has_parameter("head.bias"));
        Assert.Equal(name, net.GetName());
    }

    [OracleFact]
    public void Scripted_SwitchesBetweenTrainingAndEvaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files["scripted.pt"]);
        Tensor x = randn(4, 3, 6, 6);
        Assert.True(net.training);
        Assert.False(net.forward(x).allclose(net.forward(x)));
        Assert.Equal(3, net.get_buffer("bn.num_batches_tracked")!.item<long>());
        net.eval();
        Assert.False(net.training);
        Assert.True(net.forward(x).Equals(net.forward(x)));
        Assert.Equal(3, net.get_buffer("bn.num_batches_tracked")!.item<long>());
        net.train();
        Assert.True(net.training);
    }

    [OracleFact]
    public void Traced_KeepsTheModeItWasTracedIn()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files["traced.pt"]);
        net.train();
        files.Numbers.AssertClose("logits", net.forward(Input()), 1e-6);
    }

    [OracleFact]
    public void Gradients_ReachParametersAndInput()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files["scripted.pt"]);
        net.eval();
        Tensor x = Input().requires_grad_();
        net.forward(x).square().sum().backward();
        Assert.Equal(x.shape, x.grad!.shape);
        Assert.All(net.parameters(), parameter => Assert.True(parameter.grad!.abs().sum().item<float>() > 0));
        net.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.Null(parameter.grad));
        using (no_grad()) Assert.False(net.forward(x).requires_grad);
    }

    [OracleFact]
    public void To_ConvertsEveryTensorButCounters()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files["scripted.pt"]);
        var weight = net.get_parameter("head.weight");
        net.forward(Input()).sum().backward();
        net.eval();
        Assert.Same(net, net.to(ScalarType.Float64));
        Assert.Same(weight, net.get_parameter("head.weight"));
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.grad!.dtype));
        Assert.Equal(ScalarType.Int64, net.get_buffer("bn.num_batches_tracked")!.dtype);
        Assert.Equal(ScalarType.Float64, net.forward(Input().to(ScalarType.Float64)).dtype);
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => net.to(ScalarType.Int64)).Message);
    }

    [OracleFact]
    public void LoadStateDict_ChangesWhatTheScriptComputes()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files["scripted.pt"]);
        net.eval();
        var zeros = net.state_dict().ToDictionary(entry => entry.Key, entry => zeros_like(entry.Value));
        net.load_state_dict(zeros);
        Assert.Equal(0, net.forward(Input()).abs().sum().item<float>());
    }

    [OracleFact]
    public void Tuple_ComesAsValueTuple()
    {
        using DisposeScope scope = NewDisposeScope();
        using var taps = jit.load<Tensor, (Tensor Logits, Tensor Hint)>(files["taps.pt"]);
        nn.IModule<Tensor, (Tensor Logits, Tensor Hint)> teacher = taps;
        var (logits, hint) = teacher.call(Input());
        files.Numbers.AssertClose("taps/logits", logits, 1e-6);
        files.Numbers.AssertClose("taps/hint", hint, 1e-6);
        Assert.Equal([2, 4, 2, 2], hint.shape);

        using var six = jit.load<Tensor, Tensor[]>(files["six.pt"]);
        Assert.Equal([0f, 1, 2, 3, 4, 5], six.forward(torch.zeros(1)).Select(t => t.item<float>()));
    }

    [OracleFact]
    public void Forward_TakesNumbersAndReturnsLists()
    {
        using DisposeScope scope = NewDisposeScope();
        using var parts = jit.load(files["parts.pt"]);
        Tensor x = arange(4, dtype: ScalarType.Float32);
        var pieces = Assert.IsType<Tensor[]>(parts.forward(x, 2, 0.5, true, null));
        Assert.Equal(2, pieces.Length);
        Assert.Equal([-1f, -1.5f], pieces[1].data<float>().ToArray());
        pieces = Assert.IsType<Tensor[]>(parts.call(x, 4L, 2f, false, ones(1)));
        Assert.Equal([1f, 3, 5, 7], pieces.Select(piece => piece.item<float>()));
        Assert.Contains("not String", Assert.Throws<ArgumentException>(() => parts.forward("x")).Message);
    }

    [OracleFact]
    public void Hooks_SeeAndReplace()
    {
        using DisposeScope scope = NewDisposeScope();
        using var six = jit.load<Tensor, Tensor[]>(files["six.pt"]);
        var before = six.register_forward_pre_hook((_, x) => x + 10);
        var after = six.register_forward_hook((_, _, y) => y[..2]);
        Assert.Equal([10f, 11], six.call(torch.zeros(1)).Select(t => t.item<float>()));
        Assert.Equal(6, six.forward(torch.zeros(1)).Length);
        before.remove();
        after.remove();
        Assert.Equal(6, six.call(torch.zeros(1)).Length);
    }

    [OracleFact]
    public void Failures_AreOneLineThatNamesTheFile()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = jit.load<Tensor, Tensor>(files["scripted.pt"]);
        using var taps = jit.load<Tensor, Tensor>(files["taps.pt"]);
        using var words = jit.load<Tensor, Tensor>(files["words.pt"]);
        string[] messages =
        [
            Assert.Throws<ExternalException>(() => net.forward(randn(2, 1, 6, 6))).Message,
            Assert.Throws<ExternalException>(() => net.forward(null!)).Message,
            Assert.Throws<ExternalException>(() => taps.forward(Input())).Message,
            Assert.Throws<ExternalException>(() => words.forward(Input())).Message,
        ];
        Assert.StartsWith("scripted.pt: RuntimeError: Given groups=1, weight of size [4, 3, 3, 3]", messages[0]);
        Assert.StartsWith("scripted.pt: forward() Expected a value of type 'Tensor", messages[1]);
        Assert.Equal("taps.pt: forward returns (Tensor, Tensor), not Tensor: load it as load<Tensor, (Tensor, Tensor)>", messages[2]);
        Assert.Equal("words.pt: forward returns a GenericDict; only tensors, lists and tuples of tensors are passed on", messages[3]);
        Assert.All(messages, message => Assert.DoesNotContain('\n', message));
    }

    [OracleFact]
    public void Load_OfWeightsAlone_SaysThatTheyAreNoScript() => Refused(files["weights.pt"]);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(5000)]
    public void Load_OfAnyOtherFile_NamesIt(int length)
    {
        var path = files.Fresh($"bytes{length}.pt");
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        Refused(path);
    }

    [OracleFact]
    public void Load_OfATruncatedFile_NamesIt()
    {
        var path = files.Fresh("truncated.pt");
        File.WriteAllBytes(path, File.ReadAllBytes(files["scripted.pt"])[..^100]);
        Refused(path);
    }

    [Fact]
    public void Load_OfNoFile_NamesIt()
        => Assert.Equal("there is no TorchScript file 'missing.pt'", Assert.Throws<FileNotFoundException>(() => jit.load("missing.pt")).Message);

    [OracleFact]
    public void Dispose_FreesEveryTensor()
    {
        var path = files["scripted.pt"];
        var before = KdGen.LibTorch.Native.kd_tensor_live();
        var net = jit.load<Tensor, Tensor>(path);
        Assert.Equal(before + parameterNames.Length + bufferNames.Length, KdGen.LibTorch.Native.kd_tensor_live());
        net.Dispose();
        net.Dispose();
        Assert.Equal(before, KdGen.LibTorch.Native.kd_tensor_live());
        using var x = randn(1, 3, 6, 6);
        Assert.Throws<ObjectDisposedException>(() => net.forward(x));
    }

    private Tensor Input() => tensor(files.Numbers["x"], [2, 3, 6, 6], dtype: ScalarType.Float32);

    private static void Refused(string path)
    {
        var message = Assert.Throws<ExternalException>(() => jit.load<Tensor, Tensor>(path)).Message;
        Assert.StartsWith($"'{path}' does not load as TorchScript (", message);
        Assert.Contains("torch.jit.save", message);
        Assert.DoesNotContain('\n', message);
    }
}
