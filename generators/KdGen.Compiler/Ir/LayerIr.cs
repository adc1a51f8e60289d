using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>An operator in its place.</summary>
/// <param name="Node">The attribute that declares it.</param>
/// <param name="Index">Its place in the list, from 0; operators without parameters count.</param>
/// <param name="Operator">Its name in the table of operators.</param>
/// <param name="State">Whether its arguments can be used.</param>
/// <param name="Arguments">Written arguments and defaults; an argument that is inferred from the input is absent.</param>
/// <param name="Field">The field that holds its module ("conv0"); null when it has no parameters.</param>
/// <param name="Key">Its state_dict key, as torch.nn.Sequential would give it ("0"); null when it has no parameters.</param>
internal sealed record LayerIr(
    NodeId Node,
    int Index,
    string Operator,
    LayerState State,
    EquatableArray<BoundArgument> Arguments,
    string? Field,
    string? Key)
{
    /// <summary>An integer argument; null when it is not written and has no default.</summary>
    public long? Integer(string name) => (Find(name)?.Value as Constant.Integer)?.Value;

    /// <summary>A real argument with a default.</summary>
    public double Real(string name) => (Find(name)?.Value as Constant.Real)?.Value ?? 0;

    /// <summary>An argument as generated code writes it; null when it is not written and has no default.</summary>
    public string? Code(string name) => Find(name)?.Code;

    public bool Flag(string name) => (Find(name)?.Value as Constant.Bool)?.Value ?? false;

    /// <summary>The name itself when the argument is written, so that a problem can point at it; else null, which is the attribute.</summary>
    public string? Written(string name) => Find(name) is { IsWritten: true } ? name : null;

    /// <summary>A list of integers: the axes of Permute, the sizes of Reshape.</summary>
    public EquatableArray<long> Integers(string name) => Find(name)?.Value is Constant.Integers list ? list.Values : default;

    /// <summary>A name: an enum member ("Bilinear") or a method; null when it is not written and has no default.</summary>
    public string? Text(string name) => (Find(name)?.Value as Constant.Text)?.Value;

    private BoundArgument? Find(string name)
    {
        foreach (BoundArgument argument in Arguments)
        {
            if (argument.Name == name)
            {
                return argument;
            }
        }

        return null;
    }
}

/// <summary>Whether a layer's arguments can be used.</summary>
internal enum LayerState
{
    /// <summary>All arguments have their type and range.</summary>
    Bound,

    /// <summary>An argument is out of range, which is reported.</summary>
    OutOfRange,

    /// <summary>The attribute does not compile or is not in the table: C# reports it.</summary>
    Unknown,
}

/// <summary>An argument after binding.</summary>
/// <param name="Name">Its parameter.</param>
/// <param name="Value">Its value at this place: never <see cref="Constant.Arg"/> or <see cref="Constant.Compute"/>.</param>
/// <param name="IsWritten">The user wrote it; else it is the default.</param>
/// <param name="Code">How generated code writes it: the literal, or the expression of [Arg] constants that the user wrote.</param>
internal sealed record BoundArgument(string Name, Constant Value, bool IsWritten, string Code);
