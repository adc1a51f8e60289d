using System;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ops;

/// <summary>One operator: a row of the table that every pass and emitter reads.</summary>
/// <param name="Name">The attribute's name without "Attribute".</param>
/// <param name="Parameters">The attribute's arguments.</param>
/// <param name="Effect">What it does to shapes, in broad terms.</param>
/// <param name="Shape">The shape rule.</param>
/// <param name="Cost">Parameters and multiply-adds of one place; the activations are its output's.</param>
/// <param name="Lowering">Its TorchSharp form.</param>
internal sealed record OpSpec(
    string Name,
    EquatableArray<OpParameter> Parameters,
    Effect Effect,
    ShapeRule Shape,
    Func<Place, Work> Cost,
    Lowering Lowering)
{
    /// <summary>
    /// The output's sizes as generated code writes them, null for a size that is neither a name nor a number there (a flattened map's features in
    /// a block). Null itself: as <see cref="Effect"/> says, which fits operators that keep or resize what they get.
    /// </summary>
    public Func<Place, Dim?[]>? Dims { get; init; }

    /// <summary>Its code is the same for any shape, so that it can stand where the shape is unknown.</summary>
    public bool IgnoresShape { get; init; }

    /// <summary>Rank and shape of any input stay, nothing is trained.</summary>
    public static OpSpec Elementwise(string name, EquatableArray<OpParameter> parameters, Lowering lowering)
        => new(name, parameters, Effect.KeepsShape, static (_, input) => input.Shape, static _ => default, lowering) { IgnoresShape = true };
}

/// <summary>The output shape of an operator, or what is wrong.</summary>
internal delegate ShapeAnswer ShapeRule(LayerIr layer, Flow input);

/// <summary>What a shape rule says.</summary>
/// <param name="Output">The output for one sample; null when nothing can be said about it. After a mismatch it is what the declaration promises.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record ShapeAnswer(Shape? Output, EquatableArray<Problem> Problems)
{
    public ShapeAnswer(Shape? output, params Problem[] problems)
        : this(output, new EquatableArray<Problem>(problems))
    {
    }

    public static implicit operator ShapeAnswer(Shape output) => new(output);
}

/// <summary>What an operator does to shapes: decides whose name messages give as the origin of a number.</summary>
internal enum Effect
{
    /// <summary>Shape in is shape out, whatever the arguments.</summary>
    KeepsShape,

    /// <summary>Height and width change, channels stay.</summary>
    ResizesMap,

    /// <summary>A map becomes a vector of the same values.</summary>
    Flattens,

    /// <summary>Every number of the output is the operator's own.</summary>
    MakesShape,
}

/// <summary>Trained numbers, and multiply-adds for one sample.</summary>
internal readonly record struct Work(long Parameters, long MultiplyAdds);

/// <summary>How an operator is written in TorchSharp.</summary>
internal abstract record Lowering
{
    /// <summary>Where the layers and functions are that TorchSharp does not have.</summary>
    public const string Ours = "KdGen::Modules";

    private Lowering()
    {
    }

    /// <summary>A module in a field.</summary>
    /// <param name="Type">The class in TorchSharp.Modules, which is also the factory's name in torch.nn; of our own, the class in KdGen.Modules.</param>
    /// <param name="Arguments">The factory's or constructor's arguments.</param>
    /// <param name="Comment">What stands beside the field: "3 -> 128, 3x3".</param>
    public sealed record Module(Func<Place, string> Type, Func<Place, string> Arguments, Func<Place, string> Comment) : Lowering
    {
        /// <summary>The class is KdGen's and made by its constructor, for what TorchSharp has no layer of.</summary>
        public bool IsOurs { get; init; }

        /// <summary>Its parameters have names that say what they are (cls_token) and stand directly under the class: its key is "" unless one is given.</summary>
        public bool StandsUnderOwnName { get; init; }

        /// <summary>The tensors that it adds to the state_dict.</summary>
        public Func<Place, StateTensor[]> State { get; init; } = static _ => [];

        /// <summary>The field's type.</summary>
        public string FieldType(Place place) => IsOurs ? $"{Ours}.{Type(place)}" : $"TorchSharp::Modules.{Type(place)}";

        /// <summary>The expression that makes the module.</summary>
        public string Creation(Place place) => IsOurs ? $"new {FieldType(place)}({Arguments(place)})" : $"{Names.Torch}.nn.{Type(place)}({Arguments(place)})";
    }

    /// <summary>A call on the value before it.</summary>
    /// <param name="Call">The expression, given the name of that value.</param>
    /// <param name="MayAlias">The result can be the input's own memory, so that returning it alone would return the caller's tensor.</param>
    /// <param name="InPlace">
    /// The call that overwrites its input, null if there is none worth it. Used right behind a module: the value is then nobody else's, and no
    /// module's backward pass reads its own output. It saves a tensor of the layer's size, written and read once more.
    /// </param>
    public sealed record Function(Func<Place, string, string> Call, bool MayAlias = false, Func<string, string>? InPlace = null) : Lowering;
}
