using System;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
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
        // Parse: after these lines there are only values.
        IncrementalValueProvider<Declarations> declarations = context.Declarations();
        IncrementalValuesProvider<Attempt<ModuleDecl>> models = declarations.Models();
        IncrementalValuesProvider<Attempt<RecipeDecl>> recipes = declarations.Recipes();

        IncrementalValuesProvider<Attempt<ModuleIr>> bound = models.Then(TrackingNames.Bind, Binder.Bind);
        IncrementalValuesProvider<Attempt<ShapedModule>> shaped = bound.Then(TrackingNames.Shapes, ShapeInference.Infer);
        IncrementalValuesProvider<Attempt<ModuleSignature>> signatures = shaped.Then(TrackingNames.Signatures, ModuleSignature.Of);
        IncrementalValuesProvider<Attempt<string>> modules = shaped.Then(TrackingNames.EmitModule, ModuleEmitter.Emit);

        // A block has no code of its own making: the models that are made of it know what its constructor must take.
        IncrementalValuesProvider<Attempt<string>> blocks = shaped.Then(TrackingNames.EmitBlocks, static module => new BlockFiles(ModuleEmitter.Blocks(module))).Distinct();
        IncrementalValueProvider<EquatableArray<string>> clashes = Steps.Clashes(models.Names(), recipes.Names(), blocks.Names());
        context.Add(modules, "Module", clashes);
        context.Add(blocks, "Module", clashes);

        // A recipe sees of a model no more than its signature: an inner layer's change stops here.
        IncrementalValueProvider<EquatableArray<ModuleSignature>> table = signatures.Values().Together(static all => all.OrderBy(static signature => signature.Type, StringComparer.Ordinal));

        // Unless a term reads inside: then it sees what lies on the way to that, and an inner layer's change elsewhere stops at the step that looks.
        IncrementalValueProvider<EquatableArray<ShapedModule>> insides = shaped.Values().Together(static all => all.OrderBy(static module => module.Module.Type.GlobalName, StringComparer.Ordinal));

        IncrementalValuesProvider<Attempt<RecipeWithModels>> known = recipes.Combine(table, TrackingNames.RecipeModels, RecipeWithModels.Of);
        IncrementalValuesProvider<Attempt<RecipeWithModels>> tapped = known.Combine(insides, TrackingNames.RecipeTaps, RecipeWithModels.WithTaps);
        IncrementalValuesProvider<Attempt<RecipeIr>> recipe = tapped.Then(TrackingNames.BindRecipe, static recipe => RecipeBinder.Bind(recipe.Declaration, recipe.Teacher, recipe.Student));
        IncrementalValuesProvider<Attempt<RecipeWithPlan>> planned = recipe.Then(TrackingNames.Plan, static recipe => new RecipeWithPlan(recipe, LossPlanner.Plan(recipe)));
        context.Add(planned.Then(TrackingNames.EmitLoss, static recipe => LossEmitter.Emit(recipe.Recipe, recipe.Plan)), "Loss", clashes);
        context.Add(planned.Then(TrackingNames.EmitKernel, static recipe => SimdEmitter.Emit(recipe.Recipe, recipe.Plan, recipe.Recipe.IgnoreIndex)), "Loss.Kernel", clashes);
        context.Add(planned.Then(TrackingNames.EmitCuda, static recipe => CudaEmitter.Emit(recipe.Recipe, recipe.Plan)), "Loss.Cuda", clashes);
        context.Add(recipe.Then(TrackingNames.EmitTrainer, TrainerEmitter.Emit), "Trainer", clashes);
    }
}
