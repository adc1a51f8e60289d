using System.Buffers.Binary;
using System.Text;

namespace KdGen.Weights.Formats;

/// <summary>
/// Python's pickle machine (protocols 2 to 5, PEP 307, 3154 and 574) without its power: it builds dictionaries, lists, numbers and
/// descriptions of tensors. A call is either one of the few in <see cref="PickleCalls"/> or makes a <see cref="PickleOpaque"/>; nothing is ever
/// looked up or run. It does not recurse, looks at each byte once and charges what it allocates.
/// </summary>
internal sealed class Unpickler(ByteSource source, ReadOnlyMemory<byte> pickle, MemoryBudget budget)
{
    private const int MaxProtocol = 5, MaxGlobalName = 1000;

    private static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int at;

    /// <summary>What the pickle holds.</summary>
    /// <exception cref="InvalidDataException">It is damaged, uses what no checkpoint needs, or names something dangerous.</exception>
    public object? Read()
    {
        while (true)
        {
            int start = at;
            byte op = Bytes(1)[0];
            try
            {
                if (op == '.')
                    return Pop();
                Step(op);
            }
            catch (PickleException e)
            {
                throw source.Fail($"its pickle is damaged or not of torch.save's making: {e.Message} (byte {start} of data.pkl)");
            }
        }
    }

    private void Step(byte op)
    {
        switch (op)
        {
            case 0x80: RequireProtocol(Bytes(1)[0]); break;
            case 0x95: Bytes(8); break;                                         // FRAME: only a hint to buffer
            case (byte)'(': budget.ChargeObject(); marks.Add(stack.Count); break;
            case (byte)'0': Discard(); break;
            case (byte)'1': PopMark(); break;
            case (byte)'2': Push(Peek()); break;

            case 0x94: Memoize((uint)memo.Count); break;
            case (byte)'q': Memoize(Bytes(1)[0]); break;
            case (byte)'r': Memoize(UInt32()); break;
            case (byte)'h': Recall(Bytes(1)[0]); break;
            case (byte)'j': Recall(UInt32()); break;

            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'J': Push((long)(int)UInt32()); break;
            case (byte)'K': Push((long)Bytes(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
            case 0x8a: Push(Integer(Bytes(Bytes(1)[0]))); break;
            case 0x8b: Push(Integer(Bytes(UInt32()))); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); break;

            case (byte)'X': Push(Text(Bytes(UInt32()))); break;
            case 0x8c: Push(Text(Bytes(Bytes(1)[0]))); break;
            case 0x8d: Push(Text(Bytes(UInt64()))); break;
            case (byte)'T': Push(Latin(Bytes(UInt32()))); break;                // Python 2's str
            case (byte)'U': Push(Latin(Bytes(Bytes(1)[0]))); break;
            case (byte)'B': Bytes(UInt32()); PushOpaque("bytes"); break;
            case (byte)'C': Bytes(Bytes(1)[0]); PushOpaque("bytes"); break;
            case 0x8e: Bytes(UInt64()); PushOpaque("bytes"); break;
            case 0x96: Bytes(UInt64()); PushOpaque("bytearray"); break;

            case (byte)')': Push(Array.Empty<object?>()); break;
            case 0x85: Push(PopTuple(1)); break;
            case 0x86: Push(PopTuple(2)); break;
            case 0x87: Push(PopTuple(3)); break;
            case (byte)'t': Push(PopMark()); break;
            case (byte)']': PushList([]); break;
            case (byte)'l': PushList(PopMark()); break;
            case (byte)'a': Append(PopTuple(1)); break;
            case (byte)'e': Append(PopMark()); break;
            case (byte)'}': PushDict([]); break;
            case (byte)'d': PushDict(PopMark()); break;
            case (byte)'s': SetItems(PopTuple(2)); break;
            case (byte)'u': SetItems(PopMark()); break;
            case 0x8f: PushOpaque("set"); break;
            case 0x90: PopMark(); break;                                        // ADDITEMS: a set's items hold no tensor
            case 0x91: PopMark(); PushOpaque("frozenset"); break;

            case (byte)'c': PushGlobal(Line(), Line()); break;
            case 0x93: PushStackGlobal(); break;
            case (byte)'Q': Push(PickleCalls.Storage(Pop())); break;
            case (byte)'R': Call(); break;
            case 0x81: Call(); break;                                           // NEWOBJ: class.__new__(class, *args)
            case 0x92: Pop(); Call(); break;                                    // NEWOBJ_EX: the same with named arguments
            case (byte)'b': Pop(); Peek(); break;                               // BUILD: attributes, such as a state dict's _metadata

            case (byte)'P' or (byte)'I' or (byte)'L' or (byte)'F' or (byte)'S' or (byte)'V' or (byte)'p' or (byte)'g' or (byte)'i' or (byte)'o':
                throw new PickleException($"opcode '{(char)op}' is of protocol 0 or 1");
            case 0x82 or 0x83 or 0x84:
                throw new PickleException("it uses a registered extension");
            default:
                throw new PickleException($"there is no opcode 0x{op:x2} here");
        }
    }

    private static void RequireProtocol(byte protocol)
    {
        if (protocol > MaxProtocol)
            throw new PickleException($"it is of protocol {protocol}, and {MaxProtocol} is the last one known");
    }

    private ReadOnlySpan<byte> Bytes(ulong count)
    {
        if (count > (ulong)(pickle.Length - at))
            throw source.Fail($"its pickle is cut off or damaged: {count} bytes are wanted at byte {at} of data.pkl, which has {pickle.Length}");
        ReadOnlySpan<byte> bytes = pickle.Span.Slice(at, (int)count);
        at += (int)count;
        return bytes;
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    private string Line()
    {
        ReadOnlySpan<byte> rest = pickle.Span[at..];
        int end = rest[..Math.Min(rest.Length, MaxGlobalName)].IndexOf((byte)'\n');
        if (end < 0)
            throw new PickleException("a name has no end");
        at += end + 1;
        return Text(rest[..end]);
    }

    private string Text(ReadOnlySpan<byte> bytes)
    {
        budget.ChargeText(bytes.Length);
        try
        {
            return utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new PickleException("it has text that is not UTF-8");
        }
    }

    private string Latin(ReadOnlySpan<byte> bytes)
    {
        budget.ChargeText(bytes.Length);
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>A number of up to 8 bytes; a longer one is no size of anything.</summary>
    private static object Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
            return new PickleOpaque("int");
        long value = 0;
        for (int i = 0; i < bytes.Length; i++)
            value |= (long)bytes[i] << (8 * i);
        int unused = 64 - 8 * bytes.Length;
        return bytes.Length == 0 ? 0L : value << unused >> unused;
    }

    private void Push(object? value)
    {
        budget.ChargeObject();
        stack.Add(value);
    }

    private void PushOpaque(string origin) => Push(new PickleOpaque(origin));

    private void PushList(object?[] items)
    {
        var list = new PickleList();
        Push(list);
        Append(items);
    }

    private void PushDict(object?[] items)
    {
        Push(new PickleDict());
        SetItems(items);
    }

    private void PushGlobal(string module, string name)
    {
        budget.ChargeObject();
        var global = new PickleGlobal(module, name);
        if (PickleGlobals.IsDangerous(global))
            throw source.Fail($"its pickle names {ByteSource.Quote(global.ToString())}, which could do harm and which no weights need: refused, nothing was run");
        Push(global);
    }

    private void PushStackGlobal()
    {
        if (PopTuple(2) is not [string module, string name])
            throw new PickleException("a name is no text");
        PushGlobal(module, name);
    }

    private int Floor => marks.Count == 0 ? 0 : marks[^1];

    private object? Peek() => stack.Count > Floor ? stack[^1] : throw new PickleException("its stack is empty");

    private object? Pop()
    {
        object? top = Peek();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    /// <summary>POP drops the mark where nothing lies above it.</summary>
    private void Discard()
    {
        if (marks.Count > 0 && marks[^1] == stack.Count)
            marks.RemoveAt(marks.Count - 1);
        else
            Pop();
    }

    private object?[] PopTuple(int count)
    {
        if (stack.Count - Floor < count)
            throw new PickleException("its stack is empty");
        return PopFrom(stack.Count - count);
    }

    private object?[] PopMark()
    {
        if (marks.Count == 0)
            throw new PickleException("it has no mark");
        int from = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return PopFrom(from);
    }

    private object?[] PopFrom(int from)
    {
        budget.ChargeArray(stack.Count - from);
        object?[] items = [.. stack.Skip(from)];
        stack.RemoveRange(from, stack.Count - from);
        return items;
    }

    private void Memoize(uint index)
    {
        budget.ChargeObject();
        memo[index] = Peek();
    }

    private void Recall(uint index) => Push(memo.TryGetValue(index, out object? value) ? value : throw new PickleException($"it has memorised nothing as {index}"));

    /// <summary>Adds to the list on top of the stack; what is appended to an opaque thing is dropped.</summary>
    private void Append(object?[] items)
    {
        budget.ChargeArray(4 * (long)items.Length);
        if (Peek() is PickleList list)
            list.Items.AddRange(items);
        else if (Peek() is not PickleOpaque)
            throw new PickleException("it appends to something that is no list");
    }

    /// <summary>Adds pairs to the dictionary on top of the stack; what is set on an opaque thing is dropped.</summary>
    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
            throw new PickleException("a dictionary has a key without a value");
        budget.ChargeArray(4 * (long)items.Length);
        if (Peek() is PickleDict dict)
        {
            for (int i = 0; i < items.Length; i += 2)
                dict.Pairs.Add(new(items[i], items[i + 1]));
        }
        else if (Peek() is not PickleOpaque)
        {
            throw new PickleException("it sets items of something that is no dictionary");
        }
    }

    private void Call()
    {
        if (PopTuple(2) is not [var function, object?[] arguments])
            throw new PickleException("a call's arguments are no tuple");
        budget.ChargeObject();
        budget.ChargeArray(4 * (long)arguments.Length);
        Push(PickleCalls.Call(function, arguments, budget));
    }
}
