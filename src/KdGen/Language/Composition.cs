namespace KdGen;

/// <summary>How several values become one.</summary>
public enum Join
{
    /// <summary>Their sum; equal shapes.</summary>
    Add,

    /// <summary>One behind the other along the channels of maps, the features of vectors and sequences.</summary>
    Cat,

    /// <summary>Their mean; equal shapes.</summary>
    Mean,

    /// <summary>The first one alone.</summary>
    First,
}

/// <summary>What a residual adds where shapes differ.</summary>
public enum Shortcut
{
    /// <summary>Shapes do not differ: anything else is an error (KDG1011).</summary>
    Identity,

    /// <summary>Where channels or size differ the input goes through a strided 1x1 convolution without bias and BatchNorm (a Linear for vectors and sequences), as in He et al. 2016; elsewhere it is added as it is.</summary>
    Project,

    /// <summary>The input is added where shapes are equal and left out elsewhere, as in MobileNetV2.</summary>
    IfSame,
}

/// <summary>Adds the input of the class to the value at this point.</summary>
/// <param name="shortcut">What happens where shapes differ.</param>
public sealed class ResidualAttribute(Shortcut shortcut = Shortcut.Identity) : LayerAttribute
{
    /// <summary>What happens where shapes differ.</summary>
    public Shortcut Shortcut { get; } = shortcut;
}

/// <summary><paramref name="count"/> blocks one behind the other, each with weights of its own; in the list they count as so many operators.</summary>
/// <typeparam name="TBlock">A class with operators or stages.</typeparam>
/// <param name="count">Blocks.</param>
/// <param name="args">Values for the block's [Arg] constants, in their order; those left out keep their defaults.</param>
public sealed class RepeatAttribute<TBlock>(int count, params object[] args) : LayerAttribute
    where TBlock : class
{
    /// <summary>Blocks.</summary>
    public int Count { get; } = count;

    /// <summary>Values for the block's [Arg] constants.</summary>
    public IReadOnlyList<object> Args { get; } = args;

    /// <summary>Given to the first block's [Arg] constant called <c>S</c> or <c>Stride</c>; the other blocks get 1. Not to be given in the arguments too.</summary>
    public int Stride { get; set; } = 1;
}

/// <summary>Both branches work on the same value, or with <see cref="Split"/> on halves of its channels; their results are joined.</summary>
/// <typeparam name="TFirst">A nested class or a block.</typeparam>
/// <typeparam name="TSecond">A nested class or a block.</typeparam>
/// <param name="join">How the results become one.</param>
public sealed class ParallelAttribute<TFirst, TSecond>(Join join) : LayerAttribute
    where TFirst : class
    where TSecond : class
{
    /// <summary>How the results become one.</summary>
    public Join Join { get; } = join;

    /// <summary>Each branch gets an equal share of the channels, in order.</summary>
    public bool Split { get; set; }
}

/// <summary>Three branches on the same value or on shares of its channels.</summary>
/// <typeparam name="TFirst">A nested class or a block.</typeparam>
/// <typeparam name="TSecond">A nested class or a block.</typeparam>
/// <typeparam name="TThird">A nested class or a block.</typeparam>
/// <param name="join">How the results become one.</param>
public sealed class ParallelAttribute<TFirst, TSecond, TThird>(Join join) : LayerAttribute
    where TFirst : class
    where TSecond : class
    where TThird : class
{
    /// <summary>How the results become one.</summary>
    public Join Join { get; } = join;

    /// <summary>Each branch gets an equal share of the channels, in order.</summary>
    public bool Split { get; set; }
}

/// <summary>Four branches on the same value or on shares of its channels.</summary>
/// <typeparam name="TFirst">A nested class or a block.</typeparam>
/// <typeparam name="TSecond">A nested class or a block.</typeparam>
/// <typeparam name="TThird">A nested class or a block.</typeparam>
/// <typeparam name="TFourth">A nested class or a block.</typeparam>
/// <param name="join">How the results become one.</param>
public sealed class ParallelAttribute<TFirst, TSecond, TThird, TFourth>(Join join) : LayerAttribute
    where TFirst : class
    where TSecond : class
    where TThird : class
    where TFourth : class
{
    /// <summary>How the results become one.</summary>
    public Join Join { get; } = join;

    /// <summary>Each branch gets an equal share of the channels, in order.</summary>
    public bool Split { get; set; }
}

/// <summary>First in a stage's list: its input is the output of <typeparamref name="TStage"/>, an earlier stage of the same class, or the class's own input when it names the class.</summary>
/// <typeparam name="TStage">A stage declared before, or the class around.</typeparam>
public sealed class FromAttribute<TStage> : LayerAttribute
    where TStage : class;

/// <summary>First in a stage's list: its input is the sum of two earlier stages; equal shapes.</summary>
/// <typeparam name="TFirst">A stage declared before, or the class around for its input.</typeparam>
/// <typeparam name="TSecond">A stage declared before, or the class around for its input.</typeparam>
public sealed class AddAttribute<TFirst, TSecond> : LayerAttribute
    where TFirst : class
    where TSecond : class;

/// <summary>First in a stage's list: its input is two earlier stages one behind the other along the channels (of vectors and sequences: the features).</summary>
/// <typeparam name="TFirst">A stage declared before, or the class around for its input.</typeparam>
/// <typeparam name="TSecond">A stage declared before, or the class around for its input.</typeparam>
public sealed class CatAttribute<TFirst, TSecond> : LayerAttribute
    where TFirst : class
    where TSecond : class;

/// <summary>
/// Makes a stage that exists only where it changes the shape. Where it would not, the value of the stage is the input of the class around; in a
/// hand-written Forward its field is null.
/// </summary>
public sealed class OnlyIfShapeChangesAttribute : LayerAttribute;

/// <summary>Calls a method of the class: <c>static Tensor Method(Tensor x)</c>. The shape behind it is unknown unless [Shape] states the class's output.</summary>
/// <param name="method">Its name, by nameof.</param>
public sealed class CallAttribute(string method) : LayerAttribute
{
    /// <summary>The method's name.</summary>
    public string Method { get; } = method;
}

/// <summary>The heads of a model with several: stages whose outputs are results. <c>forward</c> gives them joined, <c>Heads</c> gives both.</summary>
/// <typeparam name="TFirst">A stage of the model.</typeparam>
/// <typeparam name="TSecond">A stage of the model.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OutputAttribute<TFirst, TSecond> : Attribute
    where TFirst : class
    where TSecond : class
{
    /// <summary>How the heads become the one result of <c>forward</c>, which evaluation uses; their mean unless set.</summary>
    public Join Eval { get; set; } = Join.Mean;
}

/// <summary>A constant of a block that is a parameter of its constructor; its value in the source is the default.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ArgAttribute : Attribute;

/// <summary>A member of a family: a class that derives from a model with [Arg] constants and gives them values, <c>[Args(9)] partial class ResNet56 : CifarResNet;</c>.</summary>
/// <param name="values">In the order of the constants; those left out keep their defaults.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ArgsAttribute(params object[] values) : Attribute
{
    /// <summary>The constants' values.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}

/// <summary>The state_dict name of a stage's weights: <c>[Key("layer1")]</c>. It may hold dots; "" puts them directly under the class around. Unless set it is the class's name with a small first letter.</summary>
/// <param name="name">The name.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KeyAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>States the shape that a class gives for one sample, where a hand-written Forward or a Call hides it; where it is known, it is checked (KDG1017).</summary>
/// <param name="shape">Channels, height and width of a map, tokens and features of a sequence, or the features of a vector.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ShapeAttribute(params int[] shape) : Attribute
{
    /// <summary>The shape of one sample.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;
}

/// <summary>States that a class with a hand-written Forward gives the shape of one of its stages.</summary>
/// <typeparam name="TStage">A stage of the class.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ShapeAttribute<TStage> : Attribute
    where TStage : class;
