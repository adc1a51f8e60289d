using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using KdGen.Weights;
using KdGen.Weights.Formats;

namespace KdGen.Tests.Weights;

/// <summary>Thousands of damaged and forged files, always the same ones: a message or an answer, never more memory than the file and a constant.</summary>
public sealed partial class WeightsFuzzTests
{
    // A file that hangs a reader is a failure, not a test run without an end.
    private static readonly TimeSpan hang = TimeSpan.FromMinutes(3);

    // Beside the readers' own budget: the zip file's tail, messages, exceptions.
    private const int Slack = 1 << 20;

    private static readonly long[] edges =
        [0, 1, 2, 4, 8, 255, 256, 65535, 65536, int.MaxValue, (long)int.MaxValue + 1, uint.MaxValue, 1L << 40, 1L << 60, 1L << 62, long.MaxValue, -1, long.MinValue];

    [GeneratedRegex("[0-9]+|\"[A-Z0-9]+\"|[\\[\\]{}:,]")]
    private static partial Regex JsonParts();

    [Fact]
    public Task Safetensors_Mutated_AreReadOrRefused() => Task.Run(() =>
    {
        var random = new Random(1);
        int read = 0;
        for (int i = 0; i < 60_000; i++)
        {
            string json = HonestJson(random);
            byte[] data = new byte[40];
            byte[] file = i % 3 == 0 ? Forge.Safetensors(MutateJson(json, random), data) : MutateBytes(Forge.Safetensors(json, data), random, []);
            read += Check(file) ? 1 : 0;
        }
        // The mutations are neither all harmless nor all plain at the first byte.
        Assert.InRange(read, 2_000, 55_000);
    }).WaitAsync(hang);

    [Fact]
    public Task Checkpoints_Mutated_AreReadOrRefused() => Task.Run(() =>
    {
        var random = new Random(2);
        byte[][] pickles = HonestPickles(), storages = [new byte[24], new byte[64]];
        int read = 0;
        for (int i = 0; i < 60_000; i++)
        {
            byte[] pickle = pickles[random.Next(pickles.Length)];
            byte[] file = (i % 3) switch
            {
                0 => MutateBytes(Forge.Torch(pickle, storages), random, pickles[0]),
                1 => Forge.Torch(MutateBytes(pickle, random, pickles[random.Next(pickles.Length)]), storages),
                _ => Forge.Torch(MutatePickle(pickle, random), storages),
            };
            read += Check(file) ? 1 : 0;
        }
        Assert.InRange(read, 2_000, 55_000);
    }).WaitAsync(hang);

    /// <summary>Whether the file was read. What was read lies within the file: its values are fetched too.</summary>
    private static unsafe bool Check(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointHeader? header = null;
        try
        {
            header = CheckpointReader.Read(new MemoryBytes("fuzz", file));
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith("fuzz: ", e.Message);
            Assert.DoesNotContain('\n', e.Message);
            Assert.True(e.Message.Length < 3000, e.Message);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, file.Length + MemoryBudget.Constant + Slack);
        if (header is null)
            return false;

        foreach (TensorHeader tensor in header.Tensors)
        {
            long last = tensor.Count == 0 ? -1 : tensor.Shape.Zip(tensor.Strides, (size, stride) => checked((size - 1) * stride)).Sum();
            int width = tensor.Type.Bytes();
            Assert.InRange(tensor.Start, 0, file.Length);
            Assert.InRange(tensor.Start + checked((last + 1) * width), 0, file.Length);
            Assert.InRange(tensor.Count * width, 0, file.Length + MemoryBudget.Constant);
            var values = new byte[Math.Min(tensor.Count, 1000) * width];
            fixed (byte* start = file)
                StridedCopy.Copy(start + tensor.Start, tensor.Shape, tensor.Strides, width, 0, values);
        }
        return true;
    }

    private static string HonestJson(Random random) => random.Next(2) == 0
        ? """{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"I64","shape":[],"data_offsets":[24,32]},"c":{"dtype":"BF16","shape":[4,1],"data_offsets":[32,40]}}  """
        : """{"x":{"dtype":"U8","shape":[40],"data_offsets":[0,40]},"none":{"dtype":"F16","shape":[0,7],"data_offsets":[40,40]}}""";

    private static string MutateJson(string json, Random random)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            MatchCollection parts = JsonParts().Matches(json);
            if (parts.Count == 0)
                break;
            Match part = parts[random.Next(parts.Count)];
            string other = random.Next(4) switch
            {
                0 => edges[random.Next(edges.Length)].ToString(),
                1 => random.Next(64).ToString(),
                2 => parts[random.Next(parts.Count)].Value,
                _ => (string[])["\"F64\"", "\"BOOL\"", "null", "1e9", "-0", "\"\\ud800\"", "[[]]", "{}", "\"a.weight\"", "\"__metadata__\"", ""] is var all ? all[random.Next(all.Length)] : "",
            };
            json = json[..part.Index] + other + json[(part.Index + part.Length)..];
        }
        return json;
    }

    /// <summary>Flipped bits, numbers at the edges, pieces cut out, doubled, moved in from elsewhere, and a cut-off end.</summary>
    private static byte[] MutateBytes(byte[] file, Random random, byte[] other)
    {
        file = [.. file];
        for (int i = random.Next(1, 5); i > 0 && file.Length > 0; i--)
        {
            int at = random.Next(file.Length), length = Math.Min(random.Next(1, 40), file.Length - at);
            switch (random.Next(8))
            {
                case 0 or 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file[at] = (byte)random.Next(256);
                    break;
                case 3:
                    var number = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(number, edges[random.Next(edges.Length)]);
                    number.AsSpan(0, Math.Min(1 << random.Next(4), file.Length - at)).CopyTo(file.AsSpan(at));
                    break;
                case 4:
                    file = [.. file[..at], .. file[(at + length)..]];
                    break;
                case 5:
                    file = [.. file[..(at + length)], .. file[at..]];
                    break;
                case 6 when other.Length > 0:
                    int from = random.Next(other.Length);
                    file = [.. file[..at], .. other[from..Math.Min(other.Length, from + length)], .. file[at..]];
                    break;
                case 7 when random.Next(4) == 0:
                    file = file[..at];
                    break;
            }
        }
        return file;
    }

    /// <summary>Opcodes where opcodes are likely: before, after and instead of those that end an argument.</summary>
    private static byte[] MutatePickle(byte[] pickle, Random random)
    {
        byte[] ops = [.. "(0123aeldsutNKMJXUTCBGqrhjQRbcPIL.)]}"u8, .. (byte[])[0x81, 0x82, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96]];
        string[] pieces =
        [
            "cos\nsystem\n", "cbuiltins\neval\n", "ccollections\nOrderedDict\n)R", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch._utils\n_rebuild_parameter\n",
            "ctorch._tensor\n_rebuild_from_type_v2\n", "cargparse\nNamespace\n)\u0081", "(NNt", "X\u0001\0\0\0t", "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "K\u0000", "}q\u0001h\u0001\u0086",
        ];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(2, pickle.Length);
            for (int tries = 0; tries < 20 && !ops.Contains(pickle[at]); tries++)
                at = random.Next(2, pickle.Length);
            byte[] piece = random.Next(2) == 0 ? [ops[random.Next(ops.Length)]] : Encoding.Latin1.GetBytes(pieces[random.Next(pieces.Length)]);
            pickle = [.. pickle[..at], .. piece, .. pickle[(at + random.Next(2))..]];
        }
        return pickle;
    }

    private static byte[][] HonestPickles()
    {
        PickleText plain = new PickleText().OrderedDict().Op("q").Op([1]).Op("(")
            .Text("a.weight").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])
            .Text("b").Tensor("LongStorage", "1", 8, 2, [2, 2], [1, 2])
            .Text("c").Global("torch._utils", "_rebuild_parameter").Op("(").Tensor("HalfStorage", "1", 32, 4, [3], [0]).Op([0x88]).OrderedDict().Op("tR")
            .Op("u}").Text("_metadata").OrderedDict().Op("sb");
        PickleText nested = new PickleText(4).Op("}(").Text("epoch").Op("K").Op([3]).Text("args").Global("argparse", "Namespace").Op(")").Op([0x81]).Op("}(").Text("lr").Op("G").Op(new byte[8]).Op("ub")
            .Text("model").OrderedDict().Op([0x94]).Op("(").Text("w").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op("u")
            .Text("state").Op("}(").Int(0).Op("}").Text("exp").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op("s").Int(1).Op("]").Op("(NKae").Op("u").Op("u");
        return [plain.Stop(), nested.Stop(), PickleText.OneTensor("DoubleStorage", 3, 0, [1, 3], [3, 1])];
    }
}
