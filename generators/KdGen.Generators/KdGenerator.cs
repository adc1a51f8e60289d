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
            [context.Models(Language.InputAttribute), context.Models(Language.TeacherAttribute), context.Models(Language.StudentAttribute), context.Models(Language.ArgsAttribute)];
        List<IncrementalValuesProvider<Attempt<RecipeDecl>>> recipes =
            [context.Recipes(Language.DistillAttribute), context.Recipes(Language.TrainAttribute)];

        List<IncrementalValuesProvider<Attempt<ModuleSignature>>> signatures = [];
        List<IncrementalValuesProvider<Attempt<ShapedModule>>> insides = [];
        List<IncrementalValuesProvider<Attempt<string>>> modules = [];
        List<IncrementalValuesProvider<Attempt<BlockFiles>>> used = [];

        foreach (IncrementalValuesProvider<Attempt<ModuleDecl>> model in models)
        {
            IncrementalValuesProvider<Attempt<ModuleIr>> bound = model.Then(TrackingNames.Bind, Binder.Bind);
            IncrementalValuesProvider<Attempt<ShapedModule>> shaped = bound.Then(TrackingNames.Shapes, ShapeInference.Infer);
            insides.Add(shaped);
            signatures.Add(shaped.Then(TrackingNames.Signatures, ModuleSignature.Of));
            modules.Add(shaped.Then(TrackingNames.EmitModule, ModuleEmitter.Emit));
            used.Add(shaped.Then(TrackingNames.EmitBlocks, static module => new BlockFiles(ModuleEmitter.Blocks(module))));
        }

        // A block has no code of its own making: the models that are made of it know what its constructor must take.
        IncrementalValuesProvider<Attempt<string>> blocks = used.Distinct();
        IncrementalValueProvider<EquatableArray<string>> clashes =
            models.Select(Steps.Names).Concat(recipes.Select(Steps.Names)).Append(blocks.Names()).Together(HintNames.Clashes);
        foreach (IncrementalValuesProvider<Attempt<string>> module in modules.Append(blocks))
        {
            context.Add(module, "Module", clashes);
        }

        // A recipe sees of a model no more than its signature: an inner layer's change stops here.
        IncrementalValueProvider<EquatableArray<ModuleSignature>> table = signatures.Select(Steps.Values).Together(static all => all.OrderBy(static signature => signature.Type, StringComparer.Ordinal));

        // Unless a term reads inside: then it sees what lies on the way to that, and an inner layer's change elsewhere stops at the step that looks.
        IncrementalValueProvider<EquatableArray<ShapedModule>> all = insides.Select(Steps.Values).Together(static all => all.OrderBy(static module => module.Module.Type.GlobalName, StringComparer.Ordinal));

        foreach (IncrementalValuesProvider<Attempt<RecipeDecl>> recipe in recipes)
        {
            IncrementalValuesProvider<Attempt<RecipeWithModels>> known = recipe.Combine(table, TrackingNames.RecipeModels, RecipeWithModels.Of);
            IncrementalValuesProvider<Attempt<RecipeWithModels>> tapped = known.Combine(all, TrackingNames.RecipeTaps, RecipeWithModels.WithTaps);
            IncrementalValuesProvider<Attempt<RecipeIr>> bound = tapped.Then(TrackingNames.BindRecipe, static recipe => RecipeBinder.Bind(recipe.Declaration, recipe.Teacher, recipe.Student));
            IncrementalValuesProvider<Attempt<RecipeWithLoss>> loss = bound.Then(TrackingNames.LossGraph, static recipe => new RecipeWithLoss(recipe, LossGraphBuilder.Build(recipe)));
            IncrementalValuesProvider<Attempt<RecipeWithPlan>> planned = loss.Then(TrackingNames.Plan, static recipe => new RecipeWithPlan(recipe.Recipe, Planner.Plan(recipe.Loss)));

            context.Add(planned.Then(TrackingNames.EmitLoss, static recipe => LossEmitter.Emit(recipe.Recipe, recipe.Plan)), "Loss", clashes);
            context.Add(bound.Then(TrackingNames.EmitTrainer, TrainerEmitter.Emit), "Trainer", clashes);
        }
    }
}
