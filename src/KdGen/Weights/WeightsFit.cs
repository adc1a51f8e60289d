using System.Text;
using KdGen.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>How a file's tensors fit a model's, and the message that says where they do not.</summary>
internal sealed class WeightsFit
{
    private const int MaxListed = 10;

    private readonly Checkpoint checkpoint;
    private readonly string prefix;
    private readonly List<(string Key, IReadOnlyList<long> Shape)> missing = [], unexpected = [];
    private readonly List<string> wrong = [];

    /// <summary>Compares a model's state with a file's, whose keys begin with the prefix.</summary>
    public WeightsFit(Dictionary<string, Tensor> own, Checkpoint checkpoint, string prefix)
    {
        this.checkpoint = checkpoint;
        this.prefix = prefix;
        foreach ((string key, Tensor tensor) in own)
        {
            if (!checkpoint.Tensors.TryGetValue(prefix + key, out CheckpointTensor? stored))
            {
                if (!KeyPrefix.IsOptional(key))
                    missing.Add((key, tensor.shape));
            }
            else if (!stored.Shape.SequenceEqual(tensor.shape))
            {
                wrong.Add($"{key} is {ByteSource.Text(tensor.shape)} in the model and {ByteSource.Text(stored.Shape)} in the file");
            }
            else if (Sort(stored.Type) != Sort(tensor.dtype))
            {
                wrong.Add($"{key} is {tensor.dtype} in the model and {stored.Type} in the file");
            }
            else
            {
                Matching.Add(key);
            }
        }
        foreach ((string key, CheckpointTensor stored) in checkpoint.Tensors)
        {
            if (!own.ContainsKey(key[prefix.Length..]))
                unexpected.Add((key[prefix.Length..], stored.Shape));
        }
    }

    /// <summary>The model's keys that the file has in the right shape.</summary>
    public List<string> Matching { get; } = [];

    /// <summary>How many tensors do not fit.</summary>
    public int Differences => missing.Count + unexpected.Count + wrong.Count;

    /// <summary>One line that counts the differences, then the differences.</summary>
    public string Describe(string model)
    {
        List<(string Key, IReadOnlyList<long> Shape)> listed = missing[..Math.Min(missing.Count, MaxListed)];
        Dictionary<string, string> likely = LikelyMatch.Find(listed, unexpected);
        var text = new StringBuilder($"{checkpoint.Path}: does not fit {model}: {missing.Count} missing, {unexpected.Count} unexpected, {wrong.Count} wrongly shaped");
        if (prefix.Length > 0)
            text.Append($" (after {ByteSource.Quote(prefix)} was left out of the file's keys)");
        List(text, "missing in the file", missing.Count, listed.Select(m =>
            $"{m.Key} {ByteSource.Text(m.Shape)}{(likely.TryGetValue(m.Key, out string? match) ? $", likely {ByteSource.Quote(match)} of the file" : "")}"));
        List(text, "unexpected in the file", unexpected.Count, unexpected.Select(u => $"{ByteSource.Quote(u.Key)} {ByteSource.Text(u.Shape)}"));
        List(text, "wrongly shaped", wrong.Count, wrong);
        return text.ToString();
    }

    private static void List(StringBuilder text, string title, int count, IEnumerable<string> lines)
    {
        if (count == 0)
            return;
        text.Append($"\n  {title}:");
        foreach (string line in lines.Take(MaxListed))
            text.Append($"\n    {line}");
        if (count > MaxListed)
            text.Append($"\n    and {count - MaxListed} more");
    }

    /// <summary>Types between which values are converted: floating point, integers, truth values, complex numbers.</summary>
    private static int Sort(ScalarType type) => type switch
    {
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 => 0,
        ScalarType.Bool => 2,
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => 3,
        _ => 1,
    };
}
