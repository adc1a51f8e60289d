using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators;

/// <summary>
/// Turns annotated classes into TorchSharp modules, losses and training loops. It reports nothing and never throws: what is wrong with
/// a declaration is the analyzer's to say, and the code for a wrong one compiles all the same.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class KdGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Parse: after these two lines there are only values.
        List<IncrementalValuesProvider<Attempt<ModuleDecl>>> models =
            [context.Models(Language.InputAttribute), context.Models(Language.TeacherAttribute), context.Models(Language.StudentAttribute)];
        List<IncrementalValuesProvider<Attempt<RecipeDecl>>> recipes =
            [context.Recipes(Language.DistillAttribute), context.Recipes(Language.TrainAttribute)];

        IncrementalValueProvider<EquatableArray<string>> clashes = models.Select(Steps.Names).Concat(recipes.Select(Steps.Names)).Together(HintNames.Clashes);
        List<IncrementalValuesProvider<Attempt<ModuleSignature>>> signatures = [];

        foreach (IncrementalValuesProvider<Attempt<ModuleDecl>> model in models)
        {
            IncrementalValuesProvider<Attempt<ModuleIr>> bound = model.Then(TrackingNames.Bind, Binder.Bind);
            IncrementalValuesProvider<Attempt<ShapedModule>> shaped = bound.Then(TrackingNames.Shapes, ShapeInference.Infer);
            signatures.Add(shaped.Then(TrackingNames.Signatures, ModuleSignature.Of));

            context.Add(shaped.Then(TrackingNames.EmitModule, ModuleEmitter.Emit), "Module", clashes);
        }

        // A recipe sees of a model no more than its signature: an inner layer's change stops here.
        IncrementalValueProvider<EquatableArray<ModuleSignature>> table = signatures.Select(Steps.Values).Together(static all => all.OrderBy(static signature => signature.Type, StringComparer.Ordinal));

        foreach (IncrementalValuesProvider<Attempt<RecipeDecl>> recipe in recipes)
        {
            IncrementalValuesProvider<Attempt<RecipeWithModels>> known = recipe.Combine(table, TrackingNames.RecipeModels, RecipeWithModels.Of);
            IncrementalValuesProvider<Attempt<RecipeIr>> bound = known.Then(TrackingNames.BindRecipe, static recipe => RecipeBinder.Bind(recipe.Declaration, recipe.Teacher, recipe.Student));
            IncrementalValuesProvider<Attempt<RecipeWithLoss>> loss = bound.Then(TrackingNames.LossGraph, static recipe => new RecipeWithLoss(recipe, LossGraphBuilder.Build(recipe)));
            IncrementalValuesProvider<Attempt<RecipeWithPlan>> planned = loss.Then(TrackingNames.Plan, static recipe => new RecipeWithPlan(recipe.Recipe, Planner.Plan(recipe.Loss)));

            context.Add(planned.Then(TrackingNames.EmitLoss, static recipe => LossEmitter.Emit(recipe.Recipe, recipe.Plan)), "Loss", clashes);
            context.Add(bound.Then(TrackingNames.EmitTrainer, TrainerEmitter.Emit), "Trainer", clashes);
        }
    }
}
