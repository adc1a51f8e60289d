using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ir;

/// <summary>A model after shape inference.</summary>
/// <param name="Module">The model.</param>
/// <param name="Body">Its class with everything in it, at the model's own place; null when [Input] is missing or wrong.</param>
/// <param name="Problems">What binding and shape inference found, in source order.</param>
internal sealed record ShapedModule(ModuleIr Module, ShapedClass? Body, EquatableArray<Problem> Problems)
{
    /// <summary>The shape that the model gives for one sample; null when it is unknown.</summary>
    public Shape? Output => Body?.Output;

    /// <summary>The sum over the layers whose shapes are known.</summary>
    public Cost Cost => Body?.Cost ?? default;

    /// <summary>The operators of the model's own list with their shapes, in source order.</summary>
    public EquatableArray<ShapedLayer> Layers => (Body?.Steps ?? default).OfType<Step.Operator>().Select(static step => step.Layer).ToEquatableArray();

    /// <summary>No module can be made of it: something is wrong here, or an attribute does not compile.</summary>
    public bool HasErrors => Body is not { IsComplete: true } || Problems.Any(static problem => problem.IsError);
}

/// <summary>An operator with the shapes of one sample before and after it; null where they are unknown.</summary>
/// <param name="Layer">The operator.</param>
/// <param name="Input">The shape before it.</param>
/// <param name="InputDims">Its sizes as generated code writes them.</param>
/// <param name="Output">The shape behind it.</param>
/// <param name="OutputDims">Its sizes as generated code writes them.</param>
/// <param name="Cost">What it costs.</param>
internal sealed record ShapedLayer(LayerIr Layer, Shape? Input, EquatableArray<Dim> InputDims, Shape? Output, EquatableArray<Dim> OutputDims, Cost Cost);
