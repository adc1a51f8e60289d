using System;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;

namespace KdGen.Generators.Pipeline;

/// <summary>A recipe with what it knows about its models; a hand-written one is unknown.</summary>
internal sealed record RecipeWithModels(RecipeDecl Declaration, ModuleSignature? Teacher, ModuleSignature? Student)
{
    public static RecipeWithModels Of(RecipeDecl declaration, EquatableArray<ModuleSignature> signatures) =>
        new(declaration, Find(declaration.Teacher, signatures) ?? Of(declaration.ForeignTeacher), Find(declaration.Student, signatures) ?? Of(declaration.ForeignStudent));

    /// <summary>The recipe with what it reads inside its models, which are found among <paramref name="modules"/>.</summary>
    public static RecipeWithModels WithTaps(RecipeWithModels recipe, EquatableArray<ShapedModule> modules) =>
        recipe.WithTaps(
            () => Find(recipe.Declaration.Teacher, modules) ?? Shaped(recipe.Declaration.ForeignTeacher),
            () => Find(recipe.Declaration.Student, modules) ?? Shaped(recipe.Declaration.ForeignStudent));

    /// <summary>The recipe with what it reads inside its models.</summary>
    public RecipeWithModels WithTaps(ShapedModule? teacher, ShapedModule? student) => WithTaps(() => teacher, () => student);

    private RecipeWithModels WithTaps(Func<ShapedModule?> teacher, Func<ShapedModule?> student)
    {
        // Most read nothing there, and look at nothing.
        if (!Taps.AreIn(Declaration))
        {
            return this;
        }

        (ModelTaps? taught, ModelTaps? learned) = Taps.Of(Declaration, teacher(), student());
        return this with
        {
            Teacher = Teacher is null ? null : Teacher with { Taps = taught },
            Student = Student is null ? null : Student with { Taps = learned },
        };
    }

    /// <summary>A declared model with its shapes.</summary>
    public static ShapedModule? Shaped(ModuleDecl? model) => model is null ? null : ShapeInference.Infer(Binder.Bind(model));

    private static ModuleSignature? Of(ModuleDecl? model) => Shaped(model) is { } shaped ? ModuleSignature.Of(shaped) : null;

    private static ShapedModule? Find(string? model, EquatableArray<ShapedModule> modules) => Find(model, modules, static module => module.Module.Type.GlobalName);

    private static ModuleSignature? Find(string? model, EquatableArray<ModuleSignature> signatures) => Find(model, signatures, static signature => signature.Type);

    /// <summary>Of what is ordered by name. Every recipe asks when any model changes, so it must not look at all of them.</summary>
    private static T? Find<T>(string? name, EquatableArray<T> all, Func<T, string> nameOf)
        where T : class, IEquatable<T>
    {
        int low = 0, high = all.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(nameOf(all[middle]), name);
            if (order == 0)
            {
                return all[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}

/// <summary>A bound recipe and how its loss is computed.</summary>
internal sealed record RecipeWithPlan(RecipeIr Recipe, LossPlan Plan);
