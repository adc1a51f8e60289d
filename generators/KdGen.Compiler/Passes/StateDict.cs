using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Passes;

/// <summary>The tensors that a model's state_dict holds, without making the model.</summary>
internal static class StateDict
{
    /// <summary>Names and shapes, in the order of the layers; empty for a model that cannot be built.</summary>
    public static EquatableArray<StateTensor> Of(ShapedModule module)
    {
        List<StateTensor> tensors = [];
        if (!module.HasErrors && module.Body is { } body)
        {
            Add(body, "", tensors);
        }

        return tensors.ToEquatableArray();
    }

    /// <summary>Adds the tensors of a class at a place, under <paramref name="prefix"/> ("layer1.0.", or "").</summary>
    public static void Add(ShapedClass place, string prefix, List<StateTensor> tensors)
    {
        foreach (Step step in place.Steps)
        {
            switch (step)
            {
                case Step.Operator { Key: { } key, Layer: { Input: { } input, Output: { } output } layer } when OpCatalog.Find(layer.Layer.Operator)?.Lowering is Lowering.Module module:
                    string own = Under(prefix, key.Text);
                    foreach (StateTensor tensor in module.State(new Place(layer.Layer, input, output, layer.InputDims)))
                    {
                        tensors.Add(tensor with { Name = own + tensor.Name });
                    }

                    break;
                case Step.Child { IsPresent: true } child:
                    Add(child.Class, Under(prefix, child.Key), tensors);
                    break;
                case Step.Repeat repeat:
                    long first = long.Parse(repeat.Key.Text, CultureInfo.InvariantCulture);
                    for (int i = 0; i < repeat.Blocks.Count; i++)
                    {
                        Add(repeat.Blocks[i], $"{prefix}{repeat.Prefix}{(first + i).ToString(CultureInfo.InvariantCulture)}.", tensors);
                    }

                    break;
                case Step.Residual { Projection: { } projection, Differs: true, Output: { } to } when place.Input is { } from:
                    Project(from, to, projection, Under(prefix, projection.Key.Text), tensors);
                    break;
            }
        }
    }

    private static string Under(string prefix, string key) => key.Length == 0 ? prefix : prefix + key + ".";

    private static void Project(Shape from, Shape to, ProjectionIr projection, string prefix, List<StateTensor> tensors)
    {
        if (!projection.IsConvolution)
        {
            long features = to.Dims[to.Rank - 1];
            tensors.Add(new StateTensor(prefix + "weight", new([features, from.Dims[from.Rank - 1]])));
            tensors.Add(new StateTensor(prefix + "bias", new([features])));
            return;
        }

        tensors.Add(new StateTensor(prefix + "0.weight", new([to.Channels, from.Channels, .. Enumerable.Repeat(1L, projection.Axes)])));
        tensors.AddRange(StateTensor.OfBatchNorm(to.Channels).Select(tensor => tensor with { Name = prefix + "1." + tensor.Name }));
    }
}
