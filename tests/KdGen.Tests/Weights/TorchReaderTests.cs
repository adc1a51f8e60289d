using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using KdGen.Weights.Formats;

namespace KdGen.Tests.Weights;

public sealed class TorchReaderTests
{
    private static readonly byte[] six = Forge.Floats(0, 1, 2, 3, 4, 5);

    private static readonly byte[] honest = PickleText.OneTensor("FloatStorage", 6, 0, [2, 3], [3, 1]);

    private static CheckpointHeader Read(byte[] file, string? key = null) => CheckpointReader.Read(new MemoryBytes("x.pth", file), key);

    private static string Refusal(byte[] file, string? key = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(file, key)).Message;
        Assert.StartsWith("x.pth: ", message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>{'a': (what the writer writes), 't': a tensor}.</summary>
    private static byte[] Beside(Action<PickleText> write, byte protocol = 2)
    {
        PickleText pickle = new PickleText(protocol).Op("}(").Text("a");
        write(pickle);
        return Forge.Torch(pickle.Text("m").OrderedDict().Op("(").Text("t").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op("uu").Stop(), six);
    }

    [Fact]
    public void Tensor_IsFoundInItsStorage()
    {
        byte[] file = Forge.Torch(PickleText.OneTensor("FloatStorage", 6, 1, [2, 2], [1, 3]), six);
        TensorHeader t = Assert.Single(Read(file).Tensors);

        Assert.Equal(("t", ElementType.Float32, 4, false), (t.Name, t.Type, t.Count, t.IsContiguous));
        Assert.Equal([1, 3], t.Strides);
        Assert.Equal(Forge.Find(file, six)[0] + 4, t.Start);
    }

    [Theory]
    [InlineData("FloatStorage", 6, 0, new long[] { 2, 4 }, new long[] { 4, 1 }, "reaches past its storage of 24 bytes")]
    [InlineData("FloatStorage", 6, 1, new long[] { 6 }, new long[] { 1 }, "reaches past its storage")]
    [InlineData("FloatStorage", 6, 7, new long[] { 0 }, new long[] { 1 }, "reaches past its storage")]
    [InlineData("FloatStorage", 6, -1, new long[] { 2 }, new long[] { 1 }, "reaches past its storage")]
    [InlineData("DoubleStorage", 3, 0, new long[] { 6 }, new long[] { 1 }, "reaches past its storage")]
    [InlineData("FloatStorage", 6, 0, new long[] { 2 }, new[] { long.MaxValue }, "reaches past its storage")]
    [InlineData("FloatStorage", 6, long.MaxValue, new long[] { 2 }, new[] { long.MaxValue }, "reaches past its storage")]
    [InlineData("FloatStorage", 6, 5, new long[] { 2 }, new long[] { -1 }, "negative stride")]
    [InlineData("FloatStorage", 6, 0, new long[] { -2 }, new long[] { 1 }, "negative size")]
    [InlineData("FloatStorage", 6, 0, new long[] { 1L << 40 }, new long[] { 0 }, "far more than the file holds")]
    [InlineData("FloatStorage", 6, 0, new[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, "more than 64 bits can count")]
    [InlineData("FloatStorage", 6, 0, new long[] { 2, 3 }, new long[] { 1 }, "2 sizes but 1 strides")]
    [InlineData("FloatStorage", 7, 0, new long[] { 2 }, new long[] { 1 }, "should have 7 elements of 4 bytes, but has 24 bytes")]
    [InlineData("FloatStorage", -1, 0, new long[] { 2 }, new long[] { 1 }, "should have -1 elements")]
    [InlineData("QInt8Storage", 6, 0, new long[] { 2 }, new long[] { 1 }, "'torch.QInt8Storage' is no storage")]
    public void Tensor_ThatItsStorageCannotHold_IsRefused(string type, long count, long offset, long[] shape, long[] strides, string reason) =>
        Assert.Contains(reason, Refusal(Forge.Torch(PickleText.OneTensor(type, count, offset, shape, strides), six)));

    [Fact]
    public void Storage_ThatIsNotInTheFile_IsRefused() => Assert.Contains("no entry 'archive/data/0'", Refusal(Forge.Torch(honest)));

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("nt", "system")]
    [InlineData("subprocess", "Popen")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "exec")]
    [InlineData("builtins", "getattr")]
    [InlineData("builtins", "__import__")]
    [InlineData("__builtin__", "eval")]
    [InlineData("os.path", "join")]
    [InlineData("importlib", "import_module")]
    [InlineData("torch.hub", "load")]
    [InlineData("runpy", "_run_code")]
    public void Global_ThatCouldDoHarm_RefusesTheWholeFile(string module, string name)
    {
        string expected = $"its pickle names '{module}.{name}'";
        Assert.Contains(expected, Refusal(Beside(p => p.Global(module, name).Op("(").Text("echo").Op("tR"))));
        Assert.Contains(expected, Refusal(Beside(p => p.Text(module).Text(name).Op([0x93]).Op(")R"), 4)));
        Assert.Contains(expected, Refusal(Beside(p => p.Op("}").Global(module, name).Op("b"))));
        Assert.Contains(expected, Refusal(Beside(p => p.Global("functools", "partial").Op("(").Global(module, name).Op("tR"))));
    }

    [Fact]
    public void Global_OfAForeignClass_IsNoTensorAndIsNotInTheWay()
    {
        byte[] file = Beside(p => p.Global("argparse", "Namespace").Op(")").Op([0x81]).Op("}(").Text("lr").Op("G").Op(new byte[8]).Op("ub"));
        Assert.Equal("t", Assert.Single(Read(file).Tensors).Name);

        byte[] called = Beside(p => p.Global("numpy.core.multiarray", "scalar").Op("(").Global("numpy", "dtype").Op("(").Text("f8").Op([0x89, 0x88]).Op("tRC").Op([2, 0, 0]).Op("tR"));
        Assert.Equal("t", Assert.Single(Read(called).Tensors).Name);
    }

    [Fact]
    public void Global_OfAForeignClass_WhereATensorShouldBe_IsRefusedByName()
    {
        byte[] pickle = new PickleText().OrderedDict().Op("(").Text("t").Tensor("FloatStorage", "0", 6, 0, [6], [1])
            .Text("bias").Global("numpy.core.multiarray", "_reconstruct").Op(")R").Op("u").Stop();
        Assert.Contains("'bias' is made by 'numpy.core.multiarray._reconstruct'", Refusal(Forge.Torch(pickle, six)));
    }

    [Fact]
    public void WholeModel_IsRefusedByItsClass()
    {
        byte[] pickle = new PickleText().Global("torchvision.models.resnet", "ResNet").Op(")").Op([0x81]).Op("}b").Stop();
        Assert.Contains("an object of 'torchvision.models.resnet.ResNet' (a whole model?)", Refusal(Forge.Torch(pickle)));
    }

    [Fact]
    public void Dictionaries_OfTensors_AreChosenByKey()
    {
        void Dict(PickleText p, string name, string tensor) => p.Text(name).OrderedDict().Op("(").Text(tensor).Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op("u");
        PickleText pickle = new PickleText().Op("}(").Text("epoch").Int(3);
        Dict(pickle, "model", "a");
        Dict(pickle, "ema", "b");
        pickle.Text("outer").Op("}(");
        Dict(pickle, "in.ner", "c");
        byte[] file = Forge.Torch(pickle.Op("uu").Stop(), six);

        Assert.Contains("choose one by its key; there are 'model' (1 tensor), 'ema' (1 tensor), 'outer.in.ner' (1 tensor)", Refusal(file));
        Assert.Equal("a", Assert.Single(Read(file, "model").Tensors).Name);
        Assert.Equal("c", Assert.Single(Read(file, "outer.in.ner").Tensors).Name);
        Assert.Contains("no dictionary under the key 'teacher'; there are 'model'", Refusal(file, "teacher"));
        Assert.Contains("no dictionary under the key 'epoch'", Refusal(file, "epoch"));
        Assert.Contains("holds no tensors", Refusal(file, ""));
    }

    [Fact]
    public void Numbers_BesideTheStateDict_DoNotMakeTheChoiceUnclear()
    {
        PickleText pickle = new PickleText().Op("}(").Text("best_acc1").Tensor("FloatStorage", "0", 6, 0, [], [])
            .Text("rng").Tensor("ByteStorage", "0", 24, 0, [24], [1])
            .Text("state_dict").OrderedDict().Op("(").Text("w").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op("u");
        Assert.Equal("w", Assert.Single(Read(Forge.Torch(pickle.Op("u").Stop(), six)).Tensors).Name);
    }

    [Fact]
    public void Dictionary_ThatHoldsItself_IsReadOnce()
    {
        byte[] pickle = new PickleText().Op("}q").Op([0]).Op("(").Text("self").Op("h").Op([0]).Text("t").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op("u").Stop();
        Assert.Equal("t", Assert.Single(Read(Forge.Torch(pickle, six)).Tensors).Name);
    }

    [Fact]
    public void Key_GivenTwice_TakesTheLaterValueAsPythonDoes()
    {
        byte[] pickle = new PickleText().Op("}(").Text("t").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Text("t").Tensor("FloatStorage", "0", 6, 0, [2], [1]).Op("u").Stop();
        Assert.Equal([2], Assert.Single(Read(Forge.Torch(pickle, six)).Tensors).Shape);
    }

    [Theory]
    [InlineData("NNa.", "appends to something that is no list")]
    [InlineData("0.", "stack is empty")]
    [InlineData(".", "stack is empty")]
    [InlineData("N", "cut off")]
    [InlineData("(.", "stack is empty")]
    [InlineData("t.", "no mark")]
    [InlineData("h\u0007.", "memorised nothing as 7")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffabc.", "4294967295 bytes are wanted")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffabc.", "18446744073709551615 bytes are wanted")]
    [InlineData("X\u0001\0\0\0\u00ff.", "not UTF-8")]
    [InlineData("\u0080\u0006.", "protocol 6")]
    [InlineData("Pabc\n.", "protocol 0 or 1")]
    [InlineData("NQ.", "no storage")]
    [InlineData("\u0082\u0001.", "registered extension")]
    [InlineData("\u0001.", "no opcode 0x01")]
    [InlineData("NN)R.", "calls something that is no function")]
    [InlineData("cabc", "a name has no end")]
    [InlineData("}(Nu.", "without a value")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "_rebuild_tensor_v2 is called with the wrong arguments")]
    public void Pickle_ThatMakesNoSense_IsRefused(string ops, string reason)
    {
        string refusal = Refusal(Forge.Torch([0x80, 2, .. Encoding.Latin1.GetBytes(ops)]));
        Assert.Contains("pickle", refusal);
        Assert.Contains(reason, refusal);
    }

    [Theory]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("K\u0001")]
    [InlineData("]q\u0001")]
    [InlineData("\u0094N")]
    [InlineData("]\u0085")]
    public void Pickle_ThatAsksForMoreMemoryThanTheFileHas_IsRefused(string repeated)
    {
        byte[] ops = Encoding.Latin1.GetBytes("N" + string.Concat(Enumerable.Repeat(repeated, 8_000_000 / repeated.Length)));
        byte[] file = Forge.Torch([0x80, 4, .. ops, (byte)'.']);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more memory", Refusal(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, file.Length + MemoryBudget.Constant + (1 << 20));
    }

    [Fact]
    public void Zip_CutOffAnywhere_IsRefused()
    {
        byte[] file = Forge.Torch(honest, six);
        Read(file);
        for (int length = 0; length < file.Length; length++)
            Refusal(file[..length]);
    }

    [Fact]
    public void Zip_WithCompressedEntries_IsRefused() =>
        Assert.Contains("is compressed", Refusal(Forge.Zip([("a/data.pkl", [.. honest, .. new byte[500]])], CompressionLevel.Optimal)));

    [Theory]
    [InlineData("a/readme", "without data.pkl")]
    [InlineData("a/data.pkl|b/data.pkl", "several data.pkl")]
    [InlineData("a/data.pkl|a/constants.pkl|a/code/x.py", "TorchScript program")]
    [InlineData("a/data.pkl|a/data.pkl", "names 'a/data.pkl' twice")]
    public void Zip_OfSomethingElse_IsNamed(string names, string reason) =>
        Assert.Contains(reason, Refusal(Forge.Zip(names.Split('|').Select(name => (name, honest)))));

    /// <summary>Places of a central directory record's fields, and what is forged into them.</summary>
    [Theory]
    [InlineData(24, uint.MaxValue - 1, "two sizes")]
    [InlineData(20, 0x7fffffffu, "does not lie within the file")]
    [InlineData(42, 0x7fffffffu, "does not lie within the file")]
    [InlineData(42, 1u, "not where the zip directory says")]
    public void Zip_WithAForgedEntry_IsRefused(int field, uint value, string reason)
    {
        byte[] file = Forge.Torch(honest, six);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Forge.Find(file, "PK\x01\x02"u8)[0] + field), value);
        Assert.Contains(reason, Refusal(file));
    }

    [Fact]
    public void Zip_WithEntriesThatShareBytes_IsRefused()
    {
        byte[] file = Forge.Torch(honest, six);
        List<int> records = Forge.Find(file, "PK\x01\x02"u8);
        // The storage's record says that it lies where the pickle lies.
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(records[1] + 42), 0);
        Assert.Contains("reaches into what follows", Refusal(file));
    }

    [Theory]
    [InlineData(12, 0xfffffff0u)]
    [InlineData(16, 0xfffffff0u)]
    public void Zip_WithAForgedEnd_IsRefused(int field, uint value)
    {
        byte[] file = Forge.Torch(honest, six);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 22 + field), value);
        Assert.Contains("does not lie within the file", Refusal(file));
    }

    [Fact]
    public void Zip64_IsReadAsPythonWritesIt()
    {
        byte[] plain = Forge.Torch(honest, six);
        int end = plain.Length - 22;
        var wide = new byte[56 + 20];
        BinaryPrimitives.WriteUInt32LittleEndian(wide, 0x06064b50);
        BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(4), 44);
        BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(24), BinaryPrimitives.ReadUInt16LittleEndian(plain.AsSpan(end + 8)));
        BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(32), BinaryPrimitives.ReadUInt16LittleEndian(plain.AsSpan(end + 10)));
        BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(40), BinaryPrimitives.ReadUInt32LittleEndian(plain.AsSpan(end + 12)));
        BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(48), BinaryPrimitives.ReadUInt32LittleEndian(plain.AsSpan(end + 16)));
        BinaryPrimitives.WriteUInt32LittleEndian(wide.AsSpan(56), 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(64), end);
        byte[] file = [.. plain[..end], .. wide, .. plain[end..]];
        file.AsSpan(file.Length - 22 + 8, 12).Fill(0xff);
        Assert.Equal("t", Assert.Single(Read(file).Tensors).Name);

        // And with a place that is wrong.
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(end + 48), long.MaxValue);
        Assert.Contains("does not lie within the file", Refusal(file));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(end + 64), long.MaxValue);
        Assert.Contains("bytes are wanted at", Refusal(file));
    }

    [Fact]
    public void ByteOrder_ThatNobodyHas_IsRefused() =>
        Assert.Contains("'middle'", Refusal(Forge.Zip([("a/data.pkl", honest), ("a/data/0", six), ("a/byteorder", "middle"u8.ToArray())])));
}
