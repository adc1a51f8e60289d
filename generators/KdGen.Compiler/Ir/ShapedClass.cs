using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Ir;

/// <summary>
/// An annotated class at one of its places: a model, a stage in it, or one of the copies of a block. Code is written once for a class, from any of its places: what differs
/// between them is a parameter of its constructor.
/// </summary>
/// <param name="Declaration">The class as it is written.</param>
/// <param name="IsClosed">It has no other place and no [Arg] constants in scope: its code is written in numbers.</param>
/// <param name="Args">The [Arg] constants in scope. <see cref="BoundArgument.Code"/> is their value as the class around writes it.</param>
/// <param name="Input">The shape that it receives; null when it is unknown.</param>
/// <param name="InputDims">The received sizes as the class itself writes them ("inChannels").</param>
/// <param name="GivenDims">The same sizes as the class around writes them.</param>
/// <param name="Sizes">Sizes that the class needs names for, with their values at this place: parameters of its constructor where its code uses them.</param>
/// <param name="Steps">What it does, in order. Values are numbered: 0 is the input, a step's value is its place in this list plus 1.</param>
/// <param name="Result">The value that it gives.</param>
/// <param name="End">The result's shape, in the class's own words, and whose doing its numbers are; null when it is unknown.</param>
/// <param name="Heads">Of a model with several heads: their values and how they become one result.</param>
/// <param name="Cost">The sum over its steps.</param>
/// <param name="Operators">How many operators it runs, those of the classes inside counted at each of their places.</param>
/// <param name="IsComplete">Code can be written for it.</param>
internal sealed record ShapedClass(
    ModuleDecl Declaration,
    bool IsClosed,
    EquatableArray<BoundArgument> Args,
    Shape? Input,
    EquatableArray<Dim> InputDims,
    EquatableArray<Dim> GivenDims,
    EquatableArray<NamedSize> Sizes,
    EquatableArray<Step> Steps,
    int Result,
    Flow? End,
    HeadsIr? Heads,
    Cost Cost,
    long Operators,
    bool IsComplete)
{
    /// <summary>The result's shape is unknown because code of the user's hides it, not because of a mistake.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The shape of the result; null when it is unknown.</summary>
    public Shape? Output => End?.Shape;

    /// <summary>Its sizes as the class itself writes them.</summary>
    public EquatableArray<Dim> OutputDims => End?.Dims ?? default;

    /// <summary>Code can be written for it and for all classes in it.</summary>
    public bool IsWhole => IsComplete && Steps.All(static step => step switch
    {
        Step.Child child => child.Class.IsWhole,
        Step.Repeat repeat => repeat.Blocks.All(static block => block.IsWhole),
        _ => true,
    });
}

/// <summary>A size by the name that the class's code gives it; a decision (whether there is a shortcut) is 0 or 1 and <paramref name="IsFlag"/>.</summary>
internal sealed record NamedSize(string Name, long Value, bool IsFlag = false);

/// <summary>The heads of a model: the steps that make them, by the stages' names, and how <c>forward</c> joins them.</summary>
internal sealed record HeadsIr(EquatableArray<NamedValue> Heads, JoinKind Join);

/// <summary>A value by the name of its stage.</summary>
internal sealed record NamedValue(string Name, int Value, Shape? Shape);

/// <summary>How values become one, named as KdGen.Join.</summary>
internal enum JoinKind
{
    Add,
    Cat,
    Mean,
    First,
}

/// <summary>One thing that a class does on the way from its input to its result.</summary>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Output">The shape of its value; null when it is unknown.</param>
/// <param name="OutputDims">Its sizes as the class's code writes them.</param>
internal abstract record Step(EquatableArray<int> Inputs, Shape? Output, EquatableArray<Dim> OutputDims)
{
    /// <summary>An operator of the table.</summary>
    /// <param name="Layer">The operator with its shapes.</param>
    /// <param name="Key">The state_dict name of its weights in the class, as an expression when it depends on [Arg] constants; null when it has none.</param>
    public sealed record Operator(EquatableArray<int> Inputs, ShapedLayer Layer, KeyCode? Key) : Step(Inputs, Layer.Output, Layer.OutputDims);

    /// <summary>A nested class: a stage, or a branch of Parallel.</summary>
    /// <param name="Class">The class at this place.</param>
    /// <param name="Field">The field that holds it.</param>
    /// <param name="Key">Its state_dict name.</param>
    /// <param name="Presence">When it exists, as a condition in code; null when always. An absent one gives the class's own input.</param>
    /// <param name="IsPresent">It exists at this place.</param>
    public sealed record Child(EquatableArray<int> Inputs, ShapedClass Class, string Field, string Key, string? Presence, bool IsPresent, Shape? Output, EquatableArray<Dim> OutputDims)
        : Step(Inputs, Output, OutputDims);

    /// <summary>Blocks one behind the other.</summary>
    /// <param name="Blocks">The block at each of its places.</param>
    /// <param name="Count">How many, as an expression.</param>
    /// <param name="Field">The field that holds them.</param>
    /// <param name="Key">The state_dict name of the first; the others count on.</param>
    /// <param name="Prefix">What stands before that number: "" or "blocks.".</param>
    public sealed record Repeat(EquatableArray<int> Inputs, EquatableArray<ShapedClass> Blocks, string Count, string Field, KeyCode Key, string Prefix, Shape? Output, EquatableArray<Dim> OutputDims)
        : Step(Inputs, Output, OutputDims)
    {
        /// <summary>The block as it stands behind the first, where there is only one here but another number in other members of the family; null otherwise.</summary>
        public ShapedClass? Second { get; init; }

        /// <summary>The block as it stands behind the first.</summary>
        public ShapedClass Rest => Second ?? Blocks[Blocks.Count - 1];
    }

    /// <summary>Adds the class's input to a value: <see cref="Inputs"/> are the value and the input.</summary>
    /// <param name="Projection">What the input goes through where shapes differ; null without one.</param>
    /// <param name="Condition">When shapes differ, in code ("inChannels != C || S != 1"); null when they never do.</param>
    /// <param name="Differs">Whether they differ at this place.</param>
    public sealed record Residual(EquatableArray<int> Inputs, NodeId Node, ProjectionIr? Projection, string? Condition, bool Differs, Shape? Output, EquatableArray<Dim> OutputDims, Cost Cost)
        : Step(Inputs, Output, OutputDims);

    /// <summary>Several values as one.</summary>
    /// <param name="Kind">How.</param>
    /// <param name="Axis">Of Cat: the axis with the batch counted, -1 for the last.</param>
    public sealed record Joined(EquatableArray<int> Inputs, JoinKind Kind, int Axis, Shape? Output, EquatableArray<Dim> OutputDims) : Step(Inputs, Output, OutputDims);

    /// <summary>An equal share of a value's channels.</summary>
    /// <param name="Share">Which one, from 0.</param>
    /// <param name="Of">Of how many.</param>
    /// <param name="Axis">The axis with the batch counted, -1 for the last.</param>
    public sealed record Share(EquatableArray<int> Inputs, int Index, int Of, int Axis, Shape? Output, EquatableArray<Dim> OutputDims) : Step(Inputs, Output, OutputDims);

    /// <summary>A method of the user's.</summary>
    public sealed record Call(EquatableArray<int> Inputs, string Method) : Step(Inputs, null, default);

    /// <summary>The user's own Forward, which reads the stages as it likes.</summary>
    public sealed record HandWritten(Shape? Output, EquatableArray<Dim> OutputDims) : Step(new([0]), Output, OutputDims);
}

/// <summary>The module that brings a class's input to the shape of its output: a strided 1x1 convolution with BatchNorm for maps and signals, a Linear otherwise.</summary>
/// <param name="Field">The field that holds it.</param>
/// <param name="Key">Its state_dict name.</param>
/// <param name="Axes">Axes that the convolution slides over: 2 of a map, 1 of a signal; 0 for a Linear.</param>
/// <param name="In">Channels or features before, in code.</param>
/// <param name="Out">Channels or features behind, in code.</param>
/// <param name="Stride">Of the convolution, in code.</param>
internal sealed record ProjectionIr(string Field, KeyCode Key, int Axes, string In, string Out, string Stride)
{
    public bool IsConvolution => Axes > 0;
}

/// <summary>A state_dict name: a fixed text, or a number that depends on [Arg] constants.</summary>
/// <param name="Text">The name at this place.</param>
/// <param name="Number">The integer expression that gives it; null when it is the same at every place.</param>
internal sealed record KeyCode(string Text, string? Number)
{
    public static KeyCode Fixed(string text) => new(text, null);
}
