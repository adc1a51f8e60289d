using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>The features of student and teacher as the learned losses take them: maps of one batch, the teacher's without a way back.</summary>
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

    /// <summary>Two maps on the smaller one's grid: the larger is averaged over as even windows as there are, on each axis by itself.</summary>
    internal static (Tensor Student, Tensor Teacher) OnSmallerGrid(Tensor student, Tensor teacher)
    {
        var (height, width) = (Math.Min(student.size(2), teacher.size(2)), Math.Min(student.size(3), teacher.size(3)));
        return (Pooled(student, height, width), Pooled(teacher, height, width));
    }

    /// <summary>A map averaged to height x width, at least where it is larger; itself if it is of that size.</summary>
    internal static Tensor Pooled(Tensor map, long height, long width)
        => map.size(2) == height && map.size(3) == width ? map : nn.functional.adaptive_avg_pool2d(map, (height, width));

    /// <summary>In 32 bits where a feature has 16: sums of squares leave their range.</summary>
    internal static Tensor Wide(Tensor feature) => feature.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? feature.to(ScalarType.Float32) : feature;

    /// <summary>The mean square difference, a scalar.</summary>
    internal static Tensor Distance(Tensor student, Tensor teacher) => FeatureLoss.MeanSquare(Wide(student), Wide(teacher));

    private static void Check(string loss, string whose, Tensor feature, long channels)
    {
        if (feature.dim() is not (2 or 4))
            throw new ArgumentException($"{loss} takes maps [B, {channels}, H, W] or vectors [B, {channels}] of the {whose} but receives {Text(feature)}", whose);
        if (feature.size(1) != channels)
            throw new ArgumentException($"{loss} states {channels} channels of the {whose} but receives {feature.size(1)} ({Text(feature)})", whose);
    }

    private static string Text(Tensor feature) => $"[{string.Join(", ", feature.shape)}]";
}
