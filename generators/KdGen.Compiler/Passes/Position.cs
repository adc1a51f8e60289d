using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Passes;

/// <summary>An operator at one of its places in a model: from there one can go back to what stands before it, through stages and blocks.</summary>
internal sealed class Position
{
    private readonly Frame frame;
    private readonly Step.Operator step;

    private Position(Frame frame, Step.Operator step)
    {
        this.frame = frame;
        this.step = step;
    }

    /// <summary>The operator.</summary>
    public LayerIr Layer => step.Layer.Layer;

    /// <summary>The class that it stands in.</summary>
    public ShapedClass Place => frame.Place;

    /// <summary>The operators that a model's result comes straight out of: one, or one for each of its heads; those after which something else comes are left out.</summary>
    public static IEnumerable<Position> Ends(ShapedClass model)
    {
        IEnumerable<int> results = model.Heads is { } heads ? heads.Heads.Select(static head => head.Value) : [model.Result];
        return results.Select(result => At(new Frame(model, null, 0, 0), result)).OfType<Position>();
    }

    /// <summary>The operator that a value comes straight out of; null where it is something else (a sum, the model's input).</summary>
    public static Position? At(ShapedClass model, TapPoint point) => At(
        point.Path.Aggregate(new Frame(model, null, 0, 0), static (around, hop) => new Frame(around.Place.Steps[hop.Step] switch
        {
            Step.Child child => child.Class,
            Step.Repeat repeat => repeat.Blocks[hop.Block ?? 0],
            _ => around.Place,
        }, around, hop.Step, hop.Block ?? 0)),
        point.Value);

    /// <summary>The operator whose value this one takes; null when it takes something else (a sum, the model's input).</summary>
    public Position? Before() => At(frame, step.Inputs[0]);

    /// <summary>The same without layers that a result only passes through.</summary>
    public Position? Behind(IEnumerable<string> passed)
    {
        Position? position = this;
        while (position is not null && passed.Contains(position.Layer.Operator))
        {
            position = position.Before();
        }

        return position;
    }

    private static Position? At(Frame frame, int value)
    {
        if (value == 0)
        {
            // What enters a block comes from the block before it, or from before the step that runs it.
            return frame.Around is not { } around ? null
                : frame.Block > 0 ? Last(((Step.Repeat)around.Place.Steps[frame.Step]).Blocks[frame.Block - 1], around, frame.Step, frame.Block - 1)
                : At(around, around.Place.Steps[frame.Step].Inputs[0]);
        }

        return frame.Place.Steps[value - 1] switch
        {
            Step.Operator op => new Position(frame, op),
            Step.Child { IsPresent: true } child => Last(child.Class, frame, value - 1, 0),
            Step.Child => At(frame, 0),
            Step.Repeat repeat => Last(repeat.Blocks[repeat.Blocks.Count - 1], frame, value - 1, repeat.Blocks.Count - 1),
            _ => null,
        };
    }

    private static Position? Last(ShapedClass place, Frame around, int step, int block) => At(new Frame(place, around, step, block), place.Result);

    /// <summary>A class, the step of the class around it that runs it, and which block it is where that is a Repeat.</summary>
    private sealed record Frame(ShapedClass Place, Frame? Around, int Step, int Block);
}
