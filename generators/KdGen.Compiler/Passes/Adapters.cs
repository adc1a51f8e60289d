using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Passes;

/// <summary>The modules that one recipe trains beside the student, each with a name of its own: projectors, which terms that project the same pair in the same way share, and losses with weights.</summary>
internal sealed class Adapters
{
    private readonly List<Projection> projections = [];
    private readonly HashSet<string> names = [];

    /// <summary>What a term between stages becomes: its features with their projectors, and its module where it is one.</summary>
    /// <param name="term">The term.</param>
    /// <param name="pairs">What it compares.</param>
    /// <param name="asked">The first of the pairs as it is written; the others are asked for in the same way.</param>
    /// <param name="taught">The first of the teacher's features, with what the loss wants beside it; null where it is unknown.</param>
    public LossTerm Complete(LossTerm term, FeaturePair[] pairs, TapPair asked, TapAnswer? taught)
    {
        LossSpec spec = LossCatalog.Of(term.Kind);
        FeatureNeeds needs = spec.Features!.For(term);
        LossTerm compared = term with { Features = pairs.Select(pair => pair with { Projection = Between(pair, needs, asked) }).ToEquatableArray() };
        if (needs.Module is not { } module || pairs.Any(pair => pair is not { Student.Shape: { } from, Teacher.Shape: { } to } || !needs.IsFor(from) || !needs.IsFor(to)))
        {
            return compared;
        }

        string arguments = module(new LearnedInputs(
            compared.Features.Select(static pair => pair.Learned.Shape!).ToEquatableArray(), pairs.Select(static pair => pair.Teacher.Shape!).ToEquatableArray(), term,
            needs.TakesTeacherNorm ? "teacher." + taught?.Module : null));
        string name = Free(TermNames.Small(spec.Name) + (needs.IsJoint ? "Stages" : pairs[0].Student.Name));
        return compared with { Learned = new LearnedLoss($"{spec.Name}Loss", arguments, name, Value(spec, name, name))
            {
                TakesTeacher = needs.TakesTeacherNorm,
                Rest = taught?.Rest,
                RestMethod = taught?.Rest is not null ? $"{TapReaderEmitter.OfTeacher}Behind{pairs[0].Teacher.Name}" : "",
            },
        };
    }

    /// <summary>The term that trains a part of another's module beforehand; null for a term without such a phase.</summary>
    public LossTerm? Pretraining(LossTerm term)
    {
        if (term is not { Pretrain: > 0, Learned: { } learned })
        {
            return null;
        }

        LossTerm before = term with { Weight = 1, Schedule = null, Phase = term.Pretrain, Pretrain = 0, Pretrains = true };
        LossSpec spec = LossCatalog.Of(before);
        return before with { Learned = learned with { Result = Value(spec, Free(learned.Module + spec.Features!.TeacherMethod), learned.Module) } };
    }

    private static Feature Value(LossSpec spec, string name, string module) => new(FeatureOrigin.Loss, name, $"{spec.Name} by Adapters.{module}", null);

    /// <summary>The projector of a pair; null where there is none, or where it does not fit, which the checks say.</summary>
    private Projection? Between(FeaturePair pair, FeatureNeeds needs, TapPair asked)
    {
        ProjectorKind kind = asked.Projector;
        bool isBeforeActivation = needs.IsBeforeActivation || asked.Teacher.PreAct;
        if (pair is not { Student.Shape: { } from, Teacher.Shape: { } to } || !needs.Projects
            || needs.Goal(from, to) is var goal && ProjectorCatalog.Choose(kind, from, goal)?.Fits(from, goal) != true)
        {
            return null;
        }

        ProjectorKind chosen = ProjectorCatalog.Choose(kind, from, goal)!.Kind;
        if (projections.FirstOrDefault(known => known.Kind == chosen && known.Source.Variable == pair.Student.Variable && known.Target.Variable == pair.Teacher.Variable
            && known.Output == goal && known.IsBeforeActivation == isBeforeActivation) is { } same)
        {
            return same;
        }

        string name = Free(pair.Student.Name);
        Feature result = new(FeatureOrigin.Projected, name, $"{pair.Student.Text} through Adapters.{Identifier.Small(name)}", goal);
        projections.Add(new Projection(chosen, pair.Student, pair.Teacher, result, from, goal) { IsBeforeActivation = isBeforeActivation });
        return projections[projections.Count - 1];
    }

    private string Free(string name)
    {
        string free = name;
        for (int i = 2; !names.Add(Identifier.Small(free)); i++)
        {
            free = $"{name}_{Literal.Of(i)}";
        }

        return free;
    }
}
