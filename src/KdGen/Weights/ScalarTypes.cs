using KdGen.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>libtorch's element types and those of the file formats.</summary>
internal static class ScalarTypes
{
    private static readonly (ScalarType Scalar, ElementType Element)[] pairs =
    [
        (ScalarType.Float64, ElementType.Float64),
        (ScalarType.Float32, ElementType.Float32),
        (ScalarType.Float16, ElementType.Float16),
        (ScalarType.BFloat16, ElementType.BFloat16),
        (ScalarType.Int64, ElementType.Int64),
        (ScalarType.Int32, ElementType.Int32),
        (ScalarType.Int16, ElementType.Int16),
        (ScalarType.Int8, ElementType.Int8),
        (ScalarType.Byte, ElementType.UInt8),
        (ScalarType.Bool, ElementType.Bool),
        (ScalarType.ComplexFloat32, ElementType.Complex64),
        (ScalarType.ComplexFloat64, ElementType.Complex128),
    ];

    /// <summary>libtorch's name for a stored type.</summary>
    public static ScalarType ToScalarType(this ElementType type) => Array.Find(pairs, pair => pair.Element == type).Scalar;

    /// <summary>The stored type for libtorch's; null where no format has it.</summary>
    public static ElementType? ToElementType(this ScalarType type)
    {
        int index = Array.FindIndex(pairs, pair => pair.Scalar == type);
        return index < 0 ? null : pairs[index].Element;
    }
}
