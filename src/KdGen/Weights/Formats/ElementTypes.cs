namespace KdGen.Weights.Formats;

/// <summary>The one table of element types: what each format calls them and how wide they are.</summary>
internal static class ElementTypes
{
    private static readonly Row[] rows =
    [
        new(ElementType.Float64, 8, "F64", "DoubleStorage", "float64"),
        new(ElementType.Float32, 4, "F32", "FloatStorage", "float32"),
        new(ElementType.Float16, 2, "F16", "HalfStorage", "float16"),
        new(ElementType.BFloat16, 2, "BF16", "BFloat16Storage", "bfloat16"),
        new(ElementType.Int64, 8, "I64", "LongStorage", "int64"),
        new(ElementType.Int32, 4, "I32", "IntStorage", "int32"),
        new(ElementType.Int16, 2, "I16", "ShortStorage", "int16"),
        new(ElementType.Int8, 1, "I8", "CharStorage", "int8"),
        new(ElementType.UInt8, 1, "U8", "ByteStorage", "uint8"),
        new(ElementType.Bool, 1, "BOOL", "BoolStorage", "bool"),
        new(ElementType.Complex64, 8, null, "ComplexFloatStorage", "complex64"),
        new(ElementType.Complex128, 16, null, "ComplexDoubleStorage", "complex128"),
    ];

    /// <summary>The width of one element in bytes.</summary>
    public static int Bytes(this ElementType type) => rows[(int)type].Bytes;

    /// <summary>The name in a safetensors header; null where that format has none.</summary>
    public static string? SafetensorsName(this ElementType type) => rows[(int)type].Safetensors;

    /// <summary>The class in Python's module <c>torch</c> whose storages hold the type.</summary>
    public static string StorageClass(this ElementType type) => rows[(int)type].Storage;

    /// <summary>The name of the type in Python's module <c>torch</c>.</summary>
    public static string TorchName(this ElementType type) => rows[(int)type].Torch;

    /// <summary>Every name that a safetensors header may use here.</summary>
    public static IEnumerable<string> SafetensorsNames => rows.Select(row => row.Safetensors).OfType<string>();

    /// <summary>The type of that name in a safetensors header.</summary>
    public static ElementType? FromSafetensors(string name) => Find(row => row.Safetensors == name);

    /// <summary>The type that a storage class of that name holds.</summary>
    public static ElementType? FromStorageClass(string name) => Find(row => row.Storage == name);

    /// <summary>The type that <c>torch.name</c> is.</summary>
    public static ElementType? FromTorch(string name) => Find(row => row.Torch == name);

    private static ElementType? Find(Predicate<Row> wanted) => Array.Find(rows, wanted)?.Type;

    private sealed record Row(ElementType Type, int Bytes, string? Safetensors, string Storage, string Torch);
}
