using System.Globalization;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Problems;

/// <summary>A place in a declaration.</summary>
/// <param name="Node">The attribute; 0 is its class.</param>
/// <param name="Argument">Its argument; null for the attribute as a whole. Of a class a <see cref="Member"/>; null for its name.</param>
internal sealed record Spot(NodeId Node, string? Argument = null)
{
    private const string MemberPrefix = "member:";

    /// <summary>A member of a class, in an argument's place: the name of one, the class's own for a constructor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="place">Which one of its name.</param>
    public static string Member(string name, int place = 0) => $"{MemberPrefix}{place.ToString(CultureInfo.InvariantCulture)}:{name}";

    /// <summary>What <see cref="Member"/> made; null for an argument.</summary>
    public static (string Name, int Place)? MemberIn(string? argument)
        => argument is not null && argument.StartsWith(MemberPrefix, System.StringComparison.Ordinal) && argument.Split(':') is { Length: 3 } parts
            ? (parts[2], int.Parse(parts[1], CultureInfo.InvariantCulture))
            : default((string, int)?);
}
