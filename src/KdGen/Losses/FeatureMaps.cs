using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>Features as losses take them: in a type to compute in, maps of one size, and for the learned losses the teacher's without a way back.</summary>
internal static class FeatureMaps
{
    /// <summary>Checks the two and makes maps of them: [B, C, H, W] stays, a vector [B, C] becomes [B, C, 1, 1]. The teacher's is detached and of the student's type.</summary>
    /// <param name="loss">Whose features they are, for the messages.</param>
    /// <param name="student">[B, Cs, H, W] or [B, Cs].</param>
    /// <param name="studentChannels">Cs.</param>
    /// <param name="teacher">[B, Ct, H', W'] or [B, Ct], as the student's.</param>
    /// <param name="teacherChannels">Ct.</param>
    /// <exception cref="ArgumentException">Another rank, other channels, or two batch sizes: subtracting would broadcast and give a wrong number.</exception>
    internal static (Tensor Student, Tensor Teacher) Of(string loss, Tensor student, long studentChannels, Tensor teacher, long teacherChannels)
    {
        Check(loss, "student", student, studentChannels);
        Check(loss, "teacher", teacher, teacherChannels);
        if (student.dim() != teacher.dim() || student.size(0) != teacher.size(0))
            throw new ArgumentException($"{loss} compares {Text(student)} of the student with {Text(teacher)} of the teacher: both are maps or both vectors, of one batch", nameof(teacher));
        return (Of(student), Of(Data(teacher, student.dtype)));
    }

    /// <summary>The teacher's feature alone, as <see cref="Of(string, Tensor, long, Tensor, long)"/> gives it.</summary>
    internal static Tensor OfTeacher(string loss, Tensor teacher, long channels, ScalarType type)
    {
        Check(loss, "teacher", teacher, channels);
        return Of(Data(teacher, type));
    }

    /// <summary>The teacher's feature as numbers of a type, without a way back.</summary>
    internal static Tensor Data(Tensor teacher, ScalarType type) => teacher.dtype == type ? teacher.detach() : teacher.detach().to(type);

    /// <summary>A map as it is; a vector [B, C] as [B, C, 1, 1].</summary>
    internal static Tensor Of(Tensor feature) => feature.dim() == 2 ? feature.unsqueeze(-1).unsqueeze(-1) : feature;

    /// <summary>Two maps of one size: where their heights, widths or lengths differ, the larger is averaged to the smaller, on each axis by itself.</summary>
    internal static (Tensor, Tensor) OfOneSize(Tensor one, Tensor other)
    {
        long[] size = [.. one.shape.Skip(2).Zip(other.shape.Skip(2), Math.Min)];
        return (Averaged(one, size), Averaged(other, size));
    }

    /// <summary>A map [B, C, ...] averaged to a size, over windows as even as there are; itself if it is of that size.</summary>
    internal static Tensor Averaged(Tensor map, params long[] size)
    {
        if (map.shape.AsSpan(2).SequenceEqual(size)) return map;
        return size.Length == 1 ? nn.functional.adaptive_avg_pool1d(map, size[0]) : nn.functional.adaptive_avg_pool2d(map, size);
    }

    /// <summary>In 32 bits where a feature has 16: sums of squares leave their range.</summary>
    internal static Tensor Wide(Tensor feature) => feature.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? feature.to(ScalarType.Float32) : feature;

    /// <summary>The mean square difference, a scalar.</summary>
    internal static Tensor Distance(Tensor student, Tensor teacher) => FeatureLoss.MeanSquare(Wide(student), Wide(teacher));

    /// <summary>A shape as messages show it: "[64, 128, 8, 8]".</summary>
    internal static string Text(Tensor feature) => $"[{string.Join(", ", feature.shape)}]";

    private static void Check(string loss, string whose, Tensor feature, long channels)
    {
        if (feature.dim() is not (2 or 4))
            throw new ArgumentException($"{loss} takes maps [B, {channels}, H, W] or vectors [B, {channels}] of the {whose} but receives {Text(feature)}", whose);
        if (feature.size(1) != channels)
            throw new ArgumentException($"{loss} states {channels} channels of the {whose} but receives {feature.size(1)} ({Text(feature)})", whose);
    }
}
