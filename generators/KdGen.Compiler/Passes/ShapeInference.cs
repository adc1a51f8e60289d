using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>
/// Runs the shape of one sample through the operators. One cause gives one error: after a mismatch it goes on with what is declared, and
/// where nothing is known it says nothing.
/// </summary>
internal static class ShapeInference
{
    public static ShapedModule Infer(ModuleIr module)
    {
        List<Problem> problems = [.. module.Problems];
        List<ShapedLayer> layers = [];
        Flow? flow = module.Input is null ? null : Flow.FromInput(module.Input);
        foreach (LayerIr layer in module.Layers)
        {
            layers.Add(Step(layer, ref flow, problems));
        }

        return new ShapedModule(
            module,
            layers.ToEquatableArray(),
            flow?.Shape,
            layers.Aggregate(default(Cost), static (sum, layer) => sum + layer.Cost),
            problems.OrderBy(static problem => problem.Node.Value).ToEquatableArray());
    }

    /// <summary>One layer; <paramref name="flow"/> becomes what runs on behind it.</summary>
    private static ShapedLayer Step(LayerIr layer, ref Flow? flow, List<Problem> problems)
    {
        Shape? input = flow?.Shape;
        OpSpec? spec = OpCatalog.Find(layer.Operator);
        if (flow is null || spec is null || layer.State == LayerState.Unknown || (layer.State == LayerState.OutOfRange && spec.Effect != Effect.KeepsShape))
        {
            flow = null;
            return new ShapedLayer(layer, input, null, default);
        }

        ShapeAnswer answer = spec.Shape(layer, flow);
        problems.AddRange(answer.Problems);
        if (answer.Output is not { } output)
        {
            flow = null;
            return new ShapedLayer(layer, input, null, default);
        }

        Work work = spec.Cost(new Place(layer, flow.Shape, output));
        if (TooLarge(output, work) is { } excess)
        {
            problems.Add(new Problem(ProblemCode.OutOfRange, layer.Node, null, layer.Operator, excess, $"at most {Literal.Grouped(Limits.Elements)} are possible"));
            flow = null;
            return new ShapedLayer(layer, input, null, default);
        }

        flow = flow.After(spec, output);
        return new ShapedLayer(layer, input, output, new Cost(work.Parameters, work.MultiplyAdds, output.Elements));
    }

    private static string? TooLarge(Shape output, Work work)
        => output.Elements > Limits.Elements ? $"an output of {output} values a sample"
            : work.Parameters > Limits.Elements ? $"{Literal.Grouped(work.Parameters)} parameters"
            : null;
}
