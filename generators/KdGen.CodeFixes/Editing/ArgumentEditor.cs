using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Problems;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>Changes the arguments of an attribute, and its type arguments by the names of their parameters.</summary>
internal static class ArgumentEditor
{
    /// <summary>The attribute's text with its arguments set and dropped.</summary>
    public static string Text(SemanticModel model, LanguageNames names, AttributeSyntax attribute, IEnumerable<PlacedEdit> edits, SourceText source, CancellationToken token)
    {
        SymbolInfo bound = model.GetSymbolInfo(attribute, token);
        if ((bound.Symbol ?? bound.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol constructor)
        {
            return attribute.ToString();
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        ListText? items = attribute.ArgumentList is { } list ? ListText.Of(arguments, source, list.OpenParenToken, list.CloseParenToken) : null;
        List<(int Index, string Text)> added = [];
        SortedSet<int> dropped = [];
        Dictionary<SyntaxNode, string> types = [];
        foreach (PlacedEdit edit in edits.Where(static edit => edit.Kind is EditKind.SetArgument or EditKind.DropArgument))
        {
            if (TypeArgument(attribute, constructor, edit.Argument) is { } type)
            {
                types[type] = names.Expression(edit.Text);
                continue;
            }

            ImmutableArray<ExpressionSyntax> values = AttributeArguments.Written(attribute, constructor, edit.Argument);
            int[] written = [.. values.Select(value => arguments.IndexOf(value.FirstAncestorOrSelf<AttributeArgumentSyntax>()!))];
            if (edit.Kind == EditKind.DropArgument)
            {
                dropped.UnionWith(written);
            }
            else if (written.Length > 0 && values[0].Parent is not AttributeArgumentSyntax)
            {
                // One value of a list that is written as an array.
                string before = source.ToString(TextSpan.FromBounds(arguments[written[0]].SpanStart, values[0].SpanStart));
                string behind = source.ToString(TextSpan.FromBounds(values[0].Span.End, arguments[written[0]].Span.End));
                items!.Replace(written[0], before + names.Expression(edit.Text) + behind);
            }
            else if (written.Length > 0)
            {
                // The numbers of a list are one argument, whether they are written one by one or as an array.
                items!.Replace(written[0], Written(arguments[written[0]], constructor, edit.Argument, names.Expression(edit.Text)));
                dropped.UnionWith(written.Skip(1));
            }
            else
            {
                added.Add(New(attribute, constructor, edit.Argument, names.Expression(edit.Text)));
            }
        }

        items ??= ListText.Empty(source, attribute.Span.End);
        foreach ((int index, string text) in added.AsEnumerable().Reverse().OrderByDescending(static item => item.Index))
        {
            items.Insert(index, text);
        }

        foreach (int index in dropped.Reverse())
        {
            items.Remove(index + added.Count(item => item.Index <= index), Trivia.CommentsInside(arguments[index]));
        }

        string inside = items.ToString();
        string name = SourceText.From(attribute.Name.ToString())
            .WithChanges(types.OrderBy(static type => type.Key.SpanStart).Select(type => new TextChange(new TextSpan(type.Key.SpanStart - attribute.Name.SpanStart, type.Key.Span.Length), type.Value))).ToString();
        return name + (inside.Length == 0 ? "" : "(" + inside + ")");
    }

    /// <summary>[DistillLoss&lt;Big.Stage, Small.Stage&gt;]: a stage is an argument by the name of its type parameter.</summary>
    private static TypeSyntax? TypeArgument(AttributeSyntax attribute, IMethodSymbol constructor, string name)
    {
        int place = constructor.ContainingType.TypeParameters.Select(static parameter => parameter.Name).ToList().IndexOf(name);
        return place < 0 ? null : attribute.Name.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault(generic => generic.Arity == constructor.ContainingType.Arity)?.TypeArgumentList.Arguments[place];
    }

    /// <summary>A written argument with another value: its name stays.</summary>
    private static string Written(AttributeArgumentSyntax argument, IMethodSymbol constructor, string name, string text)
    {
        // One by one the numbers of a params array cannot have a name.
        bool isList = argument.NameColon is not null && constructor.Parameters.Any(parameter => parameter.Name == name && parameter.IsParams);
        string front = argument.ToString().Substring(0, argument.Expression.SpanStart - argument.SpanStart);
        return front + (isList ? "[" + text + "]" : text) + Trivia.CommentsInside(argument.Expression);
    }

    /// <summary>An argument that is not written yet, and which one it becomes: a property stands last, a parameter where a constructor has it.</summary>
    private static (int Index, string Text) New(AttributeSyntax attribute, IMethodSymbol constructor, string name, string text)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        if (Overload(attribute, constructor, name) is not { } overload)
        {
            return (arguments.Count, name + " = " + text);
        }

        int properties = arguments.Count(static argument => argument.NameEquals is not null);
        int place = overload.Parameters.Single(parameter => parameter.Name == name).Ordinal;
        bool isNext = place <= arguments.Count - properties && arguments.Take(place).All(static argument => argument.NameColon is null && argument.NameEquals is null);
        return isNext ? (place, text) : (arguments.Count - properties, name + ": " + text);
    }

    /// <summary>The constructor that has the parameter beside those already written; null where it is a property.</summary>
    private static IMethodSymbol? Overload(AttributeSyntax attribute, IMethodSymbol constructor, string name)
    {
        ImmutableArray<string> needed =
        [
            name,
            .. constructor.Parameters.Select(static parameter => parameter.Name).Where(parameter => AttributeArguments.Written(attribute, constructor, parameter).Any()),
        ];
        return constructor.ContainingType.InstanceConstructors
            .Where(candidate => needed.All(parameter => candidate.Parameters.Any(has => has.Name == parameter)))
            .OrderBy(static candidate => candidate.Parameters.Length)
            .FirstOrDefault();
    }
}
