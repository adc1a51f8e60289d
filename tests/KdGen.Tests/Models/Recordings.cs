using KdGen.Tests.Data;
using KdGen.Tests.Oracle;

namespace KdGen.Tests.Models;

/// <summary>What models give in python3-torch, in files (record.py): weights, input, outputs, gradients, statistics. One run of Python for all of them; the files go with the object.</summary>
internal sealed class Recordings : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Recordings(IEnumerable<string> models) => PythonTorch.Run(
        """
        sys.dont_write_bytecode = True
        tests, *sys.argv[1:] = sys.stdin.read().split("\n")
        sys.path.insert(0, tests)
        import record
        """,
        string.Join('\n', [ModelSources.Tests, folder.Path, .. models]));

    /// <summary>A file of a model: <c>pth</c> (its state_dict), <c>single.pth</c> and <c>double.pth</c> (what it gave in float32 and float64).</summary>
    public string File(string model, string kind) => folder[$"{model}.{kind}"];

    public void Dispose() => folder.Dispose();
}
