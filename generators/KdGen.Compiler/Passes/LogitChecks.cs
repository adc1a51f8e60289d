using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Whether a model gives logits where a loss takes its result for logits.</summary>
internal static class LogitChecks
{
    /// <summary>Checks the models of a recipe, their results or the heads, that a term with a weight reads as logits.</summary>
    public static IEnumerable<Problem> Of(RecipeDecl recipe, BoundLosses losses, Insides insides)
    {
        IEnumerable<Problem> student = losses.Terms.Where(static term => (term.Reads & LossReads.Student) != 0).GroupBy(static term => term.Heads.Student)
            .SelectMany(read => In(insides.Student, read.Key, "student", recipe.ForeignStudent is null ? null : Reader(read.First())));
        IEnumerable<Problem> teacher = losses.Terms.Where(static term => (term.Reads & LossReads.Teacher) != 0).GroupBy(static term => term.Heads.Teacher)
            .SelectMany(read => In(insides.Teacher, read.Key, "teacher", recipe.ForeignTeacher is null ? null : Reader(read.First())));
        return student.Concat(teacher).Distinct();

        // A model that is not of this compilation has no place in it: what is wrong about its result is said where it is read.
        Spot Reader(BoundTerm term) => new(term.Node, term.Node == recipe.Header.Node ? "TModel" : "kind");
    }

    /// <summary>Checks a model that says by [Teacher] or [Student] that it gives logits. A sigmoid may be meant there: not all labels are classes.</summary>
    public static IEnumerable<Problem> OfRole(ModuleDecl declaration, ShapedClass model)
        => declaration.HasRole && model.Output is { Rank: 1 }
            ? Position.Ends(model).Where(static end => end.Behind(Passed)?.Layer.Operator != "Sigmoid").Select(end => Activation(end, model)).OfType<Problem>()
            : [];

    /// <summary>Layers that leave logits what they are.</summary>
    private static readonly EquatableArray<string> Passed = new(["Identity", "Dropout"]);

    private static IEnumerable<Problem> In(ShapedModule? module, TapRequest? head, string role, Spot? elsewhere)
    {
        if (module is not { HasErrors: false, Body: { } body } || (head is null && body.Output is { IsMap: true }))
        {
            return [];
        }

        TapFinder finder = new(body, module.Module.Type.Name, role);
        TapPoint? point = head is null ? null : finder.Find(head, out _);
        if (point is not null && finder.ShapeAt(point) is { Rank: > 1 })
        {
            return [];
        }

        IEnumerable<Position> ends = head is null ? Position.Ends(body) : point is not null && Position.At(body, point) is { } end ? [end] : [];
        return ends.Select(end => Softmax(end, body) ?? Activation(end, body)).OfType<Problem>().Select(problem => Placed(problem, module, elsewhere));
    }

    private static Problem Placed(Problem problem, ShapedModule module, Spot? elsewhere)
        => elsewhere is { } spot
            ? new Problem(problem.Code, spot.Node, spot.Argument, problem.Arguments)
            : problem with
            {
                Node = problem.Node.In(module),
                Fixes = problem.Fixes.Select(fix => fix with { Edits = fix.Edits.Select(edit => edit with { Node = edit.Node.In(module) }).ToEquatableArray() }).ToEquatableArray(),
            };

    private static Problem? Softmax(Position end, ShapedClass model)
        => end.Behind([.. Passed, "Flatten"]) is { Layer.Operator: "Softmax" } softmax
            ? new Problem(ProblemCode.SoftmaxBeforeLoss, softmax.Layer.Node, null, softmax.Layer.Operator, model.Declaration.Type.Name) { Fixes = Removal(softmax, model) }
            : null;

    private static Problem? Activation(Position end, ShapedClass model)
        => end.Behind(Passed) is { } activation && TapFinder.Activations.Contains(activation.Layer.Operator)
            && activation.Before() is { Layer.Operator: "Linear" or "Conv" } logits
            ? new Problem(
                ProblemCode.ActivationOnLogits, activation.Layer.Node, null,
                activation.Layer.Operator, logits.Layer.Operator, model.Declaration.Type.Name) { Fixes = Removal(activation, model) }
            : null;

    /// <summary>The operator goes, with its stage if it is all of it; not where its class is used in other places too, or named.</summary>
    private static EquatableArray<Fix> Removal(Position position, ShapedClass model)
    {
        ModuleDecl declaration = position.Place.Declaration;
        bool isAlone = declaration.Operators.Count == 1;
        return !position.Place.IsClosed || (isAlone && (position.Place == model || Names(model.Declaration).Contains(declaration.Type.GlobalName))) ? default
            : new([new Fix("Remove", $"Remove {position.Layer.Operator}", isAlone ? Edit.RemoveClass(new NodeId(0, declaration.Type.GlobalName)) : Edit.Remove(position.Layer.Node))]);
    }

    /// <summary>The classes that attributes of a model and its stages name.</summary>
    private static IEnumerable<string> Names(ModuleDecl declaration)
        => declaration.Operators.Append(declaration.Output).Append(declaration.Shape).OfType<AttributeDecl>().SelectMany(static attribute => attribute.Types)
            .Concat(declaration.Stages.SelectMany(Names));
}
