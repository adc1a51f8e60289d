using System;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>One argument that an attribute takes.</summary>
/// <param name="Name">The name of the constructor parameter ("outChannels") or property ("Stride").</param>
/// <param name="Type">What constants it takes; the language's integers are C# ints.</param>
/// <param name="Default">Its value when it is not written; null when it is then inferred, or when it must be written.</param>
/// <param name="IsRequired">C# demands it.</param>
/// <param name="Accepts">Whether a number is in its range.</param>
/// <param name="Range">The range in words: "channels are at least 1".</param>
internal sealed record OpParameter(string Name, ParameterType Type, Constant? Default, bool IsRequired, Func<double, bool> Accepts, string Range)
{
    /// <summary>An integer of at least <paramref name="least"/> that must be written.</summary>
    public static OpParameter Required(string name, int least, string noun)
        => new(name, ParameterType.Integer, null, true, value => value >= least, AtLeast(noun, least));

    /// <summary>An integer of at least <paramref name="least"/>; inferred when it is not written and <paramref name="default"/> is null.</summary>
    public static OpParameter Optional(string name, int least, string noun, int? @default = null)
        => new(name, ParameterType.Integer, @default is int value ? new Constant.Integer(value) : null, false, value => value >= least, AtLeast(noun, least));

    /// <summary>A number that must be written when <paramref name="default"/> is null.</summary>
    public static OpParameter Real(string name, double? @default, Func<double, bool> accepts, string range)
        => new(name, ParameterType.Real, @default is double value ? new Constant.Real(value) : null, @default is null, accepts, range);

    public static OpParameter Flag(string name, bool @default)
        => new(name, ParameterType.Bool, new Constant.Bool(@default), false, static _ => true, "");

    /// <summary>A list of integers, empty when none is written (C# lets a params array be left out); what is wrong about it, the shape rule says.</summary>
    public static OpParameter List(string name)
        => new(name, ParameterType.Integers, new Constant.Integers(default), false, static _ => true, "");

    /// <summary>A list of numbers, each in the range; empty when none is written.</summary>
    public static OpParameter Reals(string name, Func<double, bool> accepts, string range)
        => new(name, ParameterType.Reals, new Constant.Reals(default), false, accepts, range);

    /// <summary>The name of an enum member.</summary>
    public static OpParameter Choice(string name, string @default)
        => new(name, ParameterType.Text, new Constant.Text(@default), false, static _ => true, "");

    /// <summary>A string that must be written.</summary>
    public static OpParameter Text(string name)
        => new(name, ParameterType.Text, null, true, static _ => true, "");

    /// <summary>A list of strings; empty when none is written.</summary>
    public static OpParameter Texts(string name)
        => new(name, ParameterType.Texts, new Constant.Texts(default), false, static _ => true, "");

    /// <summary>Any number but infinities and not-a-number.</summary>
    public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

    private static string AtLeast(string noun, int least) => FormattableString.Invariant($"{noun} at least {least}");
}

internal enum ParameterType
{
    Integer,

    /// <summary>A floating-point number; integers are taken too.</summary>
    Real,
    Bool,
    Integers,

    /// <summary>A list of floating-point numbers.</summary>
    Reals,

    /// <summary>A string, or the name of an enum member.</summary>
    Text,

    /// <summary>A list of strings.</summary>
    Texts,
}
