using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Finds where a model computes what a recipe asks for.</summary>
/// <param name="model">The model's class with everything in it.</param>
/// <param name="name">The model's name.</param>
/// <param name="role">"teacher" or "student", for messages.</param>
internal sealed partial class TapFinder(ShapedClass model, string name, string role)
{
    /// <summary>The activations, by their names in the table of operators.</summary>
    public static readonly EquatableArray<string> Activations = new(["ReLU", "ReLU6", "LeakyReLU", "GELU", "SiLU", "HardSwish", "Sigmoid", "Tanh"]);

    /// <summary>Why a stage has no layers.</summary>
    public const string NoRepeat = "only a stage that is a Repeat has layers to count";

    private static readonly EquatableArray<string> Norms = new(["BatchNorm", "LayerNorm", "GroupNorm", "RMSNorm"]);

    /// <summary>The place of a request's value; null when there is none, with the reason.</summary>
    public TapPoint? Find(TapRequest request, out TapFault? fault)
    {
        TapPoint[] stages = [.. PlacesOf(request).Select(static place => place.Point)];
        string text = Taps.Text(name, request with { PreAct = false, Layer = null });
        if (stages.Length != 1)
        {
            fault = stages.Length == 0
                ? Other(request.Stage.Length == 0 ? "\"\"" : Taps.PathOf(request.Stage), $"no stage of {role} {name}", "it " + Stages)
                : Other(text, "computed more than once", request.IsNamed ? "name a stage that is there once" : "tap the stage around it, a block of it with TeacherLayers and StudentLayers");
            return null;
        }

        fault = null;
        TapPoint? point = request.Layer is { } layer ? Layer(stages[0], layer, text, ref fault) : stages[0];
        if (point is not null && request.PreAct)
        {
            TapPoint whole = point;
            point = BeforeActivation(whole) ?? BehindNextNorm(whole);
            fault = point is not null ? null : new TapFault(
                ProblemCode.NoPreActivation, TapPart.PreAct,
                new(["PreAct", Taps.Text(name, request with { PreAct = false }), "an activation or to have a norm right behind it", LastOf(whole), "leave PreAct out"]));
        }

        if (point is not null && request.Extra != TapExtra.None)
        {
            point = With(request, point, ref fault);
        }

        point = point is null ? null : Normal(point);
        if (point is not null && Unreachable(point) is var (what, instead))
        {
            fault = Other(text, what, instead);
            return null;
        }

        return point;
    }

    /// <summary>Whether the model has the stage that a request names.</summary>
    public bool Has(TapRequest request) => PlacesOf(request).Any();

    /// <summary>The class of the stage that a request names, as a global:: name; null where the model has none.</summary>
    public string? ClassOf(TapRequest request) => PlacesOf(request).Select(static place => place.Stage).FirstOrDefault();

    /// <summary>The shape of a value for one sample; null when it is unknown.</summary>
    public Shape? ShapeAt(TapPoint point)
    {
        ShapedClass place = At(point.Path);
        return point.IsScores ? ScoresAt(point)
            : point.Value == 0 ? place.Input
            : point.Block is { } block && place.Steps[point.Value - 1] is Step.Repeat repeat ? repeat.Blocks[block].Output
            : place.Steps[point.Value - 1].Output;
    }

    /// <summary>How many blocks a stage has; null when it is no Repeat, or not computed exactly once.</summary>
    public long? Blocks(TapRequest stage)
    {
        (string Stage, TapPoint Point)[] stages = [.. PlacesOf(stage)];
        return stages.Length == 1 && RepeatsOf(stages[0].Point) is { } repeats ? repeats.Sum(static repeat => (long)repeat.Blocks.Count) : null;
    }

    /// <summary>The trained numbers of what runs after a value is there.</summary>
    public long ParametersBehind(TapPoint point)
    {
        long parameters = 0;
        ShapedClass place = model;
        for (int i = 0; i <= point.Path.Count; i++)
        {
            TapHop hop = i < point.Path.Count ? point.Path[i] : new TapHop(point.Value - 1, point.Block);
            parameters += place.Steps.Skip(hop.Step + 1).Sum(ParametersOf);
            if (hop.Step >= 0 && hop.Block is { } block && place.Steps[hop.Step] is Step.Repeat repeat)
            {
                parameters += repeat.Blocks.Skip(block + 1).Sum(static later => later.Cost.Parameters);
            }

            place = i < point.Path.Count ? Into(place, hop) : place;
        }

        return parameters;
    }

    private static long ParametersOf(Step step) => step switch
    {
        Step.Operator op => op.Layer.Cost.Parameters,
        Step.Child { IsPresent: true } child => child.Class.Cost.Parameters,
        Step.Repeat repeat => repeat.Blocks.Sum(static block => block.Cost.Parameters),
        Step.Residual residual => residual.Cost.Parameters,
        _ => 0,
    };

    private static TapFault Other(string subject, string what, string instead) => new(ProblemCode.TapOfOtherModel, TapPart.Stage, new([subject, what, instead]));

    /// <summary>The places of the stage that a request names. Where there is no more than a name: the model's own stages come before those inside of them.</summary>
    private IEnumerable<(string Stage, TapPoint Point)> PlacesOf(TapRequest request)
    {
        List<(string Stage, TapPoint Point)> stages = [];
        if (!request.IsNamed)
        {
            Search(model, default, stage => stage == request.Stage, stages);
            return stages;
        }

        stages.AddRange(StageValues(model).Where(value => IsNamed(value.Name)).Select(static value => (value.Name, new TapPoint(default, value.Value))));
        if (stages.Count == 0)
        {
            Search(model, default, IsNamed, stages);
        }

        return stages;

        bool IsNamed(string stage) => Taps.NameOf(stage) == request.Stage;
    }

    /// <summary>All places of a stage.</summary>
    private static void Search(ShapedClass place, EquatableArray<TapHop> path, System.Func<string, bool> isStage, List<(string Stage, TapPoint Point)> found)
    {
        found.AddRange(StageValues(place).Where(value => isStage(value.Name)).Select(value => (value.Name, new TapPoint(path, value.Value))));
        for (int i = 0; i < place.Steps.Count && found.Count < 2; i++)
        {
            switch (place.Steps[i])
            {
                case Step.Child { IsPresent: true } child:
                    Search(child.Class, Below(path, i), isStage, found);
                    break;
                case Step.Repeat repeat:
                    for (int block = 0; block < repeat.Blocks.Count && found.Count < 2; block++)
                    {
                        Search(repeat.Blocks[block], Below(path, i, block), isStage, found);
                    }

                    break;
            }
        }
    }

    /// <summary>The values of a class's stages by their global names. A stage that only wires others (Add, Cat, From) runs no class: its value is told by its place among the stages.</summary>
    private static IEnumerable<(string Name, int Value)> StageValues(ShapedClass place)
    {
        Dictionary<string, int> values = new() { [place.Declaration.Type.GlobalName] = 0 };
        List<(string, int)> found = [];
        for (int i = 0; i < place.Steps.Count; i++)
        {
            if (place.Steps[i] is Step.Child { Class.Declaration.Type.GlobalName: var child })
            {
                values[child] = i + 1;
                found.Add((child, i + 1));
            }
        }

        int last = 0;
        int behind = 0;
        foreach (ModuleDecl stage in place.Declaration.Stages)
        {
            string name = stage.Type.GlobalName;
            AttributeDecl? head = stage.Operators.FirstOrDefault() is { Name: "From" or "Add" or "Cat" } first ? first : null;
            bool isWiring = stage.Stages.Count == 0 && !stage.HasForward && stage.Operators.Count == (head is null ? 0 : 1);
            if (!isWiring)
            {
                // A stage that is a branch of its sibling's Parallel has no value here.
                last = values.TryGetValue(name, out int own) ? own : last;
                behind = last > behind ? last : behind;
                continue;
            }

            if (head is { Name: "Add" or "Cat" } && behind < place.Steps.Count && place.Steps[behind] is Step.Joined)
            {
                last = ++behind;
            }
            else if (head is { Name: "From", Types.Count: 1 })
            {
                last = values.TryGetValue(head.Types[0], out int source) ? source : last;
            }

            values[name] = last;
            found.Add((name, last));
        }

        return found;
    }

    private TapPoint? Layer(TapPoint stage, long layer, string text, ref TapFault? fault)
    {
        if (RepeatsOf(stage) is { } repeats)
        {
            // Counted through, as state_dict names do, where a stage has several Repeats.
            long first = 0;
            for (int i = 0; i < repeats.Length; i++)
            {
                int count = repeats[i].Blocks.Count;
                if (layer >= first && layer < first + count)
                {
                    return new TapPoint(Below(stage.Path, stage.Value - 1), i + 1, (int)(layer - first));
                }

                first += count;
            }

            string has = first == 1 ? "which has layer 0 alone" : $"which has layers 0 to {Literal.Of(first - 1)}";
            fault = new TapFault(ProblemCode.LayerMap, TapPart.Layer, new(["the loss", $"layer {Literal.Of(layer)} of {text}, {has}", "layers count from 0"]));
            return null;
        }

        fault = new TapFault(ProblemCode.LayerMap, TapPart.Layer, new(["the loss", $"layer {Literal.Of(layer)} of {text}", NoRepeat]));
        return null;
    }

    /// <summary>The Repeats that a stage is made of; null when it is more than that.</summary>
    private Step.Repeat[]? RepeatsOf(TapPoint stage)
        => stage.Value > 0 && At(stage.Path).Steps[stage.Value - 1] is Step.Child { IsPresent: true, Class: var place } && place.Steps.Count > 0 && place.Steps.All(static step => step is Step.Repeat)
            ? [.. place.Steps.Cast<Step.Repeat>()] : null;

    /// <summary>What enters the activation that a value ends with; null when it ends with none.</summary>
    private TapPoint? BeforeActivation(TapPoint point) => GiverOf(point) switch
    {
        Step.Operator op => Activations.Contains(op.Layer.Layer.Operator) ? new TapPoint(point.Path, op.Inputs[0]) : null,
        _ => Within(point) is { } inner ? BeforeActivation(inner) : null,
    };

    /// <summary>The output of the norm that takes a value first, as pre-activation networks (BatchNorm, ReLU, Conv) have it; null when something else takes it.</summary>
    private TapPoint? BehindNextNorm(TapPoint point)
    {
        ShapedClass place = At(point.Path);
        if (point.Value > 0 && place.Steps[point.Value - 1] is Step.Repeat repeat && point.Block is { } block && block + 1 < repeat.Blocks.Count)
        {
            return FirstReader(Below(point.Path, point.Value - 1, block + 1), 0);
        }

        if (place.Steps.Any(step => step.Inputs.Contains(point.Value)))
        {
            return FirstReader(point.Path, point.Value);
        }

        if (point.Value != place.Result || point.Path.Count == 0)
        {
            return null;
        }

        TapHop hop = point.Path[point.Path.Count - 1];
        return BehindNextNorm(new TapPoint(Above(point.Path), hop.Step + 1, hop.Block));
    }

    private TapPoint? FirstReader(EquatableArray<TapHop> path, int value)
    {
        ShapedClass place = At(path);
        for (int i = 0; i < place.Steps.Count; i++)
        {
            if (place.Steps[i].Inputs.Contains(value))
            {
                return place.Steps[i] switch
                {
                    Step.Operator op when Norms.Contains(op.Layer.Layer.Operator) => new TapPoint(path, i + 1),
                    Step.Child { IsPresent: true } => FirstReader(Below(path, i), 0),
                    Step.Repeat => FirstReader(Below(path, i, 0), 0),
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>What a value ends with, for the message.</summary>
    private string LastOf(TapPoint point) => Within(point) is { } inner ? LastOf(inner) : GiverOf(point) switch
    {
        Step.Operator op => op.Layer.Layer.Operator,
        Step.Residual => "Residual",
        Step.Joined joined => joined.Kind.ToString(),
        Step.Call call => call.Method,
        Step.HandWritten => "Forward",
        _ => "its input",
    };

    /// <summary>The same value in the outermost class that has it, so that two ways to one value are one, and no class is entered for its input or its result.</summary>
    private TapPoint Normal(TapPoint point)
    {
        ShapedClass place = At(point.Path);
        if (point is { Block: { } block, Value: > 0 } && place.Steps[point.Value - 1] is Step.Repeat repeat && block == repeat.Blocks.Count - 1)
        {
            return Normal(point with { Block = null });
        }

        if (point.Path.Count == 0 || point.Block is not null || point.IsScores || (point.Value != 0 && point.Value != place.Result))
        {
            return point;
        }

        EquatableArray<TapHop> above = Above(point.Path);
        TapHop hop = point.Path[point.Path.Count - 1];
        return Normal(
            point.Value != 0 ? new TapPoint(above, hop.Step + 1, hop.Block)
            : hop.Block is > 0 and var own ? new TapPoint(above, hop.Step + 1, own - 1)
            : new TapPoint(above, At(above).Steps[hop.Step].Inputs[0]));
    }

    /// <summary>Why a recipe's code cannot compute a value though the model does, and what to do; null when it can. On the way it runs what each class on the path runs.</summary>
    private (string What, string Instead)? Unreachable(TapPoint point)
    {
        ShapedClass place = model;
        bool isForeign = place.Declaration.IsForeign;
        for (int i = 0; ; i++)
        {
            foreach (Step step in place.Steps)
            {
                string? method = step switch
                {
                    Step.HandWritten => $"{place.Declaration.Type.Name}.Forward",
                    Step.Call call => call.Method,
                    _ => null,
                };
                if (method is not null)
                {
                    return (
                        $"computed by {method}, which the build does not look into",
                        point.IsScores ? "give the attention a stage of its own" : i > 0 ? "tap the stage around it" : "compare logits with Kind.KL");
                }

                if (isForeign && Run(step) is { Visibility: Visibility.Internal } hidden)
                {
                    return ($"computed on the way through {hidden.Type.Name}, which is internal to another assembly", $"make {hidden.Type.Name} public there");
                }
            }

            if (i == point.Path.Count)
            {
                return null;
            }

            place = Into(place, point.Path[i]);
            isForeign |= place.Declaration.IsForeign;
            if (place.Declaration.Visibility == Visibility.Private)
            {
                return ($"computed inside {place.Declaration.Type.Name}, which is private", $"make {place.Declaration.Type.Name} public");
            }
        }
    }

    private static ModuleDecl? Run(Step step) => step switch
    {
        Step.Child { IsPresent: true } child => child.Class.Declaration,
        Step.Repeat repeat => repeat.Blocks[0].Declaration,
        _ => null,
    };

    /// <summary>The step that gives a value; null for the input of a class.</summary>
    private Step? GiverOf(TapPoint point) => point.Value == 0 ? null : At(point.Path).Steps[point.Value - 1];

    /// <summary>The same value inside the class that gives it; null where no class does.</summary>
    private TapPoint? Within(TapPoint point) => GiverOf(point) switch
    {
        Step.Child { IsPresent: true } child => new TapPoint(Below(point.Path, point.Value - 1), child.Class.Result),
        Step.Repeat repeat when (point.Block ?? repeat.Blocks.Count - 1) is var block => new TapPoint(Below(point.Path, point.Value - 1, block), repeat.Blocks[block].Result),
        _ => null,
    };

    private ShapedClass At(EquatableArray<TapHop> path) => path.Aggregate(model, Into);

    private static ShapedClass Into(ShapedClass place, TapHop hop) => place.Steps[hop.Step] switch
    {
        Step.Child child => child.Class,
        Step.Repeat repeat => repeat.Blocks[hop.Block ?? 0],
        _ => place,
    };

    private static EquatableArray<TapHop> Below(EquatableArray<TapHop> path, int step, int? block = null) => path.Append(new TapHop(step, block)).ToEquatableArray();

    private static EquatableArray<TapHop> Above(EquatableArray<TapHop> path) => path.Take(path.Count - 1).ToEquatableArray();
}
