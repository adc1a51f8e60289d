using System.Reflection;
using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Kernels.Features;

/// <summary>Which features a pass is given, and what autograd knows of it.</summary>
public sealed class FeatureFunctionTests
{
    [Fact]
    public void Evaluate_TakesFloat32InOnePieceOfTheMachinesMemory()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(4, 6).requires_grad_();
        Assert.Equal(["value", "gradient"], Calls(x, randn(4, 6)));
        Assert.Equal(["value", "gradient"], Calls(x, null));
        Assert.Equal(["composed"], Calls(x.to(ScalarType.Float64), randn(4, 6).to(ScalarType.Float64)));
        Assert.Equal(["composed"], Calls(x.to(ScalarType.BFloat16), null));
        Assert.Equal(["composed"], Calls(x.t(), null));
        Assert.Equal(["composed"], Calls(x, randn(6, 4).t()));
        Assert.Equal(["composed"], Calls(x, randn(4, 6).to(ScalarType.Float64)));
    }

    [Fact]
    public void Evaluate_WithoutAnyoneToDifferentiateIt_IsTheValueAlone()
    {
        using var scope = NewDisposeScope();
        Recorder kernel = new();
        Assert.False(FeatureFunction.Evaluate(kernel, randn(2, 3), randn(2, 3)).requires_grad);
        using (no_grad())
            Assert.False(FeatureFunction.Evaluate(kernel, randn(2, 3).requires_grad_()).requires_grad);
        Assert.Equal(["value", "value"], kernel.Calls);
    }

    [Fact]
    public void Gradient_OfTheTeacher_IsNone()
    {
        using var scope = NewDisposeScope();
        Tensor student = randn(2, 3).requires_grad_(), teacher = randn(2, 3).requires_grad_();
        FeatureFunction.Evaluate(new Recorder(), student, teacher).sum().backward();
        Assert.NotNull(student.grad);
        Assert.Null(teacher.grad);
    }

    [Fact]
    public void Loops_OverFeatures_AreCompiledByThemselves()
    {
        Type[] works = [.. typeof(IFeatureWork).Assembly.GetTypes().Where(static type => type.IsValueType && type.IsAssignableTo(typeof(IFeatureWork)))];
        Assert.NotEmpty(works);
        Assert.All(works, static type =>
            Assert.Equal((MethodImplAttributes)Loops.Alone, type.GetMethod(nameof(IFeatureWork.Run))!.GetMethodImplementationFlags() & (MethodImplAttributes)Loops.Alone));
    }

    private static List<string> Calls(Tensor student, Tensor? teacher)
    {
        Recorder kernel = new();
        FeatureFunction.Evaluate(kernel, student, teacher).sum().backward();
        return kernel.Calls;
    }

    /// <summary>Three times the student's feature.</summary>
    private sealed class Recorder : IFeatureKernel
    {
        public List<string> Calls { get; } = [];

        public Tensor Composed(Tensor student, Tensor? teacher)
        {
            Calls.Add("composed");
            return student * 3;
        }

        public Tensor Value(Tensor student, Tensor? teacher)
        {
            Calls.Add("value");
            return student * 3;
        }

        public Tensor Gradient(Tensor student, Tensor? teacher, Tensor gradient)
        {
            Calls.Add("gradient");
            Assert.True(gradient.is_contiguous());
            return gradient * 3;
        }
    }
}
