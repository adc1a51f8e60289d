using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>Which written argument of an attribute belongs to which parameter or property.</summary>
internal static class AttributeArguments
{
    /// <summary>The expressions written for a constructor parameter or property; several for a params array, none when it is left out.</summary>
    public static IEnumerable<ExpressionSyntax> Written(AttributeSyntax attribute, IMethodSymbol? constructor, string name)
    {
        if (attribute.ArgumentList is null)
        {
            yield break;
        }

        int position = 0;
        foreach (AttributeArgumentSyntax argument in attribute.ArgumentList.Arguments)
        {
            string? target;
            if (argument.NameEquals is { } property)
            {
                target = property.Name.Identifier.ValueText;
            }
            else
            {
                target = argument.NameColon?.Name.Identifier.ValueText ?? ParameterAt(constructor, position)?.Name;
                position++;
            }

            if (target == name)
            {
                yield return argument.Expression;
            }
        }
    }

    /// <summary>The elements of an array that is written as one; null for any other expression, and for one with a spread.</summary>
    public static ImmutableArray<ExpressionSyntax>? ElementsOf(ExpressionSyntax expression) => expression switch
    {
        CollectionExpressionSyntax collection when collection.Elements.All(static element => element is ExpressionElementSyntax) =>
            [.. collection.Elements.Select(static element => ((ExpressionElementSyntax)element).Expression)],
        ArrayCreationExpressionSyntax { Initializer: { } items } => [.. items.Expressions],
        ImplicitArrayCreationExpressionSyntax { Initializer: var items } => [.. items.Expressions],
        _ => null,
    };

    private static IParameterSymbol? ParameterAt(IMethodSymbol? constructor, int position)
    {
        if (constructor is null || constructor.Parameters.Length == 0)
        {
            return null;
        }

        if (position < constructor.Parameters.Length)
        {
            return constructor.Parameters[position];
        }

        IParameterSymbol last = constructor.Parameters[constructor.Parameters.Length - 1];
        return last.IsParams ? last : null;
    }
}
