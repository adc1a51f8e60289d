using System.Runtime.InteropServices;
using KdGen.Tests.Data;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Weights;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private string Write(byte[] file, string name = "a.pth")
    {
        File.WriteAllBytes(folder[name], file);
        return folder[name];
    }

    private static float[] Floats(Tensor tensor) => tensor.to(ScalarType.Float32).reshape(-1).data<float>().ToArray();

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Written_IsReadBack_OfEveryTypeInBothFormats(ScalarType type)
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["t"] = tensor(new[] { 1f, 0f, 3f, 4f, 5f, 6f }).reshape(2, 3).to(type),
            ["strided"] = tensor(new[] { 1f, 0f, 3f, 4f, 5f, 6f }).reshape(2, 3).to(type).transpose(0, 1),
            ["number"] = tensor(7f).to(type),
            ["none"] = zeros([0, 4], type),
        };
        Safetensors.Write(folder["a.safetensors"], tensors);
        PyTorchFile.Write(folder["a.pth"], tensors);

        foreach (string name in (string[])["a.safetensors", "a.pth"])
        {
            using Checkpoint read = Checkpoint.Open(folder[name]);
            Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
            foreach ((string key, Tensor expected) in tensors)
            {
                Tensor actual = read.Read(key);
                Assert.Equal((type, type), (actual.dtype, read.Tensors[key].Type));
                Assert.Equal(expected.shape, actual.shape);
                Assert.Equal(expected.shape, read.Tensors[key].Shape);
                Assert.True(actual.is_contiguous());
                Assert.Equal(Floats(expected), Floats(actual));
            }
        }
    }

    [Fact]
    public void Metadata_SurvivesReadingAndWriting()
    {
        Tensor[] one = [ones(1)];
        Safetensors.Write(folder["a"], [new("t", one[0])], new Dictionary<string, string> { ["seed"] = "42", ["note"] = "a \"b\" ü\n" });
        using (Checkpoint first = Checkpoint.Open(folder["a"]))
            Safetensors.Write(folder["b"], first.Tensors.Keys.Select(key => KeyValuePair.Create(key, first.Read(key))), first.Metadata);

        using Checkpoint second = Checkpoint.Open(folder["b"]);
        Assert.Equal([("format", "pt"), ("note", "a \"b\" ü\n"), ("seed", "42")], second.Metadata.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
    }

    [Fact]
    public void Read_GivesTensorsThatOutliveTheFile()
    {
        Safetensors.Write(folder["a"], [new("t", tensor(new[] { 1f, 2f }))]);
        Tensor t;
        Checkpoint checkpoint = Checkpoint.Open(folder["a"]);
        t = checkpoint.Read("t");
        checkpoint.Dispose();
        File.Delete(folder["a"]);

        Assert.Equal([1f, 2f], t.data<float>().ToArray());
        Assert.Throws<ObjectDisposedException>(() => checkpoint.Read("t"));
    }

    [Fact]
    public void Read_OfAnUnknownName_SaysSo()
    {
        Safetensors.Write(folder["a"], [new("t", ones(1))]);
        using Checkpoint checkpoint = Checkpoint.Open(folder["a"]);
        Assert.Contains("has no tensor 'u'", Assert.Throws<KeyNotFoundException>(() => checkpoint.Read("u")).Message);
    }

    [Fact]
    public void Format_IsToldByTheContent()
    {
        Safetensors.Write(folder["a.pth"], [new("t", ones(1))]);
        PyTorchFile.Write(folder["a.safetensors"], [new("u", ones(1))]);
        using Checkpoint a = Checkpoint.Open(folder["a.pth"]), b = Checkpoint.Open(folder["a.safetensors"]);
        Assert.Equal(("t", "u"), (a.Tensors.Keys.Single(), b.Tensors.Keys.Single()));
    }

    [Fact]
    public void Open_OfNoFile_NamesThePath()
    {
        Assert.Contains("there is no such weights file", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(folder["none.pth"])).Message);
        Assert.Contains("is a folder", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(folder.Path)).Message);
        Assert.StartsWith(folder["empty"] + ": is empty", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(Write([], "empty"))).Message);
        Assert.Contains("leave 'model' out", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(Write(Forge.Safetensors("{}", []), "s"), "model")).Message);
    }

    /// <summary>Shape and strides over the numbers 0 to 23, and the first element.</summary>
    [Theory]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 12, 4, 1 }, 0)]
    [InlineData(new long[] { 4, 3, 2 }, new long[] { 1, 4, 12 }, 0)]
    [InlineData(new long[] { 2, 2, 2, 3 }, new long[] { 12, 1, 6, 2 }, 0)]
    [InlineData(new long[] { 2, 1, 4 }, new long[] { 12, 99, 1 }, 8)]
    [InlineData(new long[] { 3, 5 }, new long[] { 0, 2 }, 3)]
    [InlineData(new long[] { 3, 3 }, new long[] { 1, 1 }, 5)]
    [InlineData(new long[] { 1, 1 }, new long[] { 7, 5 }, 23)]
    [InlineData(new long[] { }, new long[] { }, 9)]
    [InlineData(new long[] { 0, 3 }, new long[] { 3, 1 }, 24)]
    public void Strides_AreHonoured(long[] shape, long[] strides, long offset)
    {
        List<float> expected = [];
        void Walk(int dim, long at)
        {
            if (dim == shape.Length)
                expected.Add(at);
            else
                for (long i = 0; i < shape[dim]; i++)
                    Walk(dim + 1, at + i * strides[dim]);
        }
        Walk(0, offset);

        foreach (ScalarType type in (ScalarType[])[ScalarType.Byte, ScalarType.Float16, ScalarType.Float32, ScalarType.Float64, ScalarType.ComplexFloat64])
        {
            Tensor values = arange(24, dtype: ScalarType.Float32).to(type);
            string storage = type switch
            {
                ScalarType.Byte => "ByteStorage",
                ScalarType.Float16 => "HalfStorage",
                ScalarType.Float32 => "FloatStorage",
                ScalarType.Float64 => "DoubleStorage",
                _ => "ComplexDoubleStorage",
            };
            using Checkpoint checkpoint = Checkpoint.Open(Write(Forge.Torch(PickleText.OneTensor(storage, 24, offset, shape, strides), values.bytes.ToArray())));
            Tensor read = checkpoint.Read("t");
            Assert.Equal(shape, read.shape);
            Assert.Equal(type, read.dtype);
            // Of a complex number, the real part.
            Assert.Equal(expected, type == ScalarType.ComplexFloat64 && read.numel() > 0 ? [.. MemoryMarshal.Cast<byte, double>(read.bytes).ToArray().Where((_, i) => i % 2 == 0).Select(d => (float)d)] : Floats(read));
        }
    }

    [Fact]
    public void BigEndianValues_AreTurned()
    {
        byte[] Turned(byte[] bytes, int width) => [.. bytes.Chunk(width).SelectMany(chunk => chunk.Reverse())];
        byte[] pickle = new PickleText().OrderedDict().Op("(")
            .Text("f").Tensor("FloatStorage", "0", 2, 0, [2], [1])
            .Text("h").Tensor("HalfStorage", "1", 1, 0, [1], [1])
            .Text("l").Tensor("LongStorage", "2", 1, 0, [], [])
            .Text("b").Tensor("ByteStorage", "0", 8, 0, [2], [1]).Op("u").Stop();
        string path = Write(Forge.Zip([
            ("x/data.pkl", pickle), ("x/byteorder", "big"u8.ToArray()),
            ("x/data/0", Turned(Forge.Floats(1.5f, -2), 4)), ("x/data/1", Turned(BitConverter.GetBytes((Half)0.5f), 2)), ("x/data/2", Turned(BitConverter.GetBytes(7L), 8))]));

        using Checkpoint checkpoint = Checkpoint.Open(path);
        Assert.Equal([1.5f, -2], Floats(checkpoint.Read("f")));
        Assert.Equal([0.5f], Floats(checkpoint.Read("h")));
        Assert.Equal(7L, checkpoint.Read("l").item<long>());
        Assert.Equal([0x3f, 0xc0], checkpoint.Read("b").data<byte>().ToArray());
    }
}
