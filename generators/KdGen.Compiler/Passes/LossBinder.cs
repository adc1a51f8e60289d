using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The terms of a recipe's loss. [Train] has one that nobody writes: cross-entropy.</summary>
internal static class LossBinder
{
    public static BoundLosses Bind(RecipeDecl declaration)
    {
        if (declaration.Teacher is null && declaration.Losses.Count == 0)
        {
            return new BoundLosses(
                new([new BoundTerm(declaration.Header.Node, new LossTerm(LossKind.CE, 1, 1), null)]),
                new([new LossReader(declaration.Header.Node, LossKind.CE)]),
                default,
                IsComplete: true);
        }

        List<BoundTerm> terms = [];
        List<LossReader> readers = [];
        List<Problem> problems = [];
        bool isComplete = true;
        foreach (AttributeDecl attribute in declaration.Losses)
        {
            if (Kind(attribute, problems) is not { } kind)
            {
                isComplete = false;
                continue;
            }

            if (kind != LossKind.CE && declaration.Teacher is null)
            {
                // The [Distill] beside [Train] has the teacher: that the class is both is said already.
                if (declaration.OtherRole is { Name: "Distill" })
                {
                    isComplete = false;
                    continue;
                }

                problems.Add(new Problem(
                    ProblemCode.NeedsTeacher, attribute.Node, "kind",
                    kind.ToString(), declaration.Type.Name, declaration.Student.Split('.', ':').Last())
                {
                    Fixes = new([new Fix("Remove", $"Remove {kind}", Edit.Remove(attribute.Node))]),
                });
                continue;
            }

            BoundAttribute bound = ArgumentBinder.Bind(Without(attribute, "kind") with { Name = kind.ToString() }, kind == LossKind.Hint ? BetweenStages : OnLogits);
            problems.AddRange(bound.Problems);
            isComplete &= bound.State != LayerState.Unknown;
            if (attribute.Arguments.FirstOrDefault(static argument => argument.Name == "Project")?.Value is Constant.Integer number)
            {
                problems.Add(new Problem(ProblemCode.OutOfRange, attribute.Node, "Project", attribute.Name, $"Project = {Literal.Of(number.Value)}", ProjectorNames));
            }

            if (kind == LossKind.CE && attribute.Arguments.Any(static argument => argument.Name == "T"))
            {
                problems.Add(new Problem(ProblemCode.OptionIgnored, attribute.Node, "T", kind.ToString(), "T", "cross-entropy with labels has no temperature")
                {
                    Fixes = new([new Fix("DropT", "Remove T", Edit.Drop(attribute.Node, "T"))]),
                });
            }

            TapPair[] pairs = kind == LossKind.Hint ? Pairs(attribute, bound, problems) : [];
            readers.Add(new LossReader(attribute.Node, kind) { Pairs = pairs.ToEquatableArray() });
            if (bound.State == LayerState.Bound && Term(attribute.Node, kind, Real(bound, "Weight"), Real(bound, "T"), problems) is { } term)
            {
                terms.AddRange(kind == LossKind.Hint ? pairs.Select(pair => new BoundTerm(attribute.Node, term, pair)) : [new BoundTerm(attribute.Node, term, null)]);
            }
        }

        if (isComplete && terms.Count == 0 && !problems.Any(static problem => problem.IsError))
        {
            problems.Add(NoWeight(declaration));
        }

        return new BoundLosses(terms.ToEquatableArray(), readers.ToEquatableArray(), problems.ToEquatableArray(), isComplete);
    }

    /// <summary>It has a rule of its own, KDG2014, and T has KDG2012.</summary>
    private static readonly OpParameter Weight = OpParameter.Real("Weight", 1, static _ => true, "");

    private static readonly EquatableArray<OpParameter> OnLogits = new([Weight, OpParameter.Real("T", 1, static _ => true, "")]);

    private static readonly EquatableArray<OpParameter> BetweenStages = new(
        [Weight, OpParameter.Flag("PreAct", false), OpParameter.List("TeacherLayers"), OpParameter.List("StudentLayers"), OpParameter.Choice("Project", nameof(ProjectorKind.None))]);

    /// <summary>A number that is no projector, which only a cast gives.</summary>
    private static readonly string ProjectorNames = "the projectors are " + string.Join(", ", ProjectorCatalog.All.Select(static spec => $"Projector.{spec.Kind}"));

    /// <summary>Nothing is learned from a recipe without terms, or with those alone that weigh nothing.</summary>
    private static Problem NoWeight(RecipeDecl declaration)
    {
        string instead = declaration.Teacher is null ? "add [DistillLoss(Kind.CE)]" : "add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]";
        return new Problem(ProblemCode.NoWeight, declaration.Header.Node, null, declaration.Type.Name, "no loss with a weight above 0", instead)
        {
            Related = declaration.Losses.Select(static loss => new Spot(loss.Node, "Weight")).ToEquatableArray(),
            Fixes = new([declaration.Losses.Count == 0
                ? new Fix("AddKL", "Add [DistillLoss(Kind.KL, T = 4)]", Edit.AddAttribute(declaration.Header.Node, "DistillLoss(Kind.KL, T = 4)"))
                : new Fix("UseWeight", "Use Weight = 1", [.. declaration.Losses.Select(static loss => Edit.Set(loss.Node, "Weight", "1"))])]),
        };
    }

    /// <summary>A term; null when its weight is 0, or when its weight or its temperature is wrong.</summary>
    private static LossTerm? Term(NodeId node, LossKind kind, double weight, double temperature, List<Problem> problems)
    {
        if (!(weight >= 0) || !OpParameter.IsFinite(weight))
        {
            problems.Add(new Problem(
                ProblemCode.NoWeight, node, "Weight",
                kind.ToString(), $"Weight = {Literal.Text(weight)}", weight < 0 ? "a weight is at least 0" : "a weight is a finite number, at least 0")
            {
                Fixes = new([new Fix("UseWeight", "Use 1", Edit.Set(node, "Weight", "1"))]),
            });
            return null;
        }

        if (kind != LossKind.KL)
        {
            return weight > 0 ? new LossTerm(kind, weight, 1) : null;
        }

        if (!(temperature > 0) || !OpParameter.IsFinite(temperature))
        {
            problems.Add(new Problem(ProblemCode.TemperatureNotPositive, node, "T", kind.ToString(), Literal.Text(temperature))
            {
                Fixes = new([new Fix("UseT", "Use T = 4", Edit.Set(node, "T", "4"))]),
            });
            return null;
        }

        double factor = weight * temperature * temperature;
        if (weight > 0 && (factor == 0 || !OpParameter.IsFinite(factor)))
        {
            problems.Add(new Problem(
                ProblemCode.OutOfRange, node, "T",
                kind.ToString(), $"T = {Literal.Text(temperature)}", $"Weight * T² is {Literal.Text(factor)}"));
            return null;
        }

        return weight > 0 ? new LossTerm(kind, weight, temperature) : null;
    }

    /// <summary>The features that a term between stages compares: the stages, or their layers pair by pair.</summary>
    private static TapPair[] Pairs(AttributeDecl attribute, BoundAttribute bound, List<Problem> problems)
    {
        if (bound.State == LayerState.Unknown)
        {
            return [];
        }

        bool isPreAct = bound.Arguments.Any(static argument => argument is { Name: "PreAct", Value: Constant.Bool { Value: true } });
        EquatableArray<long> teacher = Layers(bound, "TeacherLayers");
        EquatableArray<long> student = Layers(bound, "StudentLayers");
        if (teacher.Count != student.Count)
        {
            problems.Add(new Problem(
                ProblemCode.LayerMap, attribute.Node, student.Count == 0 ? "TeacherLayers" : "StudentLayers",
                nameof(LossKind.Hint), $"{Literal.Of(teacher.Count)} TeacherLayers and {Literal.Of(student.Count)} StudentLayers", "give as many of both, one pair a position")
            {
                Related = teacher.Count == 0 || student.Count == 0 ? default : new([new Spot(attribute.Node, "TeacherLayers")]),
            });
            return [];
        }

        ProjectorKind projector = bound.Arguments.FirstOrDefault(static argument => argument.Name == "Project")?.Value is Constant.Text { Value: var name } && Enum.TryParse(name, out ProjectorKind known) ? known : ProjectorKind.None;
        TapPair Pair(long? taught, long? learned)
            => new(new TapRequest(attribute.Types[0], isPreAct, taught), new TapRequest(attribute.Types[1], isPreAct, learned)) { Projector = projector };

        return teacher.Count == 0 ? [Pair(null, null)] : [.. teacher.Zip(student, static (taught, learned) => (taught, learned)).Select(layers => Pair(layers.taught, layers.learned))];
    }

    private static EquatableArray<long> Layers(BoundAttribute bound, string name)
        => bound.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is Constant.Integers layers ? layers.Values : default;

    /// <summary>The loss; null when the argument does not compile, is a number that no loss has, which only a cast gives, or a loss that does not go with the attribute's form.</summary>
    private static LossKind? Kind(AttributeDecl attribute, List<Problem> problems)
    {
        bool isBetweenStages = attribute.Types.Count == 2;
        switch (attribute.Arguments.FirstOrDefault(static argument => argument.Name == "kind")?.Value)
        {
            case Constant.Text { Value: nameof(LossKind.CE) }:
                return OfLogits(LossKind.CE);
            case Constant.Text { Value: nameof(LossKind.KL) }:
                return OfLogits(LossKind.KL);
            case Constant.Text { Value: nameof(LossKind.Hint) }:
                return isBetweenStages ? LossKind.Hint : Refused("Hint without stages", "name a stage of each model, [DistillLoss<Teacher.Stage, Student.Stage>(Kind.Hint)]");
            case Constant.Integer number:
                return Refused($"kind {Literal.Of(number.Value)}", "the losses are Kind.CE, Kind.KL and Kind.Hint");
            default:
                return null;
        }

        LossKind? OfLogits(LossKind kind)
            => isBetweenStages ? Refused($"{kind} between stages", $"it reads logits, write [DistillLoss(Kind.{kind})]") : kind;

        LossKind? Refused(string what, string instead)
        {
            problems.Add(new Problem(ProblemCode.OutOfRange, attribute.Node, "kind", attribute.Name, what, instead));
            return null;
        }
    }

    private static AttributeDecl Without(AttributeDecl attribute, string name)
        => attribute with { Arguments = attribute.Arguments.Where(argument => argument.Name != name).ToEquatableArray() };

    private static double Real(BoundAttribute bound, string name)
        => bound.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is Constant.Real real ? real.Value : 0;
}

/// <summary>A recipe's terms after binding.</summary>
/// <param name="Terms">Those that count.</param>
/// <param name="Readers">Every term, also those that are wrong or weigh nothing: what they read is checked all the same.</param>
/// <param name="Problems">What is wrong about their arguments.</param>
/// <param name="IsComplete">Every term could be interpreted.</param>
internal sealed record BoundLosses(EquatableArray<BoundTerm> Terms, EquatableArray<LossReader> Readers, EquatableArray<Problem> Problems, bool IsComplete)
{
    /// <summary>Some term reads the teacher's logits.</summary>
    public bool ReadTeacherLogits => Terms.Any(static term => term.Term.Kind == LossKind.KL);

    /// <summary>Some term reads the student's logits.</summary>
    public bool ReadStudentLogits => Terms.Any(static term => term.Pair is null);
}

/// <summary>A term that counts.</summary>
/// <param name="Node">The attribute that says it; the recipe's header for the one that nobody writes.</param>
/// <param name="Term">The term.</param>
/// <param name="Pair">What it compares, when that is features.</param>
internal sealed record BoundTerm(NodeId Node, LossTerm Term, TapPair? Pair);

/// <summary>An attribute that reads the models' outputs, or what it names inside of them.</summary>
internal sealed record LossReader(NodeId Node, LossKind Kind)
{
    /// <summary>The features that it compares.</summary>
    public EquatableArray<TapPair> Pairs { get; init; }
}
