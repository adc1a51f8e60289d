using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.ProviderNN;

public sealed class ModuleMemoryTests
{
    private static nn.Module<Tensor, Tensor> ConvNet() => nn.Sequential(
        nn.Conv2d(3, 4, 3, padding: 1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.1), nn.Flatten(), nn.Linear(64, 5));

    public static TheoryData<string> Optimizers => ["sgd", "adam", "adamw"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_HoldsTheNumberOfLiveTensors(string kind)
    {
        using var net = ConvNet();
        using optim.Optimizer optimizer = kind switch
        {
            "sgd" => optim.SGD(net.parameters(), 0.01, momentum: 0.9, weight_decay: 1e-4, nesterov: true),
            "adam" => optim.Adam(net.parameters(), weight_decay: 1e-4, amsgrad: true),
            _ => optim.AdamW(net.parameters()),
        };
        using var x = randn(8, 3, 8, 8);
        using var y = randint(0, 5, [8], dtype: ScalarType.Int64);

        long after2 = 0;
        for (var step = 1; step <= 200; step++)
        {
            using (NewDisposeScope())
            {
                var loss = nn.functional.cross_entropy(net.forward(x), y);
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
            if (step == 2) after2 = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
        Assert.Equal(after2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Step_OutsideAnyScope_LeavesNothingBehind()
    {
        using var layer = nn.Linear(3, 2);
        using var optimizer = optim.Adam(layer.parameters(), weight_decay: 0.1, maximize: true);
        using (NewDisposeScope()) layer.forward(ones(1, 3)).sum().backward();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        optimizer.step();
        optimizer.zero_grad();
        layer.zero_grad();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Dispose_FreesParametersBuffersAndStates()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var net = ConvNet();
        var optimizer = optim.AdamW(net.parameters(), amsgrad: true);
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount > before);
        optimizer.Dispose();
        net.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Module_MadeInsideAScope_OutlivesIt()
    {
        nn.Module<Tensor, Tensor> net;
        using (NewDisposeScope()) net = ConvNet();
        using (net)
        using (NewDisposeScope())
            Assert.Equal([2, 5], net.forward(ones(2, 3, 8, 8)).shape);
    }
}
