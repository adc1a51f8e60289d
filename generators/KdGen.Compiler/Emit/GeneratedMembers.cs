using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>
/// What the emitters write into a class, by name. A test compares it with what they do write; a member of the user's that takes one of these places is KDG1112.
/// </summary>
internal static class GeneratedMembers
{
    /// <summary>Members of every module that stages and layers would hide: what a stage or its field cannot be called like.</summary>
    private static readonly EquatableArray<string> OfEveryModule = new((
        "apply buffers call children cpu cuda eval forward handle load modules parameters save to train training "
        + "Dispose Forward GetName GetType Heads Register RegisterComponents Summary ToString").Split(' '));

    /// <summary>Methods of every module that generated code calls.</summary>
    private static readonly EquatableArray<string> Called = new("Dispose eval parameters Register register_module train".Split(' '));

    /// <summary>The forms of a recipe's loss.</summary>
    private static readonly EquatableArray<string> Losses = new("Loss LossAndGradient ComposedLoss".Split(' '));

    private static readonly EquatableArray<string> OfModels = new("Dispose Heads Register RegisterComponents Summary".Split(' '));

    private static readonly EquatableArray<string> OfRecipes = new(($"BatchSize Dispose ComposedLoss Epochs Loss LossAndGradient LossSettings Model Step Student Teacher Train {AdapterEmitter.Property} {AdapterEmitter.Class} {ScheduleEmitter.Property} {ScheduleEmitter.At}").Split(' '));

    /// <summary>Whether a module could have a generated member of this name: fields begin small. What else the user has is nobody's business, and no reason to look again.</summary>
    public static bool MayBeOfModule(string name) => name.Length > 0 && (!char.IsUpper(name[0]) || OfModels.Contains(name));

    /// <summary>Whether a recipe could have a generated member of this name: its readers are called ReadTeacher and so on, its kernels Kernel or StudentKernel.</summary>
    public static bool MayBeOfRecipe(string name)
        => name.Length > 0
        && (!char.IsUpper(name[0])
            || OfRecipes.Contains(name)
            || MayBeOfLoss(name)
            || name.StartsWith("Phase", System.StringComparison.Ordinal)
            || name.StartsWith(TapReaderEmitter.OfTeacher, System.StringComparison.Ordinal)
            || name.StartsWith(TapReaderEmitter.OfStudent, System.StringComparison.Ordinal));

    /// <summary>Whether that could be a part of its loss: which ones there are is known when the loss is written down as a graph.</summary>
    public static bool MayBeOfLoss(string name) => name is LossEmitter.OtherTerms or CudaEmitter.Constant || name.EndsWith("Kernel", System.StringComparison.Ordinal);

    /// <summary>Whether a stage cannot be called like that.</summary>
    public static bool IsOfEveryModule(string name) => OfEveryModule.Contains(name);

    /// <summary>Whether a field, property or type of this name would hide a method that generated code calls.</summary>
    public static bool IsCalled(string name) => Called.Contains(name);

    /// <summary>What a class of a model gets.</summary>
    /// <param name="place">The class.</param>
    /// <param name="code">Its code.</param>
    /// <param name="isModel">It is the model itself.</param>
    public static IEnumerable<GeneratedMember> Of(ShapedClass place, ClassCode code, bool isModel)
    {
        yield return GeneratedMember.Constructor(place.Declaration.Type.Name, [.. code.Parameters.Select(static parameter => parameter.Type)]);
        yield return Forward;
        if (!code.NeedsKeys)
        {
            yield return GeneratedMember.Method("RegisterComponents");
        }

        if (place.Heads is not null)
        {
            yield return GeneratedMember.Method("Heads", GeneratedMember.Tensor);
        }

        if (isModel)
        {
            yield return Summary;
        }

        foreach (string field in code.FieldNames)
        {
            yield return GeneratedMember.Value(field.TrimStart('@'), "field");
        }
    }

    /// <summary>What a member of a family gets: the rest is its template's.</summary>
    public static IEnumerable<GeneratedMember> OfFamilyMember(ModuleDecl declaration) => [GeneratedMember.Constructor(declaration.Type.Name), Summary];

    /// <summary>What a model with errors gets, and each of its stages: all that the user's code may name, so that it has no errors of its own.</summary>
    public static IEnumerable<GeneratedMember> OfSkeleton(ModuleDecl declaration, bool isModel = true)
    {
        yield return GeneratedMember.Constructor(declaration.Type.Name);
        if (declaration is { FamilyArgs: not null, Template: not null })
        {
            yield break;
        }

        yield return Forward;
        if (isModel)
        {
            yield return Summary;
        }

        if (HeadNames(declaration) is { Count: > 1 } heads && heads.Distinct().Count() == heads.Count && heads.All(static head => head.All(static letter => char.IsLetterOrDigit(letter) || letter == '_')))
        {
            yield return GeneratedMember.Method("Heads", GeneratedMember.Tensor);
        }

        foreach (string field in declaration.Stages.Select(static stage => stage.Field).Distinct())
        {
            yield return GeneratedMember.Value(field, "field");
        }
    }

    /// <summary>The classes that [Output] names, as the tuple of a skeleton's Heads does.</summary>
    public static IReadOnlyList<string> HeadNames(ModuleDecl declaration)
        => [.. (declaration.Output?.Types ?? default).Select(static head => head.Split('<')[0].Split('.', ':').Last().TrimStart('@'))];

    /// <summary>What a recipe gets, with or without errors.</summary>
    public static IEnumerable<GeneratedMember> Of(RecipeIr recipe)
    {
        string name = recipe.Type.Name;
        yield return GeneratedMember.Value("BatchSize", "constant");
        yield return GeneratedMember.Value(TrainerEmitter.EpochsOf(recipe), "constant");
        if (recipe.Teacher is { } teacher)
        {
            yield return GeneratedMember.Constructor(name, teacher.Type, recipe.Student.Type);
            yield return GeneratedMember.Value("Teacher", "property");
            yield return GeneratedMember.Value("Student", "property");
        }
        else
        {
            yield return GeneratedMember.Value("Model", "property");
        }

        if (recipe.Teacher is null || recipe.TeacherWeights is not null)
        {
            yield return GeneratedMember.Constructor(name, recipe.Student.Type);
        }

        foreach (string loss in Losses)
        {
            yield return GeneratedMember.Method(loss, LossParameters(recipe));
        }

        yield return GeneratedMember.Value(ScheduleEmitter.Type, "class");
        yield return GeneratedMember.Value(ScheduleEmitter.Property, "property");
        yield return GeneratedMember.Method(StepEmitter.NameOf(recipe), StepParameters(recipe));
        foreach (RecipeIr phase in recipe.InPhases)
        {
            yield return GeneratedMember.Value(TrainerEmitter.EpochsOf(phase), "constant");
            yield return GeneratedMember.Method(StepEmitter.NameOf(phase), StepParameters(phase));
        }

        yield return GeneratedMember.Method(
            "Train",
            "global::KdGen.Data.IDataset", "global::KdGen.Data.IDataset", "global::KdGen.Training.TrainingOptions", "global::System.Threading.CancellationToken");
        yield return GeneratedMember.Method("Dispose");
    }

    /// <summary>What a recipe with errors gets. Which features its loss reads may be the error: then it takes any number of them, and has adapters whether or not it needs some.</summary>
    public static IEnumerable<GeneratedMember> OfSkeleton(RecipeIr recipe)
        => (!recipe.AllLosses.Any(static term => term.Features.Count > 0) ? Of(recipe)
            : Of(recipe).Where(static member => !Losses.Contains(member.Name) || member.Name == "Loss").Select(static member => member.Name == "Loss" ? AnyLoss("Loss") : member).Append(GeneratedMember.Value(AdapterEmitter.Property, "property")))
            .Concat(recipe.InPhases.Select(static phase => AnyLoss(RecipeText.Prefix(phase) + "Loss")));

    /// <summary>The loss of a recipe whose features are not settled.</summary>
    public static GeneratedMember AnyLoss(string name) => GeneratedMember.Method(name, GeneratedMember.Tensor + "[]");

    /// <summary>What stands in the code of a recipe without errors beside that, and beside the parts of its loss.</summary>
    public static IEnumerable<GeneratedMember> Inside(RecipeIr recipe)
    {
        yield return GeneratedMember.Value("optimizer", "field");
        if (recipe.TeacherWeights is not null)
        {
            yield return GeneratedMember.Value("ownsTeacher", "field");
        }

        if (ScheduleEmitter.IsScheduled(recipe))
        {
            yield return GeneratedMember.Method(ScheduleEmitter.At, "global::System.Int32", "global::System.Int32");
            foreach (RecipeIr phase in recipe.WithPhases)
            {
                yield return GeneratedMember.Method(StepEmitter.NameOf(phase), [.. StepParameters(phase), $"{recipe.Type.GlobalName}.{ScheduleEmitter.Type}"]);
            }
        }

        foreach (RecipeIr phase in recipe.InPhases)
        {
            yield return GeneratedMember.Value(StepEmitter.Optimizer(phase), "field");
            yield return GeneratedMember.Method(RecipeText.Prefix(phase) + "Loss", LossParameters(phase));
        }

        if (recipe.HasAdapters)
        {
            yield return GeneratedMember.Value(AdapterEmitter.Property, "property");
            yield return GeneratedMember.Value(AdapterEmitter.Class, "class");
        }

        foreach (string method in recipe.LearnedLosses.Where(static loss => loss.Rest is not null).Select(static loss => loss.RestMethod).Distinct())
        {
            yield return GeneratedMember.Value(method, "method");
        }

        IEnumerable<(TapReader? Reader, string Name)> readers = recipe.WithPhases
            .SelectMany(static phase => new[] { (phase.TeacherReader, StepEmitter.TeacherReader(phase)), (phase.StudentReader, StepEmitter.StudentReader(phase)) });
        foreach (string method in readers.SelectMany(static one => one.Reader is null ? [] : TapReaderEmitter.MethodsOf(one.Reader, one.Name)).Distinct())
        {
            // Their parameters are the models' classes, which no overload of the user's is likely to take: the name counts.
            yield return GeneratedMember.Value(method, "method");
        }
    }

    /// <summary>The parts of a recipe's loss. Which terms are computed together is all that they hang on: nothing is differentiated for a name.</summary>
    public static IEnumerable<GeneratedMember> OfLoss(RecipeIr recipe)
    {
        Graph graph = RecipeGraph.Build(recipe);
        IReadOnlyList<Fusion> passes = Fusion.Of(graph);
        if (passes.Count == 0)
        {
            yield break;
        }

        foreach (string kernel in SimdEmitter.NamesOf([.. passes.Select(static pass => (pass.Student, pass.Teacher))]))
        {
            yield return GeneratedMember.Value(kernel, "struct");
        }

        yield return GeneratedMember.Value(CudaEmitter.Constant, "constant");
        if (passes.Sum(static pass => pass.Terms.Count) < graph.Terms.Count)
        {
            yield return GeneratedMember.Method(LossEmitter.OtherTerms, LossParameters(recipe));
        }
    }

    private static string[] StepParameters(RecipeIr recipe) => [.. Enumerable.Repeat(GeneratedMember.Tensor, recipe.TakesIndex ? 3 : 2)];

    private static string[] LossParameters(RecipeIr recipe)
        => [.. RecipeText.LossParameters(recipe, "labels").Select(static _ => GeneratedMember.Tensor), $"{recipe.Type.GlobalName}.{ScheduleEmitter.Type}"];

    private static GeneratedMember Forward => GeneratedMember.Method("forward", GeneratedMember.Tensor);

    private static GeneratedMember Summary => GeneratedMember.Method("Summary");
}
