using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.CodeFixes.Editing;

/// <summary>Turns the edits of one fix into changes of text. Only what they speak of is written anew; layout and comments around it stay as they are.</summary>
internal static class DeclarationEditor
{
    public static IEnumerable<SourceChange> Changes(SemanticModel model, IEnumerable<PlacedEdit> edits, CancellationToken token)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot(token);
        List<(AttributeSyntax Attribute, PlacedEdit Edit)> inLists = [];
        List<SourceChange> changes = [];
        foreach (PlacedEdit edit in edits)
        {
            SyntaxNode name = root.FindToken(edit.Place.SourceSpan.Start).Parent!;
            AttributeSyntax? attribute = name.FirstAncestorOrSelf<AttributeSyntax>();
            TypeDeclarationSyntax type = name.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
            switch (edit.Kind)
            {
                case EditKind.AddAttribute:
                    changes.Add(ClassEditor.AddAttribute(model, type, attribute, edit.Text));
                    break;
                case EditKind.AddModifier:
                    changes.AddRange(ClassEditor.AddModifier(model, type, edit.Text, token));
                    break;
                case EditKind.DropModifier:
                    changes.AddRange(ClassEditor.DropModifier(model, type, edit.Text, token));
                    break;
                case EditKind.RemoveClass:
                    changes.AddRange(ClassEditor.Remove(model, type, token));
                    break;
                default:
                    inLists.Add((attribute!, edit));
                    break;
            }
        }

        changes.AddRange(inLists
            .GroupBy(static item => (AttributeListSyntax)item.Attribute.Parent!)
            .Select(list => AttributeListEditor.Change(model, list.Key, list.ToLookup(static item => item.Attribute, static item => item.Edit), token)));
        return changes;
    }
}
