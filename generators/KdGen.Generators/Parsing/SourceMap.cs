using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
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
    /// <summary>The narrowest token: the argument's value where it is written, else the attribute's name; a member's or the class's name for node 0.</summary>
    /// <param name="type">The model or recipe that has the problem.</param>
    /// <param name="owner">The class whose attribute it is; null when it is not known.</param>
    /// <param name="node">The attribute.</param>
    /// <param name="argument">Its argument, or one value of a list ("args[1]"); null for the attribute.</param>
    /// <param name="compilation">What is compiled: a class of another compilation has no place in it, so the model's own name is underlined.</param>
    /// <param name="token">Cancels the reading of syntax.</param>
    public static Location Locate(INamedTypeSymbol type, INamedTypeSymbol? owner, NodeId node, string? argument, Compilation compilation, CancellationToken token)
    {
        Location? location = owner is null ? null : Locate(owner, node, argument, token);
        return location is { SourceTree: { } tree } && compilation.ContainsSyntaxTree(tree) ? location : NameOf(type, Language.AttributesOf(type), token);
    }

    /// <summary>As <see cref="Locate(INamedTypeSymbol, INamedTypeSymbol?, NodeId, string?, Compilation, CancellationToken)"/>, but null where the place is not in what is compiled.</summary>
    public static Location? Find(INamedTypeSymbol? owner, NodeId node, string? argument, Compilation compilation, CancellationToken token)
        => owner is not null && Locate(owner, node, argument, token) is { SourceTree: { } tree } location && compilation.ContainsSyntaxTree(tree) ? location : null;

    private static Location Locate(INamedTypeSymbol type, NodeId node, string? argument, CancellationToken token)
    {
        ImmutableArray<(Word Word, AttributeData Attribute)> attributes = Language.AttributesOf(type);
        if (node.Value < 1 || node.Value > attributes.Length)
        {
            if (Spot.MemberIn(argument) is var (name, place) && MemberReader.Find(type, name, place) is { } member)
            {
                return member;
            }

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
        ImmutableArray<ExpressionSyntax> written = AttributeArguments.Written(syntax, attribute.AttributeConstructor, argument);
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
