using KdGen.Compiler.Collections;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ir;

/// <summary>A model after shape inference.</summary>
/// <param name="Module">The model.</param>
/// <param name="Layers">Its operators with their shapes, in source order.</param>
/// <param name="Output">The shape that the last operator gives for one sample; null when it is unknown.</param>
/// <param name="Cost">The sum over the layers whose shapes are known.</param>
/// <param name="Problems">What binding and shape inference found, in source order.</param>
internal sealed record ShapedModule(ModuleIr Module, EquatableArray<ShapedLayer> Layers, Shape? Output, Cost Cost, EquatableArray<Problem> Problems)
{
    /// <summary>No module can be made of it: something is wrong here, or an attribute does not compile.</summary>
    public bool HasErrors => Problems.Count > 0 || Output is null;
}

/// <summary>An operator with the shapes of one sample before and after it; null where they are unknown.</summary>
internal sealed record ShapedLayer(LayerIr Layer, Shape? Input, Shape? Output, Cost Cost);
