using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>A function of a student's feature and, where it reads one, a teacher's, that has a pass over the memory of its own for its value and for its gradient.</summary>
internal interface IFeatureKernel
{
    /// <summary>The same from operators: the reference, and the way for tensors that the pass does not take.</summary>
    Tensor Composed(Tensor student, Tensor? teacher);

    /// <summary>The value of float32 tensors, each in one piece of the machine's memory.</summary>
    Tensor Value(Tensor student, Tensor? teacher);

    /// <summary>The gradient for the student's feature.</summary>
    /// <param name="student">The student's feature.</param>
    /// <param name="teacher">The teacher's.</param>
    /// <param name="gradient">That of the value, of its shape.</param>
    Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient);
}
