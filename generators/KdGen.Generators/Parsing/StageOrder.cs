using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>
/// The order of a class's stages: that of the declarations with their attributes. A stage may have other parts (code of the user's, or what the generator wrote),
/// and the first of these may stand anywhere.
/// </summary>
internal static class StageOrder
{
    /// <param name="type">The class around.</param>
    /// <param name="stages">Its stages.</param>
    /// <param name="token">Cancels the reading of syntax.</param>
    /// <returns>The stages in order, each with the number of the part of the class that it stands in.</returns>
    public static IEnumerable<(INamedTypeSymbol Stage, int Part)> Of(INamedTypeSymbol type, ImmutableArray<INamedTypeSymbol> stages, CancellationToken token)
    {
        if (type.DeclaringSyntaxReferences.Length < 2 && stages.All(static stage => stage.DeclaringSyntaxReferences.Length < 2))
        {
            return stages.Select(static stage => (stage, 0));
        }

        List<SyntaxNode?> parts = [];
        List<(INamedTypeSymbol Stage, int Part, int Start)> found = [];
        foreach (INamedTypeSymbol stage in stages)
        {
            TypeDeclarationSyntax? declaration = DeclarationOf(stage, token);
            if (!parts.Contains(declaration?.Parent))
            {
                parts.Add(declaration?.Parent);
            }

            found.Add((stage, parts.IndexOf(declaration?.Parent), declaration?.SpanStart ?? 0));
        }

        return found.OrderBy(static stage => stage.Part).ThenBy(static stage => stage.Start).Select(static stage => (stage.Stage, stage.Part));
    }

    /// <summary>The part of a stage that has its attributes, or the stages in it; null where it is another assembly's.</summary>
    private static TypeDeclarationSyntax? DeclarationOf(INamedTypeSymbol stage, CancellationToken token)
    {
        foreach ((_, AttributeData attribute) in Language.AttributesOf(stage))
        {
            return attribute.ApplicationSyntaxReference?.GetSyntax(token).FirstAncestorOrSelf<TypeDeclarationSyntax>();
        }

        return stage.GetTypeMembers().Where(ModuleReader.IsStage).Select(inside => DeclarationOf(inside, token)?.Parent as TypeDeclarationSyntax).FirstOrDefault(static part => part is not null);
    }
}
