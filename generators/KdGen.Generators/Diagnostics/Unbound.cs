using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// Attributes that do not exist, a slip of the pen or half a word: C# speaks about them. A list without one of its operators has other shapes, a recipe without one of its terms
/// lacks something, so of those nothing is said until the name is right.
/// </summary>
internal static class Unbound
{
    /// <summary>Whether a class, or one in it, has such an attribute.</summary>
    public static bool IsIn(INamedTypeSymbol? type) =>
        type is not null
        && (type.GetAttributes().Any(static attribute => IsUnbound(attribute.AttributeClass)) || type.GetTypeMembers().Any(IsIn));

    /// <summary>What is wrong whatever the attribute was meant to be.</summary>
    public static IEnumerable<Problem> Regardless(IEnumerable<Problem> problems) => problems.Where(static problem => problem.Code
        is ProblemCode.OutOfRange
        or ProblemCode.BlockArguments
        or ProblemCode.NameTaken
        or ProblemCode.TemperatureNotPositive
        or ProblemCode.OptionIgnored
        or ProblemCode.NeedsTeacher
        or ProblemCode.TwoRoles
        or ProblemCode.NotPartial);

    // A Parallel without one of its branches leaves the others among the stages.
    private static bool IsUnbound(INamedTypeSymbol? attribute) =>
        attribute is null or { TypeKind: TypeKind.Error }
        || (attribute.Name == "ParallelAttribute" && attribute.TypeArguments.Any(static branch => branch.TypeKind == TypeKind.Error));
}
