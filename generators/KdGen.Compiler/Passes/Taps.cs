using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What a recipe's terms read inside its models.</summary>
internal static class Taps
{
    /// <summary>Whether a recipe reads anything inside its models, so that it must look at them.</summary>
    public static bool AreIn(RecipeDecl recipe) => recipe.Losses.Any(static loss => loss.Types.Count == 2 || loss.Arguments.Any(static argument => argument.Name is "Student" or "Teacher" or "StudentStages" or "TeacherStages"));

    /// <summary>Resolves a recipe's taps.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="teacher">The teacher; null when its class is no model declared here.</param>
    /// <param name="student">The class that learns; null as above.</param>
    /// <returns>For each model what is read in it; null where the model is unknown or has errors of its own.</returns>
    public static (ModelTaps? Teacher, ModelTaps? Student) Of(RecipeDecl recipe, ShapedModule? teacher, ShapedModule? student)
    {
        BoundLosses losses = LossBinder.Bind(recipe);
        return (
            In(
                teacher, "teacher", student,
                [.. losses.Readers.SelectMany(static reader => reader.Pairs.Select(static pair => pair.Teacher).Concat(Present(reader.Heads.Teacher)))],
                [.. losses.Phases.Select(phase => new PhaseReads(
                    phase,
                    [.. losses.TermsOf(phase).Concat(losses.PretrainedIn(phase)).SelectMany(static term => term.Pairs.Select(static pair => pair.Teacher).Concat(Present(term.Heads.Teacher)))],
                    losses.TermsOf(phase).Any(static term => term.ReadsTeacherLogits)))]),
            In(
                student, "student", teacher,
                [.. losses.Readers.SelectMany(static reader => reader.Pairs.Select(static pair => pair.Student).Concat(Present(reader.Heads.Student)))],
                [.. losses.Phases.Select(phase => new PhaseReads(
                    phase,
                    [.. losses.TermsOf(phase).SelectMany(static term => term.Pairs.Select(static pair => pair.Student).Concat(Present(term.Heads.Student)))],
                    losses.TermsOf(phase).Any(static term => term.ReadsStudentLogits)))]));

        static TapRequest[] Present(TapRequest? request) => request is null ? [] : [request];
    }

    /// <summary>A feature as messages name it: "ResNet56.Stage2", "block 1 of ResNet56.Stage2", each also "before its activation".</summary>
    public static string Text(string model, TapRequest request)
        => $"{(request.Layer is { } layer ? $"block {Literal.Of(layer)} of " : "")}{model}.{NameOf(request.Stage)}{(request.PreAct ? " before its activation" : "")}";

    /// <summary>"Stage2" of "global::Models.CifarResNet.Stage2".</summary>
    public static string NameOf(string type) => type.Split('<')[0].Split('.', ':').Last().TrimStart('@');

    /// <summary>"CifarResNet.Stage2" of "global::Models.CifarResNet.Stage2": models call their stages alike.</summary>
    public static string PathOf(string type)
    {
        string[] names = type.Split('<')[0].Split([".", "::"], StringSplitOptions.None);
        return string.Join(".", names.Skip(names.Length - 2).Where(static name => name != "global").Select(static name => name.TrimStart('@')));
    }

    private static ModelTaps? In(ShapedModule? module, string role, ShapedModule? other, TapRequest[] all, PhaseReads[] phases)
    {
        if (module is not { HasErrors: false, Body: { } body })
        {
            return null;
        }

        string model = module.Module.Type.Name;
        TapFinder finder = new(body, model, role);
        Dictionary<TapRequest, TapPoint> points = [];
        Dictionary<TapPoint, string> names = [];
        List<TapAnswer> answers = [];
        foreach (TapRequest request in all.Distinct())
        {
            TapPoint? point = finder.Find(request, out TapFault? fault);
            if (point is null)
            {
                answers.Add(new TapAnswer(request, "", null, (finder.Has(request) ? null : OfRival(request, model, role, finder.Stages, other)) ?? fault));
                continue;
            }

            if (request.IsHead && point == new TapPoint(default, body.Result))
            {
                answers.Add(new TapAnswer(request, "", body.Output, null) { IsResult = true });
                continue;
            }

            if (!names.TryGetValue(point, out string? name))
            {
                name = Name(request, names.Values);
                names.Add(point, name);
            }

            points.Add(request, point);
            answers.Add(finder.Complete(new TapAnswer(request, name, finder.ShapeAt(point), null), point));
        }

        HashSet<TapRequest> results = [.. answers.Where(static answer => answer.IsResult).Select(static answer => answer.Request)];
        return new ModelTaps(answers.ToEquatableArray(), phases.Where(static phase => phase.Phase == 0).Select(Reader).FirstOrDefault())
        {
            InPhases = phases.Where(static phase => phase.Phase > 0).Select(phase => new PhaseReader(phase.Phase, Reader(phase))).ToEquatableArray(),
        };

        TapReader? Reader(PhaseReads phase)
        {
            TapPoint[] read = [.. phase.Requests.Where(points.ContainsKey).Select(request => points[request]).Distinct()];
            return read.Length == 0 ? null
                : TapReaders.Build(body, [.. read.Select(point => new NamedPoint(names[point], point, finder.ShapeAt(point)))], phase.Logits || phase.Requests.Any(results.Contains));
        }
    }

    /// <summary>What is read of a model in a phase: values inside of it, and its result.</summary>
    private sealed record PhaseReads(long Phase, TapRequest[] Requests, bool Logits);

    /// <summary>The commonest slip: a stage of the other model.</summary>
    private static TapFault? OfRival(TapRequest request, string model, string role, string stages, ShapedModule? other)
    {
        if (other is not { HasErrors: false, Body: { } body })
        {
            return null;
        }

        string rival = role == "teacher" ? "student" : "teacher";
        string name = other.Module.Type.Name;
        TapRequest whole = request with { PreAct = false, Layer = null, Extra = TapExtra.None };
        return new TapFinder(body, name, rival).Find(whole, out _) is null ? null
            : new TapFault(ProblemCode.TapOfOtherModel, TapPart.Stage, new([Text(name, whole), $"a stage of {rival} {name}, not of {role} {model}", $"{model} {stages}"])) { IsOfRival = true };
    }

    // Names of a tuple's elements that C# keeps for itself, and the one that the logits have.
    private static readonly EquatableArray<string> Taken = new(["Logits", "Rest", "ToString", "Equals", "GetHashCode", "GetType", "CompareTo", "Deconstruct"]);

    private static string Name(TapRequest request, ICollection<string> used)
    {
        string name = Identifier.Capital(NameOf(request.Stage));
        name += (request.Layer is { } layer ? "Layer" + Literal.Of(layer) : "") + (request.PreAct ? "PreAct" : "") + (request.Extra == TapExtra.Attention ? "AttentionScores" : "");
        name += Taken.Contains(name) || name.StartsWith("Item", StringComparison.Ordinal) ? "Feature" : "";
        string free = name;
        for (int i = 2; used.Contains(free); i++)
        {
            free = name + "_" + Literal.Of(i);
        }

        return free;
    }
}

/// <summary>A value that is read, where it is computed.</summary>
internal sealed record NamedPoint(string Name, TapPoint Point, Shape? Shape);
