using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>Which written argument of an attribute belongs to which parameter or property.</summary>
internal static class AttributeArguments
{
    /// <summary>The expressions that are written for an argument, or for one value of a list of them ("args[1]"): several where the values of a list are written one by one.</summary>
    public static ImmutableArray<ExpressionSyntax> Written(AttributeSyntax attribute, IMethodSymbol? constructor, string name)
    {
        int bracket = name.IndexOf('[');
        ImmutableArray<ExpressionSyntax> written = [.. Whole(attribute, constructor, bracket < 0 ? name : name.Substring(0, bracket))];
        if (bracket < 0 || written.Length == 0)
        {
            return written;
        }

        // A list may be written as one array, whose values are its elements.
        ImmutableArray<ExpressionSyntax> values = written.Length == 1 ? ElementsOf(written[0]) ?? written : written;
        int index = int.Parse(name.Substring(bracket + 1, name.Length - bracket - 2), CultureInfo.InvariantCulture);
        return index < values.Length ? [values[index]] : written;
    }

    private static IEnumerable<ExpressionSyntax> Whole(AttributeSyntax attribute, IMethodSymbol? constructor, string name)
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
