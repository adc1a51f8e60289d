namespace KdGen.Kernels;

/// <summary>What one element of a student's feature and the teacher's give to a sum over all elements.</summary>
internal interface IPairTerm
{
    /// <summary>The term.</summary>
    V Value<V>(V student, V teacher) where V : struct, IFloats<V>;

    /// <summary>Its derivative by the student's element.</summary>
    V Slope<V>(V student, V teacher) where V : struct, IFloats<V>;
}
