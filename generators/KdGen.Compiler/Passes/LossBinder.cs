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
                new([new LossTerm(LossKind.CE, 1, 1)]),
                new([new LossReader(declaration.Header.Node, LossKind.CE)]),
                default,
                IsComplete: true);
        }

        List<LossTerm> terms = [];
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

            if (kind == LossKind.KL && declaration.Teacher is null)
            {
                problems.Add(new Problem(
                    ProblemCode.NeedsTeacher, attribute.Node, "kind",
                    kind.ToString(), declaration.Type.Name, declaration.Student.Split('.', ':').Last()));
                continue;
            }

            readers.Add(new LossReader(attribute.Node, kind));
            BoundAttribute bound = ArgumentBinder.Bind(Without(attribute, "kind") with { Name = kind.ToString() }, Parameters);
            problems.AddRange(bound.Problems);
            isComplete &= bound.State != LayerState.Unknown;
            if (bound.State == LayerState.Bound && Term(attribute.Node, kind, Real(bound, "Weight"), Real(bound, "T"), problems) is { } term)
            {
                terms.Add(term);
            }
        }

        if (isComplete && problems.Count == 0 && terms.Count == 0)
        {
            problems.Add(new Problem(
                ProblemCode.NoLoss, declaration.Header.Node, null,
                declaration.Type.Name, "[DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]"));
        }

        return new BoundLosses(terms.ToEquatableArray(), readers.ToEquatableArray(), problems.ToEquatableArray(), isComplete);
    }

    /// <summary>T has a rule of its own, KDG2012.</summary>
    private static readonly EquatableArray<OpParameter> Parameters = new(
    [
        OpParameter.Real("Weight", 1, static weight => weight >= 0 && OpParameter.IsFinite(weight), "a weight is at least 0"),
        OpParameter.Real("T", 1, static _ => true, ""),
    ]);

    /// <summary>A term; null when its weight is 0 or its temperature is wrong.</summary>
    private static LossTerm? Term(NodeId node, LossKind kind, double weight, double temperature, List<Problem> problems)
    {
        if (kind != LossKind.KL)
        {
            return weight > 0 ? new LossTerm(kind, weight, 1) : null;
        }

        if (!(temperature > 0) || !OpParameter.IsFinite(temperature))
        {
            problems.Add(new Problem(ProblemCode.TemperatureNotPositive, node, "T", kind.ToString(), Literal.Text(temperature)));
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

    /// <summary>The loss; null when the argument does not compile, or is a number that no loss has, which only a cast gives.</summary>
    private static LossKind? Kind(AttributeDecl attribute, List<Problem> problems)
    {
        switch (attribute.Arguments.FirstOrDefault(static argument => argument.Name == "kind")?.Value)
        {
            case Constant.Text { Value: nameof(LossKind.CE) }:
                return LossKind.CE;
            case Constant.Text { Value: nameof(LossKind.KL) }:
                return LossKind.KL;
            case Constant.Integer number:
                problems.Add(new Problem(ProblemCode.OutOfRange, attribute.Node, "kind", attribute.Name, $"kind {Literal.Of(number.Value)}", "the losses are Kind.CE and Kind.KL"));
                return null;
            default:
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
internal sealed record BoundLosses(EquatableArray<LossTerm> Terms, EquatableArray<LossReader> Readers, EquatableArray<Problem> Problems, bool IsComplete);

/// <summary>An attribute that reads the models' outputs.</summary>
internal sealed record LossReader(NodeId Node, LossKind Kind);
