using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KdGen.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes;

/// <summary>Writes a fix into the documents that it touches.</summary>
internal static class FixApplier
{
    /// <summary>The solution with all edits of the fix, each worked out on the text as it was.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, OfferedFix fix, CancellationToken token)
    {
        List<SourceChange> changes = [];
        foreach (IGrouping<SyntaxTree, PlacedEdit> edits in fix.Edits.GroupBy(static edit => edit.Place.SourceTree!))
        {
            SemanticModel model = (await solution.GetDocument(edits.Key)!.GetSemanticModelAsync(token).ConfigureAwait(false))!;
            changes.AddRange(DeclarationEditor.Changes(model, edits, token));
        }

        Solution changed = solution;
        foreach (IGrouping<SyntaxTree, SourceChange> file in changes.GroupBy(static change => change.Tree))
        {
            // The generated part of a class is nobody's to change.
            if (solution.GetDocument(file.Key) is { } document)
            {
                SourceText text = await file.Key.GetTextAsync(token).ConfigureAwait(false);
                changed = changed.WithDocumentText(document.Id, text.WithChanges(InOrder(file)));
            }
        }

        return changed;
    }

    /// <summary>By place, an insertion before what is replaced there, and nothing inside what has gone already or twice.</summary>
    private static List<TextChange> InOrder(IEnumerable<SourceChange> changes)
    {
        List<TextChange> ordered = [];
        foreach (TextChange change in changes.Select(static change => change.Change).Distinct().OrderBy(static change => change.Span.Start).ThenBy(static change => change.Span.Length))
        {
            if (ordered.Count == 0 || change.Span.Start >= ordered[ordered.Count - 1].Span.End)
            {
                ordered.Add(change);
            }
        }

        return ordered;
    }
}
