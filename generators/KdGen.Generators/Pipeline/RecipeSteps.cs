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

    /// <summary>The signature of a declared model.</summary>
    public static ModuleSignature? Of(ModuleDecl? model) => model is null ? null : ModuleSignature.Of(ShapeInference.Infer(Binder.Bind(model)));

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
