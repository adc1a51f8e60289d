using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Whether the shapes that a term compares go together, as its loss takes them or through its projector.</summary>
internal static class ShapeChecks
{
    private const string Project = "Project";

    /// <summary>Checks one term.</summary>
    /// <param name="reader">The term.</param>
    /// <param name="pairs">What it compares, pair by pair.</param>
    /// <returns>The first thing that is wrong; null when nothing is, or when it cannot be known.</returns>
    public static Problem? Of(LossReader reader, List<ComparedShapes> pairs)
    {
        if (pairs.Count == 0 || reader.Needs is not { } all)
        {
            return null;
        }

        FeatureNeeds needs = all.For(reader.Options);
        ProjectorKind kind = needs.Projects ? pairs[0].Pair.Projector : ProjectorKind.None;
        foreach (ComparedShapes pair in pairs)
        {
            // What Auto takes where nothing fits is what the shapes lack as they are.
            ProjectorSpec? projector = kind == ProjectorKind.Auto && pair is { Student: { } from, Teacher: { } to } ? ProjectorCatalog.Choose(kind, from, needs.Goal(from, to)) : ProjectorCatalog.Find(kind);
            Problem? problem = Unfit(reader, needs, pair)
                ?? (kind == ProjectorKind.Auto && (pair.Teacher is null || pair.Student is null) ? Unknown(reader, "Project", nameof(ProjectorKind.Auto), pair)
                    : projector is not null ? Projected(reader, needs, projector, pair, pairs)
                    : Unprojected(reader, needs, pair, pairs));
            if (problem is not null)
            {
                return problem with { Related = pair.Spots };
            }
        }

        if (Fewest(needs, pairs) is var (fewest, of) && reader.Options.FirstOrDefault(option => option.Name == needs.Vectors) is { Value: Constant.Integer { Value: var count } } && count > fewest)
        {
            return new Problem(ProblemCode.OptionIgnored, reader.Node, needs.Vectors, reader.Name, $"{needs.Vectors} = {Literal.Of(count)}", $"{of.TeacherText} ({of.Teacher}) has {Literal.Counted(fewest, "singular vector")}")
            {
                Fixes = new([new Fix("Use" + needs.Vectors, $"Use {Literal.Of(fewest)}", Edit.Set(reader.Node, needs.Vectors!, Literal.Of(fewest)))]),
            };
        }

        // A regressor between equal shapes trains all the same: FitNets has it.
        return kind is not (ProjectorKind.None or ProjectorKind.Auto) && pairs.All(pair => pair is { Student: { } from, Teacher: { } to } && needs.Goal(from, to) == from)
            ? new Problem(
                ProblemCode.OptionIgnored, reader.Node, "Project",
                reader.Name, "Project", pairs[0].Teacher == pairs[0].Student
                    ? $"{pairs[0].TeacherText} and {pairs[0].StudentText} are both {pairs[0].Teacher}" : $"it takes {pairs[0].Teacher} and {pairs[0].Student} as they are") { Fixes = new([Without(reader)]) }
            : null;
    }

    /// <summary>How many singular vectors the smallest of the teacher's maps has; null for a loss that does not ask, or where a shape is unknown.</summary>
    private static (long Count, ComparedShapes Of)? Fewest(FeatureNeeds needs, List<ComparedShapes> pairs)
        => needs.Vectors is null || pairs.Any(static pair => pair.Teacher is not { IsMap: true }) ? null
            : pairs.Select(static pair => (Count: System.Math.Min(pair.Teacher!.Channels, pair.Teacher.Dims[1] * pair.Teacher.Dims[2]), pair)).OrderBy(static stage => stage.Count).First();

    /// <summary>A feature of a kind that the loss is not defined for, or one whose shape its module is made from and which is unknown.</summary>
    private static Problem? Unfit(LossReader reader, FeatureNeeds needs, ComparedShapes pair)
    {
        foreach ((Shape? shape, string text, string argument) in new[] { (pair.Teacher, pair.TeacherText, pair.TeacherArgument), (pair.Student, pair.StudentText, pair.StudentArgument) })
        {
            if (shape is not null && !needs.IsFor(shape))
            {
                return new Problem(ProblemCode.FeatureKind, reader.Node, argument, reader.Name, needs.Inputs, text, Ranks.Describe(shape));
            }
        }

        return needs.Module is not null && (pair.Teacher is null || pair.Student is null) ? Unknown(reader, "kind", reader.Name, pair) : null;
    }

    private static Problem Unknown(LossReader reader, string argument, string name, ComparedShapes pair)
    {
        (TapRequest request, string text, string role) = pair.Teacher is null ? (pair.Pair.Teacher, pair.TeacherText, "teacher") : (pair.Pair.Student, pair.StudentText, "student");
        return new Problem(ProblemCode.SizeUnknown, reader.Node, argument, name, $"the {role}'s shape", text, $"add [Shape(..)] to {Taps.NameOf(request.Stage)}");
    }

    private static Problem? Unprojected(LossReader reader, FeatureNeeds needs, ComparedShapes pair, List<ComparedShapes> pairs)
    {
        if (pair is not { Teacher: { } taught, Student: { } from } || needs.Goal(from, taught) is var to && to == from && (taught.Rank == from.Rank || !(needs.EqualChannels || needs.EqualSizes)))
        {
            return null;
        }

        if (needs.ReadsAttention)
        {
            (string unit, int place) = taught.Channels != from.Channels ? ("heads", 0) : ("tokens", 1);
            return new Problem(
                ProblemCode.LayerMap, reader.Node, pair.StudentArgument,
                reader.Name, $"{Literal.Of(taught.Dims[place])} {unit} in {pair.TeacherText} and {Literal.Of(from.Dims[place])} in {pair.StudentText}", $"name stages of as many {unit}");
        }

        // Kinds that differ leave nothing to compare.
        to = taught.Rank == from.Rank ? to : taught;
        if (!needs.Projects || needs.Module is not null)
        {
            return Differ(
                reader, needs.EqualChannels && to.Channels != from.Channels ? ProblemCode.FeatureChannelsDiffer : ProblemCode.FeatureSizesDiffer, pair.StudentArgument, pair,
                to.Rank != from.Rank ? $"a {Noun(to)} and a {Noun(from)}, name stages of one kind"
                    : needs.EqualChannels && to.Channels != from.Channels ? $"{Literal.Of(to.Channels)} and {Literal.Of(from.Channels)} channels, name stages of as many"
                    : $"{Size(to)} and {Size(from)}, name stages of one size",
                []);
        }

        Fix[] fixes = Fixes(reader, needs, pairs);
        bool fits = ProjectorCatalog.Plain.Any(spec => spec.Fits(from, to));
        if (fits && fixes.Length == 0 && pairs.All(static other => other is { Teacher: not null, Student: not null }))
        {
            // There is a pair behind that nothing fits, and of that it is said.
            return null;
        }

        int axis = to.Rank == 2 ? 1 : 0;
        bool isFeatures = to.Rank <= 3 && to.Rank == from.Rank && to.Dims[axis] != from.Dims[axis] && (to.Rank != 2 || to.Dims[0] == from.Dims[0]);
        (ProblemCode code, string words) =
            to.Rank != from.Rank ? (ProblemCode.FeatureSizesDiffer, $"a {Noun(to)} and a {Noun(from)}, name stages of one kind")
            : isFeatures ? (ProblemCode.FeatureChannelsDiffer,
                $"{Literal.Of(to.Dims[axis])} and {Literal.Of(from.Dims[axis])} {(to.IsMap ? "channels" : "features")}{(fits ? " need a projector" : $", and {NoneFits(from, to)}")}")
            : Broadcast(from, to) is { } stretched ? (ProblemCode.FeatureSizesDiffer, $"{stretched} to a meaningless loss, {(fits ? "add a projector" : "name stages of one size")}")
            : (ProblemCode.FeatureSizesDiffer, $"{Size(to)} and {Size(from)} {(fits ? "need a projector" : "cannot be compared, name stages of one size")}");
        return Differ(reader, code, pair.StudentArgument, pair, words, fixes);
    }

    private static Problem? Projected(LossReader reader, FeatureNeeds needs, ProjectorSpec projector, ComparedShapes pair, List<ComparedShapes> pairs)
    {
        string name = projector.Kind.ToString();
        if (pair is not { Teacher: { } taught, Student: { } from })
        {
            return Unknown(reader, "Project", name, pair);
        }

        Shape to = taught.Rank == from.Rank ? needs.Goal(from, taught) : taught;
        if (projector.Fits(from, to))
        {
            return null;
        }

        Fix[] fixes = to == from ? [Without(reader)] : Fixes(reader, needs, pairs);
        // What fits all pairs, if something does.
        string? fitting = ProjectorCatalog.Plain.FirstOrDefault(spec => spec.Fits(from, to))?.Kind.ToString();
        string? other = fitting is null || to == from || fixes.Length == 0 ? fitting : fixes[0].Key.Substring(Project.Length);
        string instead = to == from ? "leave Project out" : $"use {other}";
        (ProblemCode code, string words) =
            to.Rank != from.Rank ? (ProblemCode.FeatureSizesDiffer, $"no projector makes a {Noun(to)} of a {Noun(from)}, name stages of one kind")
            : other is null ? (ProblemCode.FeatureSizesDiffer, NoneFits(from, to))
            : !projector.Takes(from) ? (ProblemCode.FeatureChannelsDiffer, $"{name} projects {projector.Inputs}, {instead}")
            : (ProblemCode.FeatureSizesDiffer, $"{name} keeps {Size(from)}, {instead}");
        return Differ(reader, code, "Project", pair, words, fixes);
    }

    private static Problem Differ(LossReader reader, ProblemCode code, string argument, ComparedShapes pair, string words, Fix[] fixes)
        => new(code, reader.Node, argument, reader.Name, pair.TeacherText, $"{pair.Teacher}", pair.StudentText, $"{pair.Student}", words) { Fixes = new(fixes) };

    /// <summary>The projectors that fit every pair, each with what it costs in all.</summary>
    private static Fix[] Fixes(LossReader reader, FeatureNeeds needs, List<ComparedShapes> pairs)
    {
        (Shape From, Shape To)[] shapes = [.. pairs.Distinct().Where(static pair => pair is { Teacher: not null, Student: not null }).Select(pair => (pair.Student!, needs.Goal(pair.Student!, pair.Teacher!)))];
        if (pairs.Any(static pair => pair.Teacher is null || pair.Student is null))
        {
            return [];
        }

        Fix[] plain = [.. ProjectorCatalog.Plain.Where(spec => shapes.All(pair => spec.Fits(pair.From, pair.To))).Select(spec => Use(spec.Kind, _ => spec))];

        // Pairs of maps and pairs of vectors in one list have none in common.
        return plain.Length == 0 && shapes.All(static pair => pair.From == pair.To || ProjectorCatalog.Choose(ProjectorKind.Auto, pair.From, pair.To) is not null)
            ? [Use(ProjectorKind.Auto, static pair => ProjectorCatalog.Choose(ProjectorKind.Auto, pair.From, pair.To))] : plain;

        Fix Use(ProjectorKind kind, System.Func<(Shape From, Shape To), ProjectorSpec?> projector) => new(
            Project + kind,
            $"Project = Projector.{kind} ({Literal.Grouped(shapes.Aggregate(0L, (sum, pair) => Saturating.Add(sum, projector(pair)?.Parameters(pair.From, pair.To) ?? 0)))} extra parameters, training only)",
            Edit.Set(reader.Node, "Project", $"Projector.{kind}"));
    }

    private static Fix Without(LossReader reader) => new("DropProject", "Remove Project", Edit.Drop(reader.Node, "Project"));

    /// <summary>"1x1 would broadcast against 8x8" where torch stretches one shape to the other; null where it fails.</summary>
    private static string? Broadcast(Shape left, Shape right)
        => left.Dims.Zip(right.Dims, static (one, other) => one == other || one == 1 || other == 1).All(static goes => goes)
            ? left.Elements < right.Elements ? $"{Size(left)} would broadcast against {Size(right)}" : $"{Size(right)} would broadcast against {Size(left)}"
            : null;

    private static string NoneFits(Shape from, Shape to) => $"no projector makes {Size(to)} of {Size(from)}, name stages of one size";

    /// <summary>"8x8" of 64x8x8; a sequence as a whole.</summary>
    private static string Size(Shape shape) => shape.IsMap ? $"{Literal.Of(shape.Dims[1])}x{Literal.Of(shape.Dims[2])}" : shape.ToString();

    private static string Noun(Shape shape) => shape.Rank switch
    {
        1 => "vector",
        2 => "sequence",
        3 => "map",
        _ => $"{Literal.Of(shape.Rank)}-dimensional sample",
    };
}

/// <summary>Two features that a term compares, with their shapes; null where one is unknown.</summary>
internal sealed record ComparedShapes(TapPair Pair, string TeacherText, Shape? Teacher, string StudentText, Shape? Student)
{
    /// <summary>The argument of the term that names the teacher's stage.</summary>
    public string TeacherArgument { get; init; } = "TTeacherStage";

    /// <summary>The argument of the term that names the student's.</summary>
    public string StudentArgument { get; init; } = "TStudentStage";

    /// <summary>The classes of the stages.</summary>
    public EquatableArray<Spot> Spots { get; init; }
}
