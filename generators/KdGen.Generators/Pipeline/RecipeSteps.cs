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

    /// <summary>The recipe with what it reads inside its models; most read nothing there, and look at nothing.</summary>
    public static RecipeWithModels WithTaps(RecipeWithModels recipe, EquatableArray<ShapedModule> modules) =>
        Taps.AreIn(recipe.Declaration)
            ? recipe.WithTaps(
                Find(recipe.Declaration.Teacher, modules) ?? Shaped(recipe.Declaration.ForeignTeacher),
                Find(recipe.Declaration.Student, modules) ?? Shaped(recipe.Declaration.ForeignStudent))
            : recipe;

    public RecipeWithModels WithTaps(ShapedModule? teacher, ShapedModule? student)
    {
        (ModelTaps? taught, ModelTaps? learned) = Taps.Of(Declaration, teacher, student);
        return this with
        {
            Teacher = Teacher is null ? null : Teacher with { Taps = taught },
            Student = Student is null ? null : Student with { Taps = learned },
        };
    }

    /// <summary>A declared model with its shapes.</summary>
    public static ShapedModule? Shaped(ModuleDecl? model) => model is null ? null : ShapeInference.Infer(Binder.Bind(model));

    private static ModuleSignature? Of(ModuleDecl? model) => Shaped(model) is { } shaped ? ModuleSignature.Of(shaped) : null;

    private static ShapedModule? Find(string? model, EquatableArray<ShapedModule> modules)
    {
        foreach (ShapedModule module in modules)
        {
            if (string.Equals(module.Module.Type.GlobalName, model, StringComparison.Ordinal))
            {
                return module;
            }
        }

        return null;
    }

    private static ModuleSignature? Find(string? model, EquatableArray<ModuleSignature> signatures)
    {
        foreach (ModuleSignature signature in signatures)
        {
            if (string.Equals(signature.Type, model, StringComparison.Ordinal))
            {
                return signature;
            }
        }

        return null;
    }
}

/// <summary>A bound recipe and its loss.</summary>
internal sealed record RecipeWithLoss(RecipeIr Recipe, LossGraph Loss);

/// <summary>A bound recipe and how its loss is computed.</summary>
internal sealed record RecipeWithPlan(RecipeIr Recipe, BackendPlan Plan);
