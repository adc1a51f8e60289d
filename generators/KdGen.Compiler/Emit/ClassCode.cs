using System;
using System.Collections.Generic;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Emit;

/// <summary>The parts of one class's code, ready to be written: the constructor is known before anybody has to call it.</summary>
/// <param name="forward">Writes the statements of forward.</param>
internal sealed class ClassCode(Func<IReadOnlyList<(string Code, string? Comment)>> forward)
{
    private readonly Lazy<IReadOnlyList<(string Code, string? Comment)>> statements = new(forward);

    /// <summary>Declarations of fields, with what stands beside them.</summary>
    public List<(string Code, string? Comment)> Fields { get; } = [];

    /// <summary>The fields' names.</summary>
    public List<string> FieldNames { get; } = [];

    /// <summary>The constructor's statements that make the layers.</summary>
    public List<string> Creations { get; } = [];

    /// <summary>The constructor's statements that give them their names.</summary>
    public List<Registration> Registrations { get; } = [];

    /// <summary>The statements of forward, written when they are asked for: whoever looks for names needs none.</summary>
    public IReadOnlyList<(string Code, string? Comment)> Forward => statements.Value;

    /// <summary>The constructor's parameters.</summary>
    public List<ClassParameter> Parameters { get; } = [];

    /// <summary>Sizes that only a class inside has, which this one is given to hand on.</summary>
    public List<NamedSize> HandedOn { get; } = [];

    /// <summary>A name that register_module cannot take is among them.</summary>
    public bool NeedsKeys { get; set; }
}

/// <summary>A layer's name in the state_dict.</summary>
/// <param name="Header">The loop or condition it stands under; null for none.</param>
/// <param name="Key">The name, as a string expression.</param>
/// <param name="Field">The layer, as an expression.</param>
internal sealed record Registration(string? Header, string Key, string Field);

/// <summary>A parameter of a class's constructor.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="Type">"long", "int", "double" or "bool".</param>
/// <param name="Default">Its default in code; null when it must be given.</param>
/// <param name="IsArg">It is an [Arg] constant rather than a size.</param>
internal sealed record ClassParameter(string Name, string Type, string? Default, bool IsArg);
