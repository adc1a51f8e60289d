using KdGen.Tests.Data;
using KdGen.Tests.Oracle;

namespace KdGen.Tests.Provider;

/// <summary>TorchScript files that python3-torch writes once for all tests, and what the models in them compute there.</summary>
public sealed class ScriptFiles : IDisposable
{
    // torch.jit.script reads a class's source, so the models stand in a file of their own.
    private const string Models = """
        import torch, torch.nn as nn, torch.nn.functional as F
        from typing import Dict, List, Optional, Tuple
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv2d(3, 4, 3, bias=False)
                self.bn = nn.BatchNorm2d(4)
                self.drop = nn.Dropout(0.5)
                self.head = nn.Linear(16, 5)
                self.scale = torch.ones(1)
            def features(self, x):
                return F.max_pool2d(F.relu(self.bn(self.conv(x))), 2)
            def forward(self, x):
                return self.head(self.drop(self.features(x).flatten(1))) * self.scale
        class Taps(Net):
            def forward(self, x):
                hint = self.features(x)
                return self.head(hint.flatten(1)), hint
        class Parts(nn.Module):
            def forward(self, x, n: int, scale: float, negate: bool, shift: Optional[torch.Tensor]) -> List[torch.Tensor]:
                x = -x * scale if negate else x * scale
                return list((x if shift is None else x + shift).chunk(n))
        class Six(nn.Module):
            def forward(self, x):
                return x, x + 1, x + 2, x + 3, x + 4, x + 5
        class Words(nn.Module):
            def forward(self, x) -> Dict[str, torch.Tensor]:
                return {'x': x}
        """;

    private const string Script = """
        from models import *
        torch.manual_seed(3)
        net, taps, x = Net(), Taps(), torch.randn(2, 3, 6, 6)
        net(torch.randn(8, 3, 6, 6))
        torch.jit.script(net).save(folder + '/scripted.pt')
        net.eval(); taps.eval()
        torch.jit.trace(net, x).save(folder + '/traced.pt')
        torch.jit.script(taps).save(folder + '/taps.pt')
        for name in ('Parts', 'Six', 'Words'):
            torch.jit.script(globals()[name]()).save(folder + '/' + name.lower() + '.pt')
        torch.save(net.state_dict(), folder + '/weights.pt')
        show('x', x)
        show('logits', net(x))
        for key, value in net.state_dict().items():
            show('state/' + key, value)
        show('taps/logits', taps(x)[0])
        show('taps/hint', taps(x)[1])
        """;

    private readonly TemporaryFolder folder = new();
    private readonly Lazy<OracleNumbers> numbers;

    public ScriptFiles()
    {
        numbers = new(() =>
        {
            File.WriteAllText(folder["models.py"], Models);
            return new OracleNumbers($"folder = r'{folder.Path}'\nsys.path.insert(0, folder)\n{Script}");
        });
    }

    internal OracleNumbers Numbers => numbers.Value;

    /// <summary>The path of a file, which exists afterwards if Python writes it.</summary>
    internal string this[string name]
    {
        get
        {
            _ = Numbers;
            return folder[name];
        }
    }

    /// <summary>A path where nothing is.</summary>
    internal string Fresh(string name) => folder[name];

    public void Dispose() => folder.Dispose();
}
