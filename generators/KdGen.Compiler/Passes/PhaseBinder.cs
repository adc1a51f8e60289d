using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The phases of a recipe, and whether its terms go with them.</summary>
internal static class PhaseBinder
{
    /// <summary>Those of a phase that says nothing else.</summary>
    public const int DefaultEpochs = 10;

    private static readonly EquatableArray<OpParameter> Parameters = new(
        [OpParameter.Required("number", 1, "phases count from 1, a number is"), OpParameter.Optional("Epochs", 1, "epochs are", DefaultEpochs)]);

    /// <summary>The phases in their order; none when something is wrong about their numbers.</summary>
    /// <param name="declaration">The recipe.</param>
    /// <param name="losses">Its terms.</param>
    /// <param name="problems">What was found so far; gets what is wrong.</param>
    /// <param name="isKnown">False when an attribute does not compile, which C# reports.</param>
    public static EquatableArray<BoundPhase> Bind(RecipeDecl declaration, BoundLosses losses, List<Problem> problems, out bool isKnown)
    {
        (AttributeDecl Attribute, BoundAttribute Bound)[] written = [.. declaration.Phases.Select(static attribute => (attribute, ArgumentBinder.Bind(attribute, Parameters)))];
        isKnown = written.All(static phase => phase.Bound.State != LayerState.Unknown);
        problems.AddRange(written.SelectMany(static phase => phase.Bound.Problems));
        if (written.Any(static phase => phase.Bound.State != LayerState.Bound))
        {
            return default;
        }

        BoundPhase[] phases = [.. written.Select(static phase => new BoundPhase(phase.Attribute.Node, Number(phase.Bound, "number"), Number(phase.Bound, "Epochs")))];
        if (OutOfOrder(declaration, losses, phases) is { } fault)
        {
            problems.Add(fault);
            return default;
        }

        problems.AddRange(Undeclared(declaration, losses, phases));
        problems.AddRange(losses.Readers.Where(static reader => reader.Phase > 0 && reader.Pretrain >= reader.Phase).Select(TooLate));
        if (losses.IsComplete && !problems.Any(static problem => problem.IsError))
        {
            problems.AddRange(WithoutTerms(declaration, losses, phases));
        }

        return phases.OrderBy(static phase => phase.Number).ToEquatableArray();
    }

    /// <summary>The first number that is there twice, or the first one behind a gap.</summary>
    private static Problem? OutOfOrder(RecipeDecl declaration, BoundLosses losses, BoundPhase[] phases)
    {
        long free = Enumerable.Range(1, phases.Length + 1).First(number => phases.All(phase => phase.Number != number));
        for (int i = 0; i < phases.Length; i++)
        {
            if (phases.Take(i).FirstOrDefault(phase => phase.Number == phases[i].Number) is { } first)
            {
                // Where no term is in the phase that it would become, it is there twice.
                Fix use = new("UseNumber", $"Use {Literal.Of(free)}", Edit.Set(phases[i].Node, "number", Literal.Of(free)));
                Fix remove = new("Remove", $"Remove the second [Phase({Literal.Of(first.Number)})]", Edit.Remove(phases[i].Node));
                return Wrong(phases[i], $"phase {Literal.Of(first.Number)} twice", new([new Spot(first.Node)]), Uses(losses, free).Any() ? [use] : [remove, use]);
            }
        }

        BoundPhase[] behind = [.. phases.Where(phase => phase.Number > free).OrderBy(static phase => phase.Number)];
        return behind.Length == 0 ? null : Wrong(behind[0], $"phase {Literal.Of(behind[0].Number)} but no phase {Literal.Of(free)}", default, [new Fix(
            "UseNumber", behind.Length == 1 ? $"Use {Literal.Of(free)}" : $"Number them {Literal.Of(free)} to {Literal.Of(phases.Length)}", [.. behind.SelectMany((phase, place) => Renumbered(phase, free + place))])]);

        // Its terms go with it.
        IEnumerable<Edit> Renumbered(BoundPhase phase, long number)
            => [Edit.Set(phase.Node, "number", Literal.Of(number)), .. Uses(losses, phase.Number).Select(use => Edit.Set(use.Reader.Node, use.Option, Literal.Of(number)))];

        Problem Wrong(BoundPhase phase, string what, EquatableArray<Spot> related, Fix[] fixes) => new(ProblemCode.OutOfRange, phase.Node, "number", declaration.Type.Name, what, $"phases count from 1 without gaps, use {Literal.Of(free)}")
        {
            Related = related,
            Fixes = new(fixes),
        };
    }

    /// <summary>Terms of a phase that is not there: said of the first of each.</summary>
    private static IEnumerable<Problem> Undeclared(RecipeDecl declaration, BoundLosses losses, BoundPhase[] phases)
    {
        // A declared phase that nothing is in is likely the one that is meant.
        BoundPhase[] empty = [.. phases.Where(phase => !Uses(losses, phase.Number).Any())];
        return Uses(losses)
            .Where(use => use.Number > phases.Length)
            .GroupBy(static use => use.Number)
            .Select(uses => Problem(uses.First(), [.. uses.Skip(1)]));

        Problem Problem(PhaseUse use, PhaseUse[] others)
        {
            bool isNext = use.Number == phases.Length + 1;
            string attribute = $"Phase({Literal.Of(use.Number)}, Epochs = {Literal.Of(DefaultEpochs)})";
            NodeId behind = phases.Length > 0 ? phases.OrderBy(static phase => phase.Number).Last().Node : declaration.Header.Node;
            return new Problem(
                ProblemCode.OutOfRange, use.Reader.Node, use.Option,
                use.Reader.Name, $"{use.Option} = {Literal.Of(use.Number)}",
                isNext ? $"add [{attribute}]" : phases.Length == 0 ? "phases count from 1, and the recipe has none" : $"the recipe has {Literal.Counted(phases.Length, "phase")}")
            {
                Related = others.Select(static other => new Spot(other.Reader.Node, other.Option)).ToEquatableArray(),
                Fixes = new(
                [
                    .. empty.Length == 1 ? [UseEmpty(empty[0].Number, [use, .. others])] : (Fix[])[],
                    .. isNext ? [new Fix("AddPhase", $"Add [{attribute}]", Edit.AddAttribute(behind, attribute))] : (Fix[])[],
                    new Fix("Drop" + use.Option, $"Remove {use.Option}", [Edit.Drop(use.Reader.Node, use.Option), .. others.Select(static other => Edit.Drop(other.Reader.Node, other.Option))]),
                ]),
            };
        }
    }

    private static Fix UseEmpty(long number, PhaseUse[] uses)
        => new("UseNumber", $"Use {uses[0].Option} = {Literal.Of(number)}", [.. uses.Select(use => Edit.Set(use.Reader.Node, use.Option, Literal.Of(number)))]);

    /// <summary>What speaks of phases: a term that counts in one, or one of which a part is trained in it.</summary>
    private static IEnumerable<PhaseUse> Uses(BoundLosses losses)
        => losses.Readers.SelectMany(static reader => new[] { new PhaseUse(reader, "Phase", reader.Phase), new PhaseUse(reader, "Pretrain", reader.Pretrain) });

    private static IEnumerable<PhaseUse> Uses(BoundLosses losses, long number) => Uses(losses).Where(use => use.Number == number);

    private static Problem TooLate(LossReader reader) => new(
        ProblemCode.OutOfRange, reader.Node, "Pretrain",
        reader.Name, $"Pretrain = {Literal.Of(reader.Pretrain)} but counts in phase {Literal.Of(reader.Phase)}", "what it compares with is trained before")
    {
        Related = new([new Spot(reader.Node, "Phase")]),
        Fixes = new([new Fix("DropPhase", "Remove Phase", Edit.Drop(reader.Node, "Phase"))]),
    };

    /// <summary>A phase, or the main training, in which nothing is learned.</summary>
    private static IEnumerable<Problem> WithoutTerms(RecipeDecl declaration, BoundLosses losses, BoundPhase[] phases)
    {
        foreach (BoundPhase phase in phases.Where(phase => !losses.TermsOf(phase.Number).Any() && !losses.PretrainedIn(phase.Number).Any()))
        {
            NodeId[] off = [.. losses.Readers.Where(reader => reader.Phase == phase.Number || reader.Pretrain == phase.Number).Select(static reader => reader.Node)];
            yield return new Problem(
                ProblemCode.NoWeight, phase.Node, null,
                declaration.Type.Name, $"no loss with a weight above 0 in phase {Literal.Of(phase.Number)}", $"give one Phase = {Literal.Of(phase.Number)}, or remove the phase")
            {
                Related = off.Select(static node => new Spot(node, "Weight")).ToEquatableArray(),
                Fixes = off.Length > 0 ? new([LossBinder.UseWeight(off)])
                    : phase.Number == phases.Length ? new([new Fix("Remove", $"Remove [Phase({Literal.Of(phase.Number)})]", Edit.Remove(phase.Node))])
                    : default,
            };
        }

        if (phases.Length > 0 && !losses.TermsOf(0).Any())
        {
            yield return LossBinder.NoWeight(declaration, [.. losses.Readers.Where(static reader => reader.Phase == 0).Select(static reader => reader.Node)], " outside its phases");
        }
    }

    private static long Number(BoundAttribute bound, string name) => ((Constant.Integer)bound.Arguments.First(argument => argument.Name == name).Value).Value;
}

/// <summary>A phase as it is declared.</summary>
/// <param name="Node">The attribute.</param>
/// <param name="Number">From 1.</param>
/// <param name="Epochs">Passes over the training data.</param>
internal sealed record BoundPhase(NodeId Node, long Number, long Epochs);

/// <summary>An option that names a phase.</summary>
/// <param name="Reader">The term.</param>
/// <param name="Option">"Phase" or "Pretrain".</param>
/// <param name="Number">The phase; 0 where the option is not written.</param>
internal sealed record PhaseUse(LossReader Reader, string Option, long Number);
