using System.Buffers.Binary;
using System.Text;

namespace KdGen.Tests.Weights;

/// <summary>Writes pickles opcode by opcode, as torch.save does (protocol 2) and as it does not.</summary>
internal sealed class PickleText
{
    private readonly MemoryStream bytes = new();

    public PickleText(byte protocol = 2) => Op(0x80, protocol);

    public PickleText Op(params byte[] op)
    {
        bytes.Write(op);
        return this;
    }

    public PickleText Op(string op) => Op(Encoding.Latin1.GetBytes(op));

    public PickleText Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var head = new byte[5];
        head[0] = (byte)'X';
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), utf8.Length);
        return Op(head).Op(utf8);
    }

    public PickleText Int(long value)
    {
        var op = new byte[10];
        (op[0], op[1]) = (0x8a, 8);
        BinaryPrimitives.WriteInt64LittleEndian(op.AsSpan(2), value);
        return Op(op);
    }

    public PickleText Global(string module, string name) => Op($"c{module}\n{name}\n");

    public PickleText Tuple(params long[] values)
    {
        Op("(");
        foreach (long value in values)
            Int(value);
        return Op("t");
    }

    public PickleText OrderedDict() => Global("collections", "OrderedDict").Op(")R");

    public PickleText Storage(string type, string key, long count) =>
        Op("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Int(count).Op("tQ");

    /// <summary>A call of _rebuild_tensor_v2 on a storage of its own.</summary>
    public PickleText Tensor(string type, string key, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Op("(").Storage(type, key, count).Int(offset).Tuple(shape).Tuple(strides).Op(0x89).OrderedDict().Op("tR");

    /// <summary>Ends the pickle.</summary>
    public byte[] Stop() => Op(".").bytes.ToArray();

    /// <summary>A state dict of one float tensor t.</summary>
    public static byte[] OneTensor(string type, long count, long offset, long[] shape, long[] strides) =>
        new PickleText().OrderedDict().Op("(").Text("t").Tensor(type, "0", count, offset, shape, strides).Op("u").Stop();
}
