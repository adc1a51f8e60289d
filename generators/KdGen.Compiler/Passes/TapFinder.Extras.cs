using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What terms want of a model beside a value: the norm that gives it, what the model does with it, the attention inside.</summary>
internal sealed partial class TapFinder
{
    /// <summary>The outputs of the norms that requests want.</summary>
    private readonly Dictionary<TapRequest, TapPoint> modules = [];

    /// <summary>The answer with what its request wants beside the value.</summary>
    public TapAnswer Complete(TapAnswer answer, TapPoint point) => answer.Request.Extra switch
    {
        TapExtra.Norm when modules.TryGetValue(answer.Request, out TapPoint norm) => answer with { Module = PathTo(norm) },
        TapExtra.Rest => answer with { Rest = RestOf(point) },
        _ => answer,
    };

    /// <summary>The point whose value is read for a request that wants something beside it; null, with the reason, where that is not there.</summary>
    private TapPoint? With(TapRequest request, TapPoint point, ref TapFault? fault)
    {
        string text = Taps.Text(name, request with { PreAct = false });
        switch (request.Extra)
        {
            case TapExtra.Norm when NormOf(point) is { } norm:
                modules[request] = norm;
                return point;
            case TapExtra.Norm:
                fault = request.PreAct
                    ? new TapFault(ProblemCode.NoPreActivation, TapPart.Stage, new(["the loss", text, "BatchNorm and an activation", LastOf(point) + " and an activation", "name another stage"]))
                    : new TapFault(ProblemCode.NoPreActivation, TapPart.PreAct, new(["the loss", text, "BatchNorm", LastOf(point), "leave PreAct out"]));
                return null;
            case TapExtra.Rest when RestOf(Normal(point)) is null:
                fault = request.PreAct ? Other(Taps.Text(name, request), "inside of the stage, and the rest of the teacher starts behind one", "leave PreAct out") with { Part = TapPart.PreAct }
                    : Normal(point) is { Path.Count: 0, Block: null } ? Other(text, "not all that the layers behind it read", "name a later stage")
                    : Other(text, "inside of another stage, and the rest of the teacher starts behind one", $"name a stage of {name} itself");
                return null;
            case TapExtra.Attention:
                List<TapPoint> found = [];
                Attentions(point, found);
                fault = found.Count == 1 ? null
                    : Other(text, found.Count == 0 ? "computed without Attention" : $"computed by {Literal.Of(found.Count)} Attention layers", found.Count == 0 ? "name a stage with one" : "name blocks with one by TeacherLayers and StudentLayers");
                if (found.Count != 1)
                {
                    return null;
                }

                return found[0] with { IsScores = true };
            default:
                return point;
        }
    }

    /// <summary>The BatchNorm whose output a value is; of a residual sum that of its own branch.</summary>
    private TapPoint? NormOf(TapPoint point) => GiverOf(point) switch
    {
        Step.Operator { Layer.Layer.Operator: "BatchNorm" } => point,
        Step.Residual residual => NormOf(new TapPoint(point.Path, residual.Inputs[0])),
        _ => Within(point) is { } inner ? NormOf(inner) : null,
    };

    /// <summary>What the model computes from a value of its own to its result; null where that reads more than the value.</summary>
    private TapReader? RestOf(TapPoint point) => point is { Path.Count: 0, Block: null } ? TapReaders.Rest(model, point.Value, ShapeAt(point)) : null;

    /// <summary>The attention layers in what computes a value, by their outputs.</summary>
    private void Attentions(TapPoint point, List<TapPoint> found)
    {
        int step = point.Value - 1;
        switch (GiverOf(point))
        {
            case Step.Operator { Layer.Layer.Operator: "Attention" }:
                found.Add(point);
                break;
            case Step.Child { IsPresent: true } child:
                Inside(child.Class, Below(point.Path, step));
                break;
            case Step.Repeat repeat:
                foreach (int block in point.Block is { } one ? [one] : Enumerable.Range(0, repeat.Blocks.Count))
                {
                    Inside(repeat.Blocks[block], Below(point.Path, step, block));
                }

                break;
        }

        void Inside(ShapedClass inner, EquatableArray<TapHop> path)
        {
            for (int value = 1; value <= inner.Steps.Count; value++)
            {
                Attentions(new TapPoint(path, value), found);
            }
        }
    }

    /// <summary>[heads, tokens, tokens] of an attention.</summary>
    private Shape? ScoresAt(TapPoint attention)
        => LayerAt(attention) is { Input: { Rank: 2 } tokens, Layer: var layer } ? new Shape(layer.Integer("heads") ?? 1, tokens.Dims[0], tokens.Dims[0]) : null;

    private ShapedLayer? LayerAt(TapPoint point) => GiverOf(point) is Step.Operator op ? op.Layer : null;

    /// <summary>The field of the operator that gives a value, behind the model's variable.</summary>
    private string? PathTo(TapPoint point)
    {
        if (LayerAt(point)?.Layer.Field is not { } field)
        {
            return null;
        }

        List<string> fields = [];
        ShapedClass place = model;
        foreach (TapHop hop in point.Path)
        {
            fields.Add(place.Steps[hop.Step] switch
            {
                Step.Child child => Identifier.Escape(child.Field) + (child.Presence is null ? "" : "!"),
                Step.Repeat repeat => $"{repeat.Field}[{Literal.Of(hop.Block ?? 0)}]",
                _ => "",
            });
            place = Into(place, hop);
        }

        return string.Join(".", fields.Append(field));
    }
}
