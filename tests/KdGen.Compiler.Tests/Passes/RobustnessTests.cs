using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Problems;
using Xunit;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Whatever is declared: no exception, one-line messages, the same answer each time.</summary>
public sealed class RobustnessTests
{
    private const int Declarations = 4_000;

    [Fact]
    public void Models_NeverThrowAndAreDeterministic()
    {
        int emitted = 0;
        for (int seed = 0; seed < Declarations; seed++)
        {
            ShapedModule module = ShapeInference.Infer(Binder.Bind(new RandomDeclarations(seed).Module()));
            ShapedModule again = ShapeInference.Infer(Binder.Bind(new RandomDeclarations(seed).Module()));

            Assert.Equal(module, again);
            Assert.Equal(module.GetHashCode(), again.GetHashCode());
            Assert.Equal(ModuleEmitter.Emit(module), ModuleEmitter.Emit(again));
            Assert.All(module.Problems, IsWellSaid);
            emitted += module.HasErrors ? 0 : 1;
        }

        Assert.True(emitted > Declarations / 50, $"only {emitted} of {Declarations} random models are right: the test has lost its aim");
    }

    [Fact]
    public void Recipes_NeverThrowAndAreDeterministic()
    {
        int emitted = 0;
        for (int seed = 0; seed < Declarations; seed++)
        {
            (RecipeIr recipe, string text) = Compile(seed);
            (RecipeIr again, string same) = Compile(seed);

            Assert.Equal(recipe, again);
            Assert.Equal(text, same);
            Assert.All(recipe.Problems, IsWellSaid);
            emitted += recipe.HasErrors ? 0 : 1;
        }

        Assert.True(emitted > Declarations / 50, $"only {emitted} of {Declarations} random recipes are right: the test has lost its aim");
    }

    private static (RecipeIr Recipe, string Text) Compile(int seed)
    {
        RandomDeclarations declarations = new(seed);
        ModuleSignature teacher = ModuleSignature.Of(ShapeInference.Infer(Binder.Bind(declarations.Module())));
        ModuleSignature student = ModuleSignature.Of(ShapeInference.Infer(Binder.Bind(declarations.Module())));
        RecipeIr recipe = RecipeBinder.Bind(declarations.Recipe(), seed % 2 == 0 ? teacher : null, seed % 3 == 0 ? student : null);
        return (recipe, LossEmitter.Emit(recipe, LossPlanner.Plan(recipe)) + TrainerEmitter.Emit(recipe));
    }

    private static void IsWellSaid(Problem problem)
    {
        Assert.DoesNotContain('\n', problem.Message);
        Assert.DoesNotContain("{", problem.Message);
        Assert.DoesNotContain("  ", problem.Message);
        Assert.False(problem.Message.EndsWith('.'));
    }
}
