using System.Buffers.Binary;
using System.Text.Json;
using KdGen.Tests.Data;
using KdGen.Tests.Oracle;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private string FilePath => folder["a.safetensors"];

    /// <summary>Header and data, by the format's description and nothing of the writer's.</summary>
    private static (JsonElement Header, byte[] Data) Parse(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal(0, (8 + length) % 8);
        return (JsonDocument.Parse(file.AsMemory(8, length)).RootElement, file[(8 + length)..]);
    }

    private static byte[] Values((JsonElement Header, byte[] Data) file, string name)
    {
        JsonElement offsets = file.Header.GetProperty(name).GetProperty("data_offsets");
        return file.Data[offsets[0].GetInt32()..offsets[1].GetInt32()];
    }

    [Fact]
    public void Write_LaysTensorsOutWithoutGapsWiderTypesFirst()
    {
        Safetensors.Write(FilePath, new Dictionary<string, Tensor>
        {
            ["flags"] = tensor(new[] { true, false, true }),
            ["b"] = tensor(new[] { 1.5f, -2f }),
            ["a"] = tensor(new[] { 3f }),
            ["steps"] = tensor(7L),
            ["none"] = zeros(0, 4),
        });

        var file = Parse(FilePath);
        Assert.Equal(["__metadata__", "steps", "a", "b", "none", "flags"], file.Header.EnumerateObject().Select(entry => entry.Name));
        Assert.Equal("pt", file.Header.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal(BitConverter.GetBytes(7L), Values(file, "steps"));
        Assert.Equal([.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)], Values(file, "b"));
        Assert.Equal([1, 0, 1], Values(file, "flags"));
        Assert.Equal("""{"dtype":"I64","shape":[],"data_offsets":[0,8]}""", file.Header.GetProperty("steps").GetRawText());
        Assert.Equal("""{"dtype":"F32","shape":[0,4],"data_offsets":[20,20]}""", file.Header.GetProperty("none").GetRawText());
        Assert.Equal(23, file.Data.Length);
    }

    [Theory]
    [InlineData(ScalarType.Float64, "F64")]
    [InlineData(ScalarType.Float32, "F32")]
    [InlineData(ScalarType.Float16, "F16")]
    [InlineData(ScalarType.BFloat16, "BF16")]
    [InlineData(ScalarType.Int64, "I64")]
    [InlineData(ScalarType.Int32, "I32")]
    [InlineData(ScalarType.Int16, "I16")]
    [InlineData(ScalarType.Int8, "I8")]
    [InlineData(ScalarType.Byte, "U8")]
    [InlineData(ScalarType.Bool, "BOOL")]
    public void Write_NamesEveryType(ScalarType type, string name)
    {
        Tensor t = tensor(new[] { 1f, 0f, 1f }).to(type);
        Safetensors.Write(FilePath, [new("t", t)]);

        var file = Parse(FilePath);
        Assert.Equal(name, file.Header.GetProperty("t").GetProperty("dtype").GetString());
        Assert.Equal(t.bytes.ToArray(), Values(file, "t"));
    }

    [Fact]
    public void Write_TakesStridedTensorsInLogicalOrder()
    {
        Safetensors.Write(FilePath, [new("t", tensor(new[] { 1f, 2, 3, 4, 5, 6 }).reshape(2, 3).transpose(0, 1))]);

        var file = Parse(FilePath);
        Assert.Equal("[3,2]", file.Header.GetProperty("t").GetProperty("shape").GetRawText());
        Assert.Equal(((float[])[1, 4, 2, 5, 3, 6]).SelectMany(BitConverter.GetBytes), Values(file, "t"));
    }

    [Fact]
    public void Write_ReplacesALongerFileAndLeavesNothingElse()
    {
        File.WriteAllBytes(FilePath, new byte[100_000]);
        Safetensors.Write(FilePath, [new("t", tensor(new[] { 1f }))], new Dictionary<string, string> { ["seed"] = "42", ["note"] = "a \"b\" ü" });

        var file = Parse(FilePath);
        Assert.Equal(4, file.Data.Length);
        Assert.Equal("a \"b\" ü", file.Header.GetProperty("__metadata__").GetProperty("note").GetString());
        Assert.Equal([FilePath], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_Failing_KeepsTheOldFileAndLeavesNothingElse()
    {
        File.WriteAllText(FilePath, "old");
        Tensor gone = tensor(new[] { 1f });
        gone.Dispose();

        Assert.ThrowsAny<Exception>(() => Safetensors.Write(FilePath, [new("a", tensor(new[] { 1f })), new("t", gone)]));

        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_RefusesWhatTheFormatCannotHold()
    {
        Tensor one = tensor(new[] { 1f });
        Assert.Contains("'t'", Assert.Throws<ArgumentException>(() => Safetensors.Write(FilePath, [new("t", one), new("t", one)])).Message);
        Assert.Contains("__metadata__", Assert.Throws<ArgumentException>(() => Safetensors.Write(FilePath, [new("__metadata__", one)])).Message);
        var thrown = Assert.Throws<NotSupportedException>(() => Safetensors.Write(FilePath, [new("z", one.to(ScalarType.ComplexFloat32))]));
        Assert.Contains("'z' is ComplexFloat32", thrown.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [OracleFact]
    public void Write_OfAModule_IsReadByPython()
    {
        using nn.Module<Tensor, Tensor> model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(16, 2));
        Safetensors.Write(FilePath, model);

        string printed = PythonTorch.Run($$"""
            import json, struct
            file = open({{JsonSerializer.Serialize(FilePath)}}, 'rb').read()
            n = struct.unpack('<Q', file[:8])[0]
            header = json.loads(file[8:8 + n])
            header.pop('__metadata__')
            types = {'F32': torch.float32, 'I64': torch.int64}
            state = {}
            for name, entry in header.items():
                start, end = entry['data_offsets']
                state[name] = torch.frombuffer(bytearray(file[8 + n + start:8 + n + end]), dtype=types[entry['dtype']]).reshape(entry['shape'])
            model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(16, 2))
            model.load_state_dict(state)
            model.eval()
            for value in model(torch.arange(48.).reshape(1, 3, 4, 4) / 48).flatten().tolist(): print(repr(value))
            """);

        model.eval();
        float[] mine = model.forward(arange(48, dtype: ScalarType.Float32).reshape(1, 3, 4, 4) / 48).data<float>().ToArray();
        double[] theirs = [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PythonTorch.Number)];
        Assert.Equal(2, theirs.Length);
        Assert.All(theirs.Zip(mine), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }
}
