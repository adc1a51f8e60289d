using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Composition;

/// <summary>While a number of a model is wrong, the code that uses the model has no errors of its own.</summary>
public sealed class SkeletonTests
{
    private const string Users = """
        using KdGen;
        using static TorchSharp.torch;

        [Input(3, 32, 32)]
        public partial class Staged
        {
            [Conv(8), ReLU] public partial class Stem;
            [Shape(8, 32, 32)]
            public partial class Body
            {
                [Conv(7, 8)] internal partial class Inner;
                [Conv(8)] private partial class Own;
                Tensor Forward(Tensor x) => own.call(inner.call(x));
            }

            [GlobalAvgPool, Linear(10)] public partial class Head;
        }

        [Input(3, 32, 32), Output<Headed.Cls, Headed.Dist>]
        public partial class Headed
        {
            [Flatten] public partial class Body;
            [From<Body>, Linear(99, 10)] public partial class Cls;
            [From<Body>, Linear(10)] public partial class Dist;
        }

        [Input(3, 32, 32), Flatten, Linear(99, 10)]
        public partial class Listed;

        public static class Use
        {
            public static Tensor All(Staged staged, Headed headed, Tensor x)
            {
                Staged.Summary();
                Headed.Summary();
                Listed.Summary();
                staged.stem.forward(staged.body.forward(x)).Dispose();
                using var stem = new Staged.Stem();
                var (cls, dist) = headed.Heads(x);
                return headed.Heads(x).Cls;
            }
        }
        """;

    [Fact]
    public void ModelsWithAMistake_LeaveTheCodeThatUsesThemAlone() => GeneratorHarness.Run(Users).AssertCompiles();

    [Theory]
    [InlineData("DistillLoss<Net.Body, Net.Body>(Kind.Hint), Adam, Sgd(1)")]
    [InlineData("DistillLoss<Net.Body, Net.Head>(Kind.Hint), Adam")]
    [InlineData("DistillLoss<Net.Body, Net.Head>(Kind.Hint, Project = Projector.Linear), Adam")]
    [InlineData("DistillLoss<Net, Net.Body>(Kind.Hint), Adam")]
    public void RecipesWithAMistake_LeaveTheCodeThatUsesThemAlone(string attributes) => GeneratorHarness.Run($$"""
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8)] public partial class Net { [Conv(4), ReLU] public partial class Body; [GlobalAvgPool, Linear(2)] public partial class Head; }
        [Distill<Net, Net>, DistillLoss(Kind.CE), {{attributes}}] public partial class Recipe;
        public static class Use
        {
            public static Tensor All(Recipe recipe, Tensor x)
            {
                KdGen.Weights.Safetensors.Write("projectors.safetensors", recipe.Adapters);
                recipe.Step(x, x).Dispose();
                return Recipe.Loss(x, x, x, x, x);
            }
        }
        """).AssertCompiles();

    [Theory]
    [InlineData("[Conv(99, 2)] public class Body;")]                                                      // not partial
    [InlineData("[Conv(99, 2)] public abstract partial class Body;")]
    [InlineData("[Conv(99, 2)] public partial class Body(int a) { public int A => a; }")]
    [InlineData("[Conv(99, 2)] public partial class Body { public Body() { } }")]
    [InlineData("[Conv(99, 2)] public partial class Body { public int forward; }")]
    [InlineData("[Conv(99, 2)] public partial class Body; [Input(2)] [Linear(3)] public partial class Other;")]     // a model of its own
    [InlineData("[Conv(99, 2)] public partial class Body; [Conv(2)] public partial class Summary;")]
    [InlineData("[Conv(99, 2)] public partial class body; [Conv(2)] public partial class BodyStage;")]
    [InlineData("[Conv(99, 2)] public partial class @class; [Conv(2)] public partial class Eval;")]
    public void StagesThatCannotBeReopened_StayAsTheyAre(string stages) => GeneratorHarness.Run($$"""
        using KdGen;
        [Input(3, 8, 8), Output<Net.Head, Net.Head>] public partial class Net { {{stages}} [Flatten, Linear(2)] public partial class Head; }
        """).AssertNoErrors();
}
