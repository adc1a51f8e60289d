using System.Text;
using KdGen.Weights.Formats;

namespace KdGen.Tests.Weights;

public sealed class SafetensorsReaderTests
{
    private static CheckpointHeader Read(byte[] file) => CheckpointReader.Read(new MemoryBytes("x.safetensors", file));

    private static string Refusal(byte[] file)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(file)).Message;
        Assert.StartsWith("x.safetensors: ", message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static string Entry(string name, string dtype = "F32", string shape = "[1]", string offsets = "[0,4]") =>
        $$"""
        "{{name}}":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":{{offsets}}}
        """;

    [Fact]
    public void Header_IsReadWithMetadataInTheOrderOfTheFile()
    {
        string json = $$"""
            { "__metadata__": {"format":"pt","note":"ü \" \n"}, {{Entry("b", offsets: "[8,12]")}}, {{Entry("a", "BF16", "[2,2]", "[0,8]")}},
              {{Entry("none", shape: "[0,9]", offsets: "[8,8]")}}, "s":{"future":{"x":[1]},"data_offsets":[12,13],"shape":[],"dtype":"BOOL"} }
            """;
        CheckpointHeader header = Read(Forge.Safetensors(json + "   ", new byte[13]));

        Assert.Equal(["b", "a", "none", "s"], header.Tensors.Select(t => t.Name));
        Assert.Equal("ü \" \n", header.Metadata["note"]);
        TensorHeader a = header.Tensors[1], s = header.Tensors[3];
        int dataStart = 8 + Encoding.UTF8.GetByteCount(json) + 3;
        Assert.Equal((ElementType.BFloat16, dataStart, 4), (a.Type, a.Start, a.Count));
        Assert.Equal([2, 2], a.Shape);
        Assert.Equal([2, 1], a.Strides);
        Assert.Equal((ElementType.Bool, dataStart + 12, 1), (s.Type, s.Start, s.Count));
        Assert.Empty(s.Shape);
    }

    [Theory]
    [InlineData(1UL << 60, "states a header of 1152921504606846976 bytes")]
    [InlineData(ulong.MaxValue, "states a header of 18446744073709551615 bytes")]
    [InlineData(5000UL, "but only")]
    public void Length_PastTheFile_IsRefused(ulong length, string reason) =>
        Assert.Contains(reason, Refusal(Forge.Safetensors(length, "{\"a\":1}"u8.ToArray(), new byte[4])));

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' and 'b' overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[3],"data_offsets":[5,8]}}""", "bytes 4 to 5 of the data, before 'b', belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes after the last tensor")]
    [InlineData("""{}""", "8 bytes after the last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "'a' ends at byte 16 of the data, which has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "takes 4 bytes, but its data_offsets give it 8")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "dtype 'F31'")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", "dtype that is no text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "more than 64 bits can count")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,0,4],"data_offsets":[0,0]}}""", "more than 64 bits can count")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e2],"data_offsets":[0,8]}}""", "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "no array")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "no beginning and end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "no beginning and end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "has no data_offsets")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "has no dtype")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "states the same twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "names 'a' twice")]
    [InlineData("""{"a":[1]}""", "no JSON object")]
    [InlineData("""{"__metadata__":{"n":1}}""", "'n' of its __metadata__ is no text")]
    [InlineData("""{"__metadata__":{"n":"1","n":"2"}}""", "names 'n' twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid Unicode")]
    [InlineData("""{"a":{"x":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}}""", "not valid JSON")]
    public void Header_ThatBreaksARule_IsRefusedByName(string header, string reason) => Assert.Contains(reason, Refusal(Forge.Safetensors(header, new byte[8])));

    [Fact]
    public void Header_OfTooManyDimensions_IsRefused()
    {
        string shape = $"[{string.Join(',', Enumerable.Repeat(1, 65))}]";
        Assert.Contains("65 dimensions", Refusal(Forge.Safetensors($"{{{Entry("a", shape: shape)}}}", new byte[4])));
    }

    [Fact]
    public void Names_FromTheFile_StayOnOneShortLineOfAMessage()
    {
        string name = string.Concat(Enumerable.Repeat("\\n\\u2028x", 10_000));
        string message = Refusal(Forge.Safetensors($"{{{Entry(name, "BAD")}}}", new byte[4]));
        Assert.True(message.Length < 400, message);
        Assert.DoesNotContain('\u2028', message);
    }

    [Fact]
    public void Header_ThatAsksForMoreMemoryThanTheFileHas_IsRefused()
    {
        // Ten bytes of text ask for a list's hundreds.
        string json = "{" + string.Join(',', Enumerable.Range(0, 400_000).Select(i => $"\"{i:x}\":{{\"shape\":[],\"dtype\":\"U8\",\"data_offsets\":[{i},{i + 1}]}}")) + "}";
        byte[] file = Forge.Safetensors(json, new byte[400_000]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more memory", Refusal(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, file.Length + MemoryBudget.Constant + (1 << 20));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "Git LFS pointer")]
    [InlineData("\n<!DOCTYPE html><html>", "is a web page")]
    [InlineData("<html><body>404", "is a web page")]
    [InlineData("\u001f\u008b\b\0\0\0\0\0\0\0", "gzip")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0", "begins with zeros")]
    [InlineData("hello world", "is no checkpoint")]
    [InlineData("x", "is no checkpoint")]
    [InlineData("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.", "before 1.6")]
    [InlineData("\u0080\u0002}q\0.", "is a plain pickle")]
    [InlineData("PK\u0003\u0004 and then nothing more", "cut off")]
    public void File_OfAnotherFormat_IsNamed(string content, string reason) => Assert.Contains(reason, Refusal(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void Tar_OfAnOldPyTorch_IsNamed()
    {
        var file = new byte[1024];
        "sys_info"u8.CopyTo(file);
        "ustar"u8.CopyTo(file.AsSpan(257));
        Assert.Contains("is a tar archive", Refusal(file));
    }
}
