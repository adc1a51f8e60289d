using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Passes.Lints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// Whether anything in a compilation reads a stage that its model does not: a term of a recipe that names it, code of the user's that calls its field. Read from the
/// syntax, by name, and only when there is such a stage; where a name could mean it, it does: a stage is unread only where nothing can be its reader.
/// </summary>
internal sealed class StageReads(Compilation compilation)
{
    /// <summary>Whether something reads the stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="around">The class whose stage it is; null when it is not known.</param>
    /// <param name="token">Cancels the reading of syntax.</param>
    public bool Contains(UnreadStage stage, INamedTypeSymbol? around, CancellationToken token)
    {
        // A Forward nearly always reads all its stages: then nothing else is looked at.
        string[] names = Names(stage);
        return (around is not null && around.DeclaringSyntaxReferences.Any(part => IsUsers(part.SyntaxTree) && Contains(part.GetSyntax(token), names, stage)))
            || compilation.SyntaxTrees.Any(tree => IsUsers(tree) && Mentioned(tree, names, token) is { Length: > 0 } mentioned && Contains(tree.GetRoot(token), mentioned, stage));
    }

    private static bool Contains(SyntaxNode root, string[] names, UnreadStage stage) =>
        root.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText) && Reads(name, stage));

    /// <summary>The names that the text of a file has: looking for a text is much faster than walking a tree.</summary>
    private static string[] Mentioned(SyntaxTree tree, string[] names, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        string text = tree.GetText(token).ToString();
        return [.. names.Where(name => text.IndexOf(name, StringComparison.Ordinal) >= 0)];
    }

    // A Forward that walks over its stages names none of them.
    private static string[] Names(UnreadStage stage) => stage.Around.HasForward
        ? [stage.Stage.Type.Name, stage.Stage.Field, "children", "named_children", "modules", "named_modules"]
        : [stage.Stage.Type.Name, stage.Stage.Field];

    private static bool Reads(SimpleNameSyntax name, UnreadStage stage) =>
        name.Identifier.ValueText == stage.Stage.Type.Name ? IsTap(name)
        : !IsInNameOf(name) && (IsIn(name, stage.Around.Type.Name) || (name.Identifier.ValueText == stage.Stage.Field && IsMember(name)));

    /// <summary>[DistillLoss&lt;Teacher.Stage3, Student.Stage3&gt;], or an alias that may stand there.</summary>
    private static bool IsTap(SyntaxNode name) =>
        name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { Alias: not null }
        || (name.FirstAncestorOrSelf<AttributeSyntax>()?.Name.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
            .Any(static attribute => attribute.Identifier.ValueText is "DistillLoss" or "DistillLossAttribute") ?? false);

    /// <summary>Among the members of the class, or of one derived from it.</summary>
    private static bool IsIn(SyntaxNode name, string type) =>
        name.FirstAncestorOrSelf<AttributeSyntax>() is null
        && name.Ancestors().OfType<TypeDeclarationSyntax>().Any(around =>
            around.Identifier.ValueText == type
            || (around.BaseList is { } bases && bases.DescendantNodes().OfType<SimpleNameSyntax>().Any(basis => basis.Identifier.ValueText == type)));

    /// <summary>Behind a dot, or in a pattern.</summary>
    private static bool IsMember(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        MemberBindingExpressionSyntax => true,
        NameColonSyntax { Parent: SubpatternSyntax } => true,
        _ => false,
    };

    private static bool IsInNameOf(SyntaxNode name) => name.Ancestors().OfType<InvocationExpressionSyntax>().Any(static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });

    /// <summary>Code that generators write reads every stage.</summary>
    private static bool IsUsers(SyntaxTree tree) => !tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
