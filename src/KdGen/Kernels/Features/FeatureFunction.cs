using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Kernels;

/// <summary>Evaluates feature kernels so that autograd knows of them. The gradient is computed when it is asked for, from the features: nothing else is kept.</summary>
internal sealed class FeatureFunction : autograd.SingleTensorFunction<FeatureFunction>
{
    private const string Kernel = "kernel";

    // Benchmarks set it to see what the passes are worth.
    [ThreadStatic]
    private static bool byOperators;

    /// <summary>Whether this thread goes without the passes.</summary>
    internal static bool ByOperators { get => byOperators; set => byOperators = value; }

    /// <inheritdoc/>
    public override string Name => nameof(FeatureFunction);

    /// <summary>The kernel's value, by its pass where it takes the features, else by operators. Differentiable by the student's; the teacher's is data.</summary>
    public static Tensor Evaluate(IFeatureKernel kernel, Tensor student, Tensor? teacher = null)
    {
        if (ByOperators || !Takes(student) || teacher is not null && !Takes(teacher))
            return kernel.Composed(student, teacher);
        if (!student.requires_grad || !is_grad_enabled())
            return kernel.Value(student, teacher);
        return teacher is null ? apply(kernel, student) : apply(kernel, student, teacher);
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Kernel, vars[0]);
        ctx.save_for_backward([.. vars.OfType<Tensor>()]);
        return ((IFeatureKernel)vars[0]).Value((Tensor)vars[1], vars.Length > 2 ? (Tensor)vars[2] : null);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var kernel = (IFeatureKernel)ctx.get_data(Kernel);
        List<Tensor> features = ctx.get_saved_variables();
        Tensor student = features[0];
        Tensor? teacher = features.Count > 1 ? features[1] : null;

        // Whoever wants to differentiate the gradient too is given one of operators.
        Tensor gradient = is_grad_enabled()
            ? autograd.grad([kernel.Composed(student, teacher)], [student], [grad_output], retain_graph: true, create_graph: true)[0]
            : kernel.Gradient(student, teacher, grad_output.contiguous());
        return teacher is null ? [null!, gradient] : [null!, gradient, null!];
    }

    private static bool Takes(Tensor tensor) => tensor.dtype == ScalarType.Float32 && TensorMemory.Has(tensor);
}
