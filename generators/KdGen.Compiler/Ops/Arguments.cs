using System.Collections.Generic;
using KdGen.Compiler.Emit;

namespace KdGen.Compiler.Ops;

/// <summary>The arguments of a call: those it always has, then by name those that differ from the callee's defaults.</summary>
internal sealed class Arguments(params string[] always)
{
    private readonly List<string> arguments = [.. always];

    /// <summary>Says <paramref name="code"/> unless it is certainly <paramref name="default"/>.</summary>
    public Arguments Add(string name, string code, string @default)
    {
        if (code != @default)
        {
            arguments.Add($"{name}: {code}");
        }

        return this;
    }

    /// <summary>Says an argument of <paramref name="place"/> under the callee's name for it.</summary>
    public Arguments Add(string name, Place place, string argument, long @default) => Add(name, place.Code(argument) ?? "", Literal.Of(@default));

    /// <summary>Says an argument of <paramref name="place"/> under the callee's name for it.</summary>
    public Arguments Add(string name, Place place, string argument, double @default) => Add(name, place.Code(argument) ?? "", Literal.Of(@default));

    /// <summary>Says an argument of <paramref name="place"/> under the callee's name for it.</summary>
    public Arguments Add(string name, Place place, string argument, bool @default) => Add(name, place.Code(argument) ?? "", Literal.Of(@default));

    public override string ToString() => string.Join(", ", arguments);
}
