using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What is likely a slip in a loss that can be computed. Asked for only where nothing else is wrong.</summary>
internal static class TermChecks
{
    /// <summary>Checks the terms of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="losses">Its terms.</param>
    /// <param name="teacher">The teacher; null for [Train].</param>
    /// <param name="student">The class that learns.</param>
    /// <param name="insides">The models.</param>
    public static IEnumerable<Problem> Of(RecipeDecl recipe, BoundLosses losses, ModelRef? teacher, ModelRef student, Insides insides)
    {
        Problem?[] once = [SmallBatch(recipe, losses), teacher is null ? null : TeacherUnread(recipe, losses, teacher, student), LogitsUnread(recipe, losses, student, insides), NotOne(recipe, losses)];
        return once.OfType<Problem>().Concat(Duplicates(losses, teacher, student, insides)).Concat(Repeated(recipe, losses, teacher, student, insides)).Concat(PartsUntrained(recipe, losses));
    }

    /// <summary>Relations between samples need some.</summary>
    private static Problem? SmallBatch(RecipeDecl recipe, BoundLosses losses)
    {
        if (recipe.Batch is not { } batch || batch.Arguments.FirstOrDefault(static argument => argument.Name == "size")?.Value is not Constant.Integer { Value: >= 1 and var size })
        {
            return null;
        }

        return losses.Terms.Where(term => term.Term.Own is null && LossCatalog.Of(term.Term.Kind).Features?.LeastBatch > size).OrderByDescending(static term => LossCatalog.Of(term.Term.Kind).Features!.LeastBatch)
            .Select(term => new Problem(ProblemCode.SmallBatch, batch.Node, "size", term.Term.Kind.ToString(), Literal.Of(LossCatalog.Of(term.Term.Kind).Features!.LeastBatch), Literal.Of(size))
            {
                Related = new([new Spot(term.Node)]),
                Fixes = new([new Fix("UseBatch", "Use 64", Edit.Set(batch.Node, "size", "64"))]),
            }).FirstOrDefault();
    }

    private static Problem? TeacherUnread(RecipeDecl recipe, BoundLosses losses, ModelRef teacher, ModelRef student)
    {
        if (losses.Terms.Any(static term => LossBinder.ReadsTeacher(term.Reads)))
        {
            return null;
        }

        LossReader[] off = [.. losses.Readers.Where(static reader => LossBinder.ReadsTeacher(reader.Reads))];
        bool haveEqualClasses = teacher.Output is not { } taught || student.Output is not { } learned || taught == learned;
        Fix? read = off.Length > 0 ? new Fix("UseWeight", "Use Weight = 1", Edit.Set(off[0].Node, "Weight", "1"))
            : haveEqualClasses ? Add("KL", recipe.Losses[recipe.Losses.Count - 1].Node, "DistillLoss(Kind.KL, T = 4)")
            : null;
        Edit[] alone = [Edit.Replace(recipe.Header.Node, $"Train<{recipe.Student}>"), .. off.Select(static reader => Edit.Remove(reader.Node))];
        return new Problem(ProblemCode.TeacherUnread, recipe.Header.Node, "TTeacher", teacher.DisplayName, student.DisplayName)
        {
            Related = off.Select(static reader => new Spot(reader.Node)).ToEquatableArray(),
            Fixes = new([.. read is null ? (Fix[])[] : [read], new Fix("UseTrain", $"Use [Train<{student.DisplayName}>]", alone)]),
        };
    }

    /// <summary>Only what lies behind the last feature that a term reads goes untrained: where that has no weights, nothing does.</summary>
    private static Problem? LogitsUnread(RecipeDecl recipe, BoundLosses losses, ModelRef student, Insides insides)
    {
        if (losses.Terms.Any(static term => term.Pairs.Count == 0 || LossCatalog.Of(term.Term.Kind).Features!.ReusesTeacherHead) || insides.Student is not { HasErrors: false, Body: { } body })
        {
            return null;
        }

        TapFinder finder = new(body, student.DisplayName, "student");
        TapPoint[] points = [.. losses.Terms.SelectMany(static term => term.Pairs).Select(pair => finder.Find(pair.Student, out _)).OfType<TapPoint>()];
        if (points.Length == 0 || points.Min(finder.ParametersBehind) == 0)
        {
            return null;
        }

        LossReader? off = losses.Readers.FirstOrDefault(static reader => ReadsLabelsAlone(reader.Reads));
        return new Problem(ProblemCode.LogitsUnread, recipe.Header.Node, null, student.DisplayName)
        {
            Fixes = new([off is not null ? new Fix("UseWeight", "Use Weight = 1", Edit.Set(off.Node, "Weight", "1")) : Add("CE", recipe.Losses[recipe.Losses.Count - 1].Node, "DistillLoss(Kind.CE)")]),
        };
    }

    /// <summary>A module of a loss that stays as it is made, unless its weights are loaded.</summary>
    private static IEnumerable<Problem> PartsUntrained(RecipeDecl recipe, BoundLosses losses)
    {
        string phase = $"Phase(1, Epochs = {Literal.Of(PhaseBinder.DefaultEpochs)})";
        foreach (BoundTerm term in losses.Terms.Where(static term => term.Term is { Own: null, Pretrain: 0 } && LossCatalog.Of(term.Term.Kind).Features?.Pretraining is not null).GroupBy(static term => term.Node).Select(static terms => terms.First()))
        {
            Edit[] edits = [.. recipe.Phases.Count == 0 ? [Edit.AddAttribute(recipe.Header.Node, phase)] : (Edit[])[], Edit.Set(term.Node, "Pretrain", "1")];
            string what = recipe.Phases.Count == 0 ? $"[{phase}] and Pretrain = 1" : "Pretrain = 1";
            yield return new Problem(
                ProblemCode.PartUntrained, term.Node, "kind",
                LossCatalog.Of(term.Term.Kind).Features!.Pretrained, term.Term.Kind.ToString(), term.Term.Phase == 1 ? "train it in a phase before" : $"add {what}")
            {
                Fixes = term.Term.Phase == 1 ? default : new([new Fix("AddPretrain", $"Add {what}", edits)]),
            };
        }
    }

    private static Fix Add(string kind, NodeId behind, string attribute) => new("Add" + kind, $"Add [{attribute}]", Edit.AddAttribute(behind, attribute));

    /// <summary>Weights that share 1 among cross-entropy and distillation. Features are of another scale, and weights that change with the epochs have no one sum: they are left alone.</summary>
    private static Problem? NotOne(RecipeDecl recipe, BoundLosses losses)
    {
        BoundTerm[] terms = [.. losses.TermsOf(0).Where(static term => term.Pairs.Count == 0)];
        double sum = terms.Sum(static term => term.Term.Weight);
        if (Math.Abs(sum - 1) <= 1e-6 || terms.Any(static term => term.Term.Schedule is not null) || !terms.Any(static term => ReadsLabelsAlone(term.Reads)) || !terms.Any(static term => LossBinder.ReadsTeacher(term.Reads)))
        {
            return null;
        }

        // The last one takes what rounding leaves.
        double[] shares = [.. terms.Select(term => Math.Round(term.Term.Weight / sum, 6))];
        shares[shares.Length - 1] = Math.Round(1 - shares.Take(shares.Length - 1).Sum(), 6);
        string[] texts = [.. shares.Select(Literal.Text)];
        string all = string.Join(", ", texts.Take(texts.Length - 1)) + " and " + texts[texts.Length - 1];
        Problem problem = new(ProblemCode.WeightsNotOne, recipe.Header.Node, null, recipe.Type.Name, Literal.Text(Math.Round(sum, 6)), $"use {all}");
        return shares.Any(static share => share <= 0) ? problem
            : problem with { Fixes = new([new Fix("Normalise", $"Normalise to {all}", [.. terms.Zip(texts, static (term, text) => Edit.Set(term.Node, "Weight", text))])]) };
    }

    private static bool ReadsLabelsAlone(LossReads reads) => (reads & LossReads.Labels) != 0 && !LossBinder.ReadsTeacher(reads);

    /// <summary>A term that adds nothing but weight to an earlier one. Two temperatures are two terms, and so are other layers.</summary>
    private static IEnumerable<Problem> Duplicates(BoundLosses losses, ModelRef? teacher, ModelRef student, Insides insides)
    {
        List<BoundTerm[]> earlier = [];
        foreach (BoundTerm[] term in losses.Terms.Select(term => term with { Pairs = Known(term.Pairs, insides) }).GroupBy(static term => term.Node).Select(static group => group.ToArray()))
        {
            if (earlier.FirstOrDefault(known => IsIn(term, known)) is not { } first)
            {
                earlier.Add(term);
                continue;
            }

            NodeId node = term[0].Node;
            string weight = Literal.Text(Math.Round(first[0].Term.Weight + term[0].Term.Weight, 9));
            yield return new Problem(ProblemCode.DuplicateTerm, node, null, Text(term[0], teacher, student))
            {
                Related = new([new Spot(first[0].Node)]),
                Fixes = new(
                [
                    new Fix("Remove", "Remove it", Edit.Remove(node)),
                    .. IsIn(first, term) ? [new Fix("AddWeights", $"Use one with Weight = {weight}", Edit.Set(first[0].Node, "Weight", weight), Edit.Remove(node))] : (Fix[])[],
                ]),
            };
        }
    }

    /// <summary>A pair that one term has twice in its lists. A loss that reads them together may compare a stage with itself.</summary>
    private static IEnumerable<Problem> Repeated(RecipeDecl recipe, BoundLosses losses, ModelRef? teacher, ModelRef student, Insides insides)
    {
        foreach (BoundTerm[] parts in losses.Terms.Where(static term => term.Pairs.Count == 1).GroupBy(static term => term.Node).Select(static group => group.ToArray()))
        {
            if (Enumerable.Range(1, parts.Length - 1).FirstOrDefault(place => parts.Take(place).Any(earlier => earlier.Pairs == parts[place].Pairs)) is not (> 0 and var again)
                || recipe.Losses.FirstOrDefault(loss => loss.Node == parts[0].Node) is not { } term)
            {
                continue;
            }

            string list = StagePairs.IsList(term) ? "Stages" : "Layers";
            yield return new Problem(ProblemCode.DuplicateTerm, term.Node, $"Student{list}[{Literal.Of(again)}]", Text(parts[again], teacher, student))
            {
                Related = new([new Spot(term.Node, $"Teacher{list}[{Literal.Of(again)}]")]),
                Fixes = LayerMaps.Without(term, again, insides),
            };
        }
    }

    /// <summary>Stages by their classes, whether they are written as types or by name.</summary>
    private static EquatableArray<TapPair> Known(EquatableArray<TapPair> pairs, Insides insides)
    {
        return pairs.Select(pair => pair with { Teacher = Of(pair.Teacher, insides.Teacher), Student = Of(pair.Student, insides.Student) }).ToEquatableArray();

        static TapRequest Of(TapRequest request, ShapedModule? module)
            => request.IsNamed && module is { HasErrors: false, Body: { } body } && new TapFinder(body, "", "").ClassOf(request) is { } stage ? request with { Stage = stage, IsNamed = false } : request;
    }

    private static bool IsIn(BoundTerm[] term, BoundTerm[] other)
        => term.All(part => other.Any(known => known.Pairs == part.Pairs && known.Heads == part.Heads && IsSame(known.Term, part.Term)));

    /// <summary>Equal but for the weight.</summary>
    private static bool IsSame(LossTerm one, LossTerm other)
        => one.Kind == other.Kind && one.Temperature.Equals(other.Temperature) && one.Schedule == other.Schedule && one.Phase == other.Phase && one.Pretrain == other.Pretrain && one.Own == other.Own
            && (one.Own is not null || LossCatalog.Of(one.Kind).Options.All(option => Equals(one.Option(option.Name), other.Option(option.Name))));

    private static string Text(BoundTerm term, ModelRef? teacher, ModelRef student)
    {
        string name = term.Term.Own is { } own ? Taps.NameOf(own.Method) : term.Term.Kind.ToString();
        return term.Pairs.FirstOrDefault() is { } pair && teacher is not null
            ? $"{name} between {Taps.Text(teacher.DisplayName, pair.Teacher with { Layer = null })} and {Taps.Text(student.DisplayName, pair.Student with { Layer = null })}"
            : $"{name}{(HasTemperature(term.Term) ? $" at T = {Literal.Text(term.Term.Temperature)}" : "")}"
                + (term.Heads.Student is { } head ? $" on {Taps.Text(student.DisplayName, head)}" : "");
    }

    private static bool HasTemperature(LossTerm term) => term.Own is null && LossCatalog.Of(term.Kind).Temperature is not null;
}
