using System.Linq;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Parsing;

/// <summary>Who can name a class, as C# compares it: a member may not speak of what its readers cannot see.</summary>
internal static class Access
{
    /// <summary>Whether everybody who can name <paramref name="user"/> can name <paramref name="used"/>.</summary>
    /// <param name="used">The class that is spoken of.</param>
    /// <param name="user">The class whose members speak of it.</param>
    /// <param name="inAssembly">Only readers in the assembly count.</param>
    public static bool Reaches(INamedTypeSymbol used, INamedTypeSymbol user, bool inAssembly = false)
    {
        for (INamedTypeSymbol? link = used; link is not null; link = link.ContainingType)
        {
            bool isWithin = link.DeclaredAccessibility switch
            {
                Accessibility.Internal => inAssembly || IsInternal(user),
                Accessibility.Protected => IsInside(user, link.ContainingType, Accessibility.Protected, Accessibility.ProtectedAndInternal),
                Accessibility.ProtectedAndInternal => IsInside(user, link.ContainingType, Accessibility.ProtectedAndInternal),
                Accessibility.ProtectedOrInternal => inAssembly || IsInternal(user)
                    || IsInside(user, link.ContainingType, Accessibility.Protected, Accessibility.ProtectedAndInternal, Accessibility.ProtectedOrInternal),
                Accessibility.Private => IsInside(user, link.ContainingType),
                _ => true,
            };
            if (!isWithin)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInternal(INamedTypeSymbol? user)
    {
        for (; user is not null; user = user.ContainingType)
        {
            if (user.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal or Accessibility.Private)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the class is seen by nobody outside of <paramref name="around"/>, or by such <paramref name="heirs"/> as derive from it.</summary>
    private static bool IsInside(INamedTypeSymbol user, INamedTypeSymbol? around, params Accessibility[] heirs)
    {
        for (INamedTypeSymbol? link = user; link?.ContainingType is { } outer; link = outer)
        {
            bool isHidden = link.DeclaredAccessibility == Accessibility.Private && IsIn(outer, around);
            bool isShared = heirs.Contains(link.DeclaredAccessibility) && DerivesFrom(outer, around);
            if (isHidden || isShared)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(INamedTypeSymbol? type, INamedTypeSymbol? around)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, around?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool DerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol? basis)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, basis?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
