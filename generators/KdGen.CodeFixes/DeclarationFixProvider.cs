using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using KdGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace KdGen.CodeFixes;

/// <summary>
/// Offers the fixes that diagnostics carry. There is one provider for every rule: which fixes there are, and what they write, is decided by the
/// compiler's passes; here it is only written into the source.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclarationFixProvider)), Shared]
public sealed class DeclarationFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [.. Descriptors.All.Where(static rule => rule != Descriptors.Internal).Select(static rule => rule.Id)];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Solution solution = context.Document.Project.Solution;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (OfferedFix fix in OfferedFix.Of(diagnostic))
            {
                // A place in a generated file has no document to change.
                if (fix.Edits.All(edit => solution.GetDocument(edit.Place.SourceTree) is not null))
                {
                    context.RegisterCodeFix(CodeAction.Create(fix.Title, token => FixApplier.ApplyAsync(solution, fix, token), fix.Key), diagnostic);
                }
            }
        }

        return Task.CompletedTask;
    }
}
