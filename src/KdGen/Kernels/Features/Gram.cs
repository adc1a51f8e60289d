using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>X Xᵀ of [..., N, D], or Xᵀ X. Its gradient is one product, of X with G + Gᵀ, where autograd makes one of each factor.</summary>
/// <param name="ofColumns">Xᵀ X.</param>
internal sealed class Gram(bool ofColumns) : IFeatureKernel
{
    /// <inheritdoc/>
    public Tensor Composed(Tensor student, Tensor? teacher)
    {
        Tensor transposed = student.transpose(-1, -2);
        return ofColumns ? transposed.matmul(student) : student.matmul(transposed);
    }

    /// <inheritdoc/>
    public Tensor Value(Tensor student, Tensor? teacher) => Composed(student, teacher);

    /// <inheritdoc/>
    public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
    {
        Tensor both = gradient.add(gradient.transpose(-1, -2));
        return ofColumns ? student.matmul(both) : both.matmul(student);
    }
}
