using System.Runtime.InteropServices;

namespace KdGen.LibTorch;

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of <c>kd_tag</c> in native/kdgen_torch.h.</summary>
internal enum ValueTag
{
    None = 0,
    Int = 1,
    Double = 2,
    Bool = 3,
    Tensor = 4,
    IntList = 5,
    DoubleList = 6,
    BoolList = 7,
    TensorList = 8,
    String = 9,
    Device = 10,
    Generator = 11,
    Tuple = 12,
}

/// <summary>One boxed argument or result as it crosses the boundary: <c>kd_value</c>, 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)] internal int Tag;
    [FieldOffset(4)] internal int Length;
    [FieldOffset(8)] internal long Int;
    [FieldOffset(8)] internal double Double;
    [FieldOffset(8)] internal IntPtr Pointer;
}
