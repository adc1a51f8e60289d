using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Recipe as written to recipe understood, and the checks between its two models.</summary>
internal static class RecipeBinder
{
    private const long DefaultEpochs = 10;
    private const long DefaultBatch = 128;

    /// <summary>Binds a recipe.</summary>
    /// <param name="declaration">The recipe.</param>
    /// <param name="teacher">The teacher's signature; null when its class is no model declared here, about which nothing is checked.</param>
    /// <param name="student">The student's signature; null as above.</param>
    /// <param name="models">The models themselves, for whoever says what is found; null for whoever generates.</param>
    public static RecipeIr Bind(RecipeDecl declaration, ModuleSignature? teacher, ModuleSignature? student, Insides? models = null)
    {
        Insides insides = models ?? Insides.Unknown;
        ModelRef? teacherModel = declaration.Teacher is null ? null : Reference(declaration.Teacher, teacher);
        ModelRef studentModel = Reference(declaration.Student, student);
        List<Problem> problems = [.. FormChecks.Of(declaration.Type, declaration.Form)];
        if (declaration.OtherRole is { } other)
        {
            problems.Add(TwoRoles(declaration, other));
        }

        if (declaration.HiddenModel is { } hidden)
        {
            problems.Add(new Problem(ProblemCode.NotPartial, NodeId.Class, null, declaration.Type.Name, $"{hidden} as visible as {declaration.Type.Name}"));
        }

        if (teacherModel is not null)
        {
            RequireModel(teacherModel, declaration.TeacherKind, "TTeacher");
        }

        RequireModel(studentModel, declaration.StudentKind, teacherModel is null ? "TModel" : "TStudent");
        BoundLosses losses = LossBinder.Bind(declaration);
        problems.AddRange(losses.Problems.Select(WithLayers));
        EquatableArray<BoundPhase> phases = PhaseBinder.Bind(declaration, losses, problems, out bool phasesAreKnown);
        LogitSources sources = new(teacherModel, teacher, studentModel, student, insides);
        problems.AddRange(PairChecks.Of(declaration.Header.Node, losses.Readers, sources, insides));
        problems.AddRange(FeatureChecks.Of(declaration, losses.Readers, teacher, student, insides));
        problems.AddRange(LogitChecks.Of(declaration, losses, insides));
        OptimizerIr? optimizer = OptimizerBinder.Bind(declaration, problems, out bool optimizerIsKnown);
        long? epochs = Count(declaration.Epochs, "count", "epochs are", DefaultEpochs, problems);
        long? batch = Count(declaration.Batch, "size", "a batch is", DefaultBatch, problems);

        string? weights = TeacherWeights(declaration.Header, problems);
        Adapters adapters = new();

        // What is likely a slip is said of a recipe that is right otherwise: a mistake is mended first, and may have been the reason.
        bool isComplete = losses.IsComplete && phasesAreKnown && optimizerIsKnown && epochs is not null && batch is not null && declaration is { TeacherKind: ModelKind.Module, StudentKind: ModelKind.Module };
        if (isComplete
            && teacher is not { HasErrors: true } && student is not { HasErrors: true }
            && !problems.Any(static problem => problem.IsError))
        {
            problems.AddRange(TermChecks.Of(declaration, losses, teacherModel, studentModel, insides));
            problems.AddRange(HeadChecks.Of(declaration, losses, sources, insides));
            problems.AddRange(PairChecks.StudentLarger(declaration.Header.Node, insides) is { } larger ? [larger] : []);
        }

        EquatableArray<LossTerm> terms = TermNames.Name(losses.Terms.SelectMany(WithPretraining));
        RecipeIr recipe = new(
            declaration.Type,
            declaration.Form,
            teacherModel,
            studentModel,
            terms.Where(static term => term.Phase == 0).ToEquatableArray(),
            optimizer,
            epochs ?? DefaultEpochs,
            batch ?? DefaultBatch,
            problems.OrderBy(static problem => problem.Node.Value).ToEquatableArray(),
            isComplete && losses.Terms.All(IsResolved),
            declaration.ModelsAreVisible)
        {
            TeacherWeights = weights,
            TeacherReader = teacher?.Taps?.Reader,
            StudentReader = student?.Taps?.Reader,
            Phases = phases.Select(phase => new PhaseIr(phase.Number, phase.Epochs, terms.Where(term => term.Phase == phase.Number).ToEquatableArray(), teacher?.Taps?.ReaderIn(phase.Number), student?.Taps?.ReaderIn(phase.Number))).ToEquatableArray(),
            Declared = phases.Count == 0 ? default : terms,
            Members = declaration.Members,
            TakesTargets = losses.TakesTargets,
            IgnoreIndex = losses.IgnoreIndex,
            IsClosed = FormChecks.IsClosed(declaration.Form) || declaration.HiddenModel is not null || declaration.OtherRole is { Name: not ("Distill" or "Train") },
        };
        return recipe.IsClosed ? recipe : recipe with { Problems = recipe.Problems.Concat(NameChecks.Of(recipe)).OrderBy(static problem => problem.Node.Value).ToEquatableArray() };

        IEnumerable<LossTerm> WithPretraining(BoundTerm bound)
        {
            LossTerm term = Term(bound);
            return adapters.Pretraining(term) is { } before ? [term, before] : [term];
        }

        LossTerm Term(BoundTerm bound)
        {
            if (bound.Pairs.Count == 0 || teacherModel is null)
            {
                return bound.Term with
                {
                    TeacherHead = teacherModel is null ? null : Head(FeatureOrigin.Teacher, teacherModel, teacher, bound.Heads.Teacher),
                    StudentHead = Head(FeatureOrigin.Student, studentModel, student, bound.Heads.Student),
                };
            }

            FeaturePair[] pairs = [.. bound.Pairs.Select(pair => new FeaturePair(Tapped(FeatureOrigin.Teacher, teacherModel, teacher, pair.Teacher), Tapped(FeatureOrigin.Student, studentModel, student, pair.Student)))];
            return adapters.Complete(bound.Term, pairs, bound.Pairs[0], teacher?.Taps?.Find(bound.Pairs[0].Teacher));
        }

        bool IsResolved(BoundTerm bound) => bound.Pairs.All(pair => IsFound(pair.Teacher, teacher) && IsFound(pair.Student, student)) && IsFound(bound.Heads.Teacher, teacher) && IsFound(bound.Heads.Student, student);

        static bool IsFound(TapRequest? request, ModuleSignature? model) => request is null || model?.Taps?.Find(request) is { Fault: null };

        // A stage that is the model's result is no head of its own: terms over the result share it.
        static Feature? Head(FeatureOrigin origin, ModelRef model, ModuleSignature? signature, TapRequest? request)
            => request is null || signature?.Taps?.Find(request) is { IsResult: true } ? null : Tapped(origin, model, signature, request);

        Problem WithLayers(Problem problem) => problem.Code == ProblemCode.LayerMap && declaration.Losses.FirstOrDefault(loss => loss.Node == problem.Node) is { } term
            ? problem with { Fixes = LayerMaps.Fixes(term, insides) }
            : problem;

        void RequireModel(ModelRef model, ModelKind kind, string argument)
        {
            if (kind == ModelKind.Other)
            {
                problems.Add(new Problem(ProblemCode.NotAModel, declaration.Header.Node, argument, model.DisplayName));
            }
        }
    }

    private static Problem TwoRoles(RecipeDecl declaration, AttributeDecl other)
    {
        string header = $"[{declaration.Header.Name}]";
        string second = $"[{other.Name}]";
        bool isRecipe = other.Name is "Distill" or "Train";
        return new Problem(
            ProblemCode.TwoRoles, other.Node, null,
            declaration.Type.Name, isRecipe ? "two recipes" : "a recipe and a model", isRecipe ? $"keep {header} or {second}" : $"put {header} on a class of its own")
        {
            Related = new([new Spot(declaration.Header.Node)]),
            Fixes = new[] { new Fix("RemoveSecond", $"Remove {second}", Edit.Remove(other.Node)), new Fix("RemoveFirst", $"Remove {header}", Edit.Remove(declaration.Header.Node)) }
                .Where((_, place) => !isRecipe || CanKeep(place == 0 ? declaration.Header : other))
                .ToEquatableArray(),
        };

        // The terms say which of the two is meant, where they need a teacher or where there are none.
        bool CanKeep(AttributeDecl kept) => kept.Name == "Train"
            ? !declaration.Losses.Any(loss => LossBinder.ReadsTeacher(declaration, loss))
            : declaration.Losses.Count > 0;
    }

    private static string? TeacherWeights(AttributeDecl header, List<Problem> problems)
    {
        if (header.Arguments.FirstOrDefault(static argument => argument.Name == "TeacherWeights")?.Value is not Constant.Text { Value: var file })
        {
            return null;
        }

        if (file.Trim().Length == 0)
        {
            problems.Add(new Problem(ProblemCode.OutOfRange, header.Node, "TeacherWeights", header.Name, "an empty TeacherWeights", "give the path of a file, or leave it out"));
            return null;
        }

        return file;
    }

    private static Feature Tapped(FeatureOrigin origin, ModelRef model, ModuleSignature? signature, TapRequest request)
    {
        TapAnswer? answer = signature?.Taps?.Find(request);
        string text = Taps.Text(model.DisplayName, request);
        return new Feature(origin, answer?.Name ?? "", request.Extra == TapExtra.Attention ? $"the attention scores of {text}" : text, answer?.Shape);
    }

    private static ModelRef Reference(string type, ModuleSignature? signature)
        => signature is null
            ? new ModelRef(type, type.Split('<')[0].Split('.', ':').Last().TrimStart('@'), null, null)
            : new ModelRef(type, signature.DisplayName, signature.Input, signature.Output);

    /// <summary>The number in [Epochs] or [Batch]; null when it cannot be used.</summary>
    private static long? Count(AttributeDecl? attribute, string argument, string noun, long @default, List<Problem> problems)
    {
        if (attribute is null)
        {
            return @default;
        }

        BoundAttribute bound = ArgumentBinder.Bind(attribute, new([OpParameter.Required(argument, 1, noun)]));
        problems.AddRange(bound.Problems);
        return bound.State == LayerState.Bound && bound.Arguments[0].Value is Constant.Integer integer ? integer.Value : null;
    }
}
