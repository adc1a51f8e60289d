using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Heads of the student that are left untrained beside others that terms name (KDG2010).</summary>
internal static class HeadChecks
{
    public static IEnumerable<Problem> Of(RecipeDecl recipe, BoundLosses losses, LogitSources sources, Insides insides)
    {
        // Whoever reads the model's result reads all heads, which it is made of.
        if (insides.Student is not { HasErrors: false, Body: { Heads: { } heads } body } module
            || losses.ReadStudentLogits || !losses.Terms.Any(static term => term.Heads.Student is not null))
        {
            yield break;
        }

        TapFinder finder = new(body, sources.Student.DisplayName, "student");
        HashSet<TapPoint> read = [.. losses.Terms.SelectMany(static term => term.Heads.Student is { } head ? [head] : term.Pairs.Select(static pair => pair.Student)).Select(request => finder.Find(request, out _)).OfType<TapPoint>()];
        if (read.Contains(new TapPoint(default, body.Result)))
        {
            yield break;
        }

        foreach (NamedValue head in heads.Heads.Where(head => !read.Contains(new TapPoint(default, head.Value))))
        {
            TapRequest request = TapRequest.Head(head.Name);
            string stage = finder.ClassOf(request) ?? sources.Student.Type + "." + head.Name;
            string kind = IsTaught(head, losses, sources) ? nameof(LossKind.HardLabel) : nameof(LossKind.CE);
            string shown = $"DistillLoss(Kind.{kind}, Student = nameof({Taps.PathOf(stage)}))";
            yield return new Problem(ProblemCode.HeadUnread, recipe.Header.Node, recipe.Teacher is null ? "TModel" : "TStudent", head.Name, sources.Student.DisplayName, $"add [{shown}]")
            {
                Related = new([new Spot(new NodeId(0, stage))]),
                Fixes = new([new Fix("Add" + kind, $"Add [{shown}]", Edit.AddAttribute(recipe.Losses[recipe.Losses.Count - 1].Node, $"DistillLoss(Kind.{kind}, Student = nameof({stage}))"))]),
            };
        }
    }

    /// <summary>There is a teacher of as many classes that the head can learn from, and another head learns from the labels.</summary>
    private static bool IsTaught(NamedValue head, BoundLosses losses, LogitSources sources)
        => sources.Teacher is { Output: var classes } && (classes is null || head.Shape is null || classes == head.Shape)
            && losses.Terms.Any(static term => (term.Reads & LossReads.Labels) != 0);
}
