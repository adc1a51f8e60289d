using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Losses.Catalog;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The terms of a recipe's loss, by what the table of losses says about them. [Train] has one that nobody writes: cross-entropy.</summary>
internal static class LossBinder
{
    public static BoundLosses Bind(RecipeDecl declaration)
    {
        if (declaration.Teacher is null && declaration.Losses.Count == 0)
        {
            LossSpec labels = LossCatalog.Of(LossKind.CE);
            return new BoundLosses(
                new([new BoundTerm(declaration.Header.Node, new LossTerm(labels.Kind, 1, 1), default) { Reads = labels.Reads }]),
                new([new LossReader(declaration.Header.Node, labels.Name, labels.Reads) { IsWritten = false, LeastClasses = labels.LeastClasses, ForOneClass = labels.ForOneClass }]),
                default,
                IsComplete: true);
        }

        List<BoundTerm> terms = [];
        List<LossReader> readers = [];
        List<Problem> problems = [];
        bool isComplete = true;
        foreach (AttributeDecl attribute in declaration.Losses)
        {
            if (Spec(declaration, attribute, problems) is not { } spec)
            {
                isComplete = false;
                continue;
            }

            if (ReadsTeacher(spec.Reads) && declaration.Teacher is null)
            {
                // The [Distill] beside [Train] has the teacher: that the class is both is said already.
                if (declaration.OtherRole is { Name: "Distill" })
                {
                    isComplete = false;
                    continue;
                }

                problems.Add(new Problem(
                    ProblemCode.NeedsTeacher, attribute.Node, spec.Own is null ? "kind" : "method",
                    spec.Name, declaration.Type.Name, declaration.Student.Split('.', ':').Last())
                {
                    Fixes = new([new Fix("Remove", $"Remove {spec.Name}", Edit.Remove(attribute.Node))]),
                });
                continue;
            }

            EquatableArray<OpParameter> known = TermOptions.Of(spec);
            BoundAttribute bound = ArgumentBinder.Bind(TermOptions.Read(attribute, spec, known, problems) with { Name = spec.Name }, known);
            problems.AddRange(bound.Problems);
            isComplete &= bound.State != LayerState.Unknown;
            TapPair[] pairs = spec.Features is { } needs ? Pairs(attribute, bound, spec, needs, problems) : [];
            HeadPair heads = spec.Features is null ? new(Head(bound, "Teacher"), Head(bound, "Student")) : HeadPair.Results;
            EquatableArray<BoundArgument> options = bound.Arguments.Where(argument => argument.IsWritten && spec.Options.Any(option => option.Name == argument.Name)).ToEquatableArray();
            (long phase, long pretrain) = (Integer(bound, "Phase"), Integer(bound, "Pretrain"));
            readers.Add(new LossReader(attribute.Node, spec.Name, spec.Reads) { Phase = phase, Pretrain = pretrain, Pairs = pairs.ToEquatableArray(), Heads = heads, Options = options, LeastClasses = spec.LeastClasses, ForOneClass = spec.ForOneClass, Needs = spec.Features });
            if (bound.State == LayerState.Bound && Term(attribute.Node, spec, bound, problems) is { } term)
            {
                BoundTerm one = new(attribute.Node, term with { Options = options, Phase = phase, Pretrain = pretrain }, default) { Reads = spec.Reads, Heads = heads };
                terms.AddRange(
                    spec.Features is null ? [one]
                    : pairs.Length == 0 ? []
                    : spec.Features.IsJoint ? [one with { Pairs = new(pairs) }]
                    : pairs.Select((pair, place) => one with { Pairs = new([pair]), Term = one.Term with { Share = spec.Features.Halves ? Math.Pow(2, place + 1 - pairs.Length) : 1 } }));
            }
        }

        problems.AddRange(IgnoredLabels(readers));
        if (isComplete && terms.Count == 0 && !problems.Any(static problem => problem.IsError))
        {
            problems.Add(NoWeight(declaration, [.. declaration.Losses.Select(static loss => loss.Node)], ""));
        }

        return new BoundLosses(terms.ToEquatableArray(), readers.ToEquatableArray(), problems.ToEquatableArray(), isComplete);
    }

    /// <summary>Whether a term of a recipe reads a teacher; false for what is no loss.</summary>
    public static bool ReadsTeacher(RecipeDecl declaration, AttributeDecl attribute)
        => (declaration.OwnLosses.FirstOrDefault(own => own.Node == attribute.Node) is { } own ? own.Loss?.Reads : SpecOf(attribute)?.Reads) is { } reads && ReadsTeacher(reads);

    /// <summary>Whether what is read is read of a teacher.</summary>
    public static bool ReadsTeacher(LossReads reads) => (reads & (LossReads.Teacher | LossReads.Features)) != 0;

    /// <summary>Nothing is learned from a recipe without terms, or with those alone that weigh nothing.</summary>
    /// <param name="declaration">The recipe.</param>
    /// <param name="off">The terms that weigh nothing.</param>
    /// <param name="where">What part of the recipe has none; "" for all of it.</param>
    public static Problem NoWeight(RecipeDecl declaration, NodeId[] off, string where)
    {
        string kind = declaration.Teacher is null ? "DistillLoss(Kind.CE)" : "DistillLoss(Kind.KL, T = 4)";
        string instead = declaration.Teacher is null ? "add [DistillLoss(Kind.CE)]" : "add [DistillLoss(Kind.CE)] or [DistillLoss(Kind.KL, T = 4)]";
        return new Problem(ProblemCode.NoWeight, declaration.Header.Node, null, declaration.Type.Name, "no loss with a weight above 0" + where, instead)
        {
            Related = off.Select(static node => new Spot(node, "Weight")).ToEquatableArray(),
            Fixes = new([off.Length > 0 ? UseWeight(off) : new Fix(declaration.Teacher is null ? "AddCE" : "AddKL", $"Add [{kind}]", Edit.AddAttribute(declaration.Header.Node, kind))]),
        };
    }

    /// <summary>Gives terms a weight.</summary>
    public static Fix UseWeight(NodeId[] terms) => new("UseWeight", "Use Weight = 1", [.. terms.Select(static node => Edit.Set(node, "Weight", "1"))]);

    /// <summary>All terms read the same labels: what stands for none is one number.</summary>
    private static IEnumerable<Problem> IgnoredLabels(List<LossReader> readers)
    {
        (NodeId Node, string Name, BoundArgument Index)[] written =
        [
            .. readers.SelectMany(static reader => reader.Options.Where(static option => option.Name == "IgnoreIndex").Select(option => (reader.Node, reader.Name, option))),
        ];
        return written.Where(later => !later.Index.Value.Equals(written[0].Index.Value)).Take(1).Select(later => new Problem(
            ProblemCode.OutOfRange, later.Node, "IgnoreIndex",
            later.Name, $"IgnoreIndex = {later.Index.Code}", $"{written[0].Name} has {written[0].Index.Code} for the same labels")
        {
            Related = new([new Spot(written[0].Node, "IgnoreIndex")]),
            Fixes = new([new Fix("UseIgnoreIndex", $"Use {written[0].Index.Code}", Edit.Set(later.Node, "IgnoreIndex", written[0].Index.Code))]),
        });
    }

    /// <summary>A term; null when it never weighs anything, or when its weight, its temperature or its schedule is wrong.</summary>
    private static LossTerm? Term(NodeId node, LossSpec spec, BoundAttribute bound, List<Problem> problems)
    {
        string name = spec.Name;
        double weight = Real(bound, "Weight");
        if (!(weight >= 0) || !OpParameter.IsFinite(weight))
        {
            problems.Add(new Problem(
                ProblemCode.NoWeight, node, "Weight",
                name, $"Weight = {Literal.Text(weight)}", weight < 0 ? "a weight is at least 0" : "a weight is a finite number, at least 0")
            {
                Fixes = new([new Fix("UseWeight", "Use 1", Edit.Set(node, "Weight", "1"))]),
            });
            return null;
        }

        if (spec.Weights.Count > 0 && spec.Weights.All(part => Real(bound, part) == 0))
        {
            problems.Add(new Problem(
                ProblemCode.NoWeight, node, spec.Weights[spec.Weights.Count - 1],
                name, string.Join(" and ", spec.Weights.Select(static part => part + " = 0")), "give one of them a weight above 0"));
            return null;
        }

        if (!TermSchedule.Bind(node, name, bound, problems, out WeightSchedule? schedule))
        {
            return null;
        }

        bool counts = weight > 0 || schedule is { Course: not WeightCourse.Constant, EndWeight: > 0 };
        if (spec.Temperature is null)
        {
            return counts ? new LossTerm(spec.Kind, weight, 1) { Schedule = schedule, Own = spec.Own } : null;
        }

        double temperature = Real(bound, "T");
        if (!(temperature > 0) || !OpParameter.IsFinite(temperature))
        {
            // A default of 1 stands for no temperature.
            string usual = spec.Temperature == 1 ? "4" : Literal.Text(spec.Temperature.Value);
            problems.Add(new Problem(ProblemCode.TemperatureNotPositive, node, "T", name, Literal.Text(temperature), usual)
            {
                Fixes = new([new Fix("UseT", $"Use T = {usual}", Edit.Set(node, "T", usual))]),
            });
            return null;
        }

        double factor = weight * temperature * temperature;
        if (weight > 0 && (factor == 0 || !OpParameter.IsFinite(factor)))
        {
            problems.Add(new Problem(
                ProblemCode.OutOfRange, node, "T",
                name, $"T = {Literal.Text(temperature)}", $"Weight * T² is {Literal.Text(factor)}"));
            return null;
        }

        bool isWritten = bound.Arguments.Any(static argument => argument is { Name: "T", IsWritten: true });
        return counts ? new LossTerm(spec.Kind, weight, temperature) { StatesTemperature = isWritten, Schedule = schedule } : null;
    }

    /// <summary>The features that a term between stages compares: the stages, or their layers pair by pair.</summary>
    private static TapPair[] Pairs(AttributeDecl attribute, BoundAttribute bound, LossSpec spec, FeatureNeeds needs, List<Problem> problems)
    {
        if (bound.State == LayerState.Unknown)
        {
            return [];
        }

        if (StagePairs.Fault(attribute, spec.Name, needs.LeastPairs, needs.IsJoint) is { } fault)
        {
            problems.Add(fault);
            return [];
        }

        bool isPreAct = bound.Arguments.Any(static argument => argument is { Name: "PreAct", Value: Constant.Bool { Value: true } });
        EquatableArray<long> teacher = Layers(bound, "TeacherLayers");
        EquatableArray<long> student = Layers(bound, "StudentLayers");
        if (teacher.Count != student.Count)
        {
            problems.Add(new Problem(
                ProblemCode.LayerMap, attribute.Node, student.Count == 0 ? "TeacherLayers" : "StudentLayers",
                spec.Name, $"{Literal.Of(teacher.Count)} TeacherLayers and {Literal.Of(student.Count)} StudentLayers", "give as many of both, one pair a position")
            {
                Related = teacher.Count == 0 || student.Count == 0 ? default : new([new Spot(attribute.Node, "TeacherLayers")]),
            });
            return [];
        }

        ProjectorKind projector = bound.Arguments.FirstOrDefault(static argument => argument.Name == "Project")?.Value is Constant.Text { Value: var name } && Enum.TryParse(name, out ProjectorKind known) ? known : ProjectorKind.None;
        IReadOnlyList<(TapRequest Teacher, TapRequest Student)> stages = StagePairs.Of(attribute);
        TapPair[] pairs = teacher.Count == 0 ? [.. stages.Select(pair => Pair(pair, null, null))]
            : [.. stages.SelectMany(pair => teacher.Zip(student, (taught, learned) => Pair(pair, taught, learned)))];
        if (pairs.Length < needs.LeastPairs)
        {
            problems.Add(new Problem(ProblemCode.LayerMap, attribute.Node, "StudentLayers", spec.Name, Literal.Counted(pairs.Length, "pair") + " of layers", $"give at least {Literal.Of(needs.LeastPairs)} neighbouring layers of each stage"));
            return [];
        }

        return pairs;

        TapPair Pair((TapRequest Teacher, TapRequest Student) pair, long? taught, long? learned)
            => new(
                pair.Teacher with { PreAct = isPreAct, Layer = taught, Extra = needs.TeacherExtra },
                pair.Student with { PreAct = isPreAct, Layer = learned, Extra = needs.StudentExtra }) { Projector = projector };
    }

    private static EquatableArray<long> Layers(BoundAttribute bound, string name)
        => bound.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is Constant.Integers layers ? layers.Values : default;

    private static TapRequest? Head(BoundAttribute bound, string name)
        => bound.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is Constant.Text head ? TapRequest.Head(head.Value) : null;

    /// <summary>The loss; null when the argument does not compile, is a number that no loss has, which only a cast gives, or a loss that does not go with the attribute's form.</summary>
    private static LossSpec? Spec(RecipeDecl declaration, AttributeDecl attribute, List<Problem> problems)
    {
        if (declaration.OwnLosses.FirstOrDefault(own => own.Node == attribute.Node) is { } own)
        {
            return own.Loss is { } loss ? OwnLosses.Of(loss) : NotFound(own, problems);
        }

        if (SpecOf(attribute) is not { } spec)
        {
            return attribute.Arguments.FirstOrDefault(static argument => argument.Name == "kind")?.Value is Constant.Integer number
                ? Refused($"kind {Literal.Of(number.Value)}", "name a member of Kind") : null;
        }

        return spec.Features is not null ? spec
            : StagePairs.IsList(attribute) ? Refused(
                $"{spec.Kind} between stages", "it reads logits, leave the lists out",
                new Fix("DropLists", "Remove the lists", [.. new[] { "TeacherStages", "StudentStages" }.Where(list => attribute.Arguments.Any(argument => argument.Name == list)).Select(list => Edit.Drop(attribute.Node, list))]))
            : attribute.Types.Count == 2 ? Refused($"{spec.Kind} between stages", $"it reads logits, write [DistillLoss(Kind.{spec.Kind})]")
            : spec;

        LossSpec? Refused(string what, string instead, params Fix[] fixes)
        {
            problems.Add(new Problem(ProblemCode.OutOfRange, attribute.Node, "kind", attribute.Name, what, instead) { Fixes = new(fixes) });
            return null;
        }
    }

    /// <summary>Says why a loss of the user's cannot be used; what is wrong with the method itself is said there.</summary>
    private static LossSpec? NotFound(OwnLossDecl own, List<Problem> problems)
    {
        (string What, string Instead)? fault = own.State switch
        {
            OwnLossState.Missing => ("which does not exist", "name a method marked [Loss]"),
            OwnLossState.NotMarked => ("which is not marked", "put [Loss] on it"),
            OwnLossState.Ambiguous => ("which several methods are called", "give each a name of its own"),
            OwnLossState.Hidden => ("which the recipe cannot call", "make it public or internal"),
            OwnLossState.Elsewhere => ("whose source is in another project", "put it in this one"),
            _ => null,
        };
        if (fault is var (what, instead))
        {
            problems.Add(new Problem(ProblemCode.LossNotFound, own.Node, "method", own.Name, what, instead));
        }

        return null;
    }

    /// <summary>The loss of the language that a term names; null for none.</summary>
    public static LossSpec? SpecOf(AttributeDecl attribute)
        => attribute.Arguments.FirstOrDefault(static argument => argument.Name == "kind")?.Value is Constant.Text { Value: var name } && Enum.TryParse(name, out LossKind kind) ? LossCatalog.Of(kind) : null;

    private static long Integer(BoundAttribute bound, string name)
        => bound.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is Constant.Integer number ? number.Value : 0;

    private static double Real(BoundAttribute bound, string name)
        => bound.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is Constant.Real real ? real.Value : 0;
}
