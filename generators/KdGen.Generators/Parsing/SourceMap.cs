using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Parsing;

/// <summary>
/// From a node of a declaration back to the place in the source. Asked for only when there is something to report; locations lie in
/// the syntax tree, so pragmas, .editorconfig and [SuppressMessage] apply.
/// </summary>
internal static class SourceMap
{
    /// <summary>The narrowest token: the argument's value where it is written, else the attribute's name; the class's name for node 0.</summary>
    public static Location Locate(INamedTypeSymbol type, NodeId node, string? argument, CancellationToken token)
    {
        ImmutableArray<(Word Word, AttributeData Attribute)> attributes = Language.AttributesOf(type);
        if (node == NodeId.Class || node.Value > attributes.Length)
        {
            return NameOf(type, attributes, token);
        }

        AttributeData attribute = attributes[node.Value - 1].Attribute;
        if (attribute.ApplicationSyntaxReference?.GetSyntax(token) is not AttributeSyntax syntax)
        {
            return NameOf(type, attributes, token);
        }

        return argument is null ? syntax.Name.GetLocation() : ArgumentOf(attribute, syntax, argument) ?? syntax.Name.GetLocation();
    }

    private static Location? ArgumentOf(AttributeData attribute, AttributeSyntax syntax, string argument)
    {
        ImmutableArray<ExpressionSyntax> written = [.. AttributeArguments.Written(syntax, attribute.AttributeConstructor, argument)];
        if (written.Length > 0)
        {
            TextSpan span = TextSpan.FromBounds(written[0].SpanStart, written[written.Length - 1].Span.End);
            return Location.Create(syntax.SyntaxTree, span);
        }

        // [Distill<DeepNN, LightNN>]: a model is an argument by the name of its type parameter.
        int parameter = attribute.AttributeClass!.TypeParameters.Select(static parameter => parameter.Name).ToList().IndexOf(argument);
        SimpleNameSyntax? name = syntax.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax qualified => qualified.Name,
            SimpleNameSyntax simple => simple,
            _ => null,
        };
        return parameter >= 0 && name is GenericNameSyntax generic && parameter < generic.TypeArgumentList.Arguments.Count
            ? generic.TypeArgumentList.Arguments[parameter].GetLocation()
            : null;
    }

    private static Location NameOf(INamedTypeSymbol type, ImmutableArray<(Word Word, AttributeData Attribute)> attributes, CancellationToken token)
    {
        foreach ((Word Word, AttributeData Attribute) attribute in attributes)
        {
            if (attribute.Attribute.ApplicationSyntaxReference?.GetSyntax(token).Parent?.Parent is BaseTypeDeclarationSyntax declaration)
            {
                return declaration.Identifier.GetLocation();
            }
        }

        return type.Locations[0];
    }
}
