using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Golden;

/// <summary>Where declarations may stand and what may stand around them.</summary>
public sealed class PlacesTests
{
    private const string Body = """
        [Teacher, Input(4)] [Linear(4, 8), ReLU, Dropout, Linear(2)] public partial class Big;
        [Student, Input(4)] [Linear(2)] public partial class Small;
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4, Weight = 0.9), Sgd(0.05, Momentum = 0.9)] public partial class Recipe;
        [Train<Big>, AdamW] public partial class Alone;
        """;

    [Theory]
    [InlineData("using KdGen;\n$", "")]
    [InlineData("using KdGen;\nnamespace A.B;\n$", "A.B.")]
    [InlineData("using KdGen;\nnamespace A { namespace B {\n$\n} }", "A.B.")]
    [InlineData("namespace A { using KdGen;\n$\n}", "A.")]
    [InlineData("using KdGen;\nnamespace A;\npublic partial class Outer { public partial record Inner {\n$\n} }", "A.Outer.Inner.")]
    [InlineData("using KdGen;\nnamespace A;\npublic partial struct Outer { public partial interface Inner { public partial record struct Core {\n$\n} } }", "A.Outer.Inner.Core.")]
    [InlineData("using KdGen;\nnamespace @class.@new;\npublic static partial class @event {\n$\n}", "class.new.event.")]
    [InlineData("using KdGen;\nnamespace KdGen.Samples;\n$", "KdGen.Samples.")]
    [InlineData("using KdGen;\nnamespace TorchSharp.Models;\n$", "TorchSharp.Models.")]
    public void Declaration_WorksWhereverItStands(string place, string prefix)
    {
        Generated generated = GeneratorHarness.Run(place.Replace("$", Body, StringComparison.Ordinal));
        Assert.Equal(
            ["Alone.Loss.Cuda", "Alone.Loss.Kernel", "Alone.Loss", "Alone.Trainer", "Big.Module", "Recipe.Loss.Cuda", "Recipe.Loss.Kernel", "Recipe.Loss", "Recipe.Trainer", "Small.Module"],
            generated.Files.Keys.Select(file => Assert.IsType<string>(file)[prefix.Length..^".g.cs".Length]));
        Assert.All(generated.Files.Keys, file => Assert.StartsWith(prefix, file, StringComparison.Ordinal));
        generated.AssertCompiles();
    }

    [Fact]
    public void GenericOuterClass_IsReopenedWithItsParameters()
    {
        Generated generated = GeneratorHarness.Run("using KdGen;\npublic partial class Outer<T> where T : class { [Input(4)] [Linear(2)] public partial class Net; }\n"
            + "public partial class Outer { [Input(4)] [Linear(2)] public partial class Net; }\n"
            + "[Train<Outer<string>.Net>, Adam] public partial class Recipe;");
        Assert.Equal(["Outer.Net.Module.g.cs", "Outer`1.Net.Module.g.cs", "Recipe.Loss.Cuda.g.cs", "Recipe.Loss.Kernel.g.cs", "Recipe.Loss.g.cs", "Recipe.Trainer.g.cs"], generated.Files.Keys);
        generated.AssertCompiles();
    }

    [Fact]
    public void ModelsLessVisibleThanTheirRecipe_AreNamedByInternalMembersOnly()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(4)] [Linear(2)] partial class Big;
            [Input(4)] [Linear(2)] public partial class Small;
            [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
            [Train<Big>, Adam] partial class Alone;
            """);
        Assert.Contains("internal Recipe(global::Big teacher, global::Small student)", generated.Files["Recipe.Trainer.g.cs"], StringComparison.Ordinal);
        Assert.Contains("public Alone(global::Big model)", generated.Files["Alone.Trainer.g.cs"], StringComparison.Ordinal);
        generated.AssertCompiles();
    }

    [Fact]
    public void ModelThatCannotBeReopened_MakesItsRecipeASkeleton()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(4)] [Linear(2)] public class Big;
            [Input(4)] [Linear(2)] public partial class Small;
            [Distill<Big, Small>, DistillLoss(Kind.KL), Adam] public partial class Recipe;
            """);
        generated.AssertCompiles();
    }

    [Fact]
    public void KeywordNames_AreEscaped()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(4)] [Linear(2)] public partial class @class;
            [Input(4)] [Linear(2)] public partial class @file;
            [Distill<@class, @file>, DistillLoss(Kind.KL), Adam] public partial class @new;
            """);
        Assert.Contains("class.Module.g.cs", generated.Files.Keys);
        generated.AssertCompiles();
    }

    [Fact]
    public void HostileNames_HideNothingThatIsGenerated() => GeneratorHarness.Run("""
        using KdGen;
        namespace Hostile
        {
            public class System; public class Tensor; public class torch; public class TorchSharp; public class nn; public class functional; public class Module;
            public class Action; public class KdGen; public class Scalar; public class InvalidOperationException; public class IDisposable; public class Modules;
            public class Training; public class Data; public class Loss; public class Step; public class CancellationToken; public class Linear; public class Conv2d;

            [Teacher, Input(3, 8, 8)] [Conv(8), BatchNorm, ReLU, GlobalAvgPool, Linear(2)]
            public partial class Big { public class Tensor; public class torch; public class System; public class TorchSharp; }

            [Student, Input(3, 8, 8)] [Flatten, Linear(2)]
            public partial class Small { public class Tensor; public class torch; public class System; public class TorchSharp; }

            [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 2), Adam]
            public partial class Recipe { public class Tensor; public class torch; public class System; public class TorchSharp; public class KdGen; }

            [Input(3, 8, 8)] [Flatten] [Linear(3, 2)]
            public partial class Wrong { public class System; public class TorchSharp; }
        }
        """).AssertCompiles();

    [Fact]
    public void EveryOperator_CompilesAgainstTheProvider() => GeneratorHarness.Run("""
        using KdGen;
        [Input(3, 32, 32)]
        [Conv(3, 16, Kernel = 5, Stride = 2, Pad = 2, Bias = false), BatchNorm, ReLU, Conv(32, Groups = 4, Dilation = 2), BatchNorm(Eps = 1e-3, Momentum = 0.2), LeakyReLU, LeakyReLU(0.2)]
        [MaxPool(2), MaxPool(3, Stride = 1, Pad = 1), AvgPool(2), AvgPool(3, Stride = 1, Pad = 1), GELU, SiLU, Sigmoid, Tanh, Dropout, Dropout(0.25), Softmax]
        [GlobalAvgPool, Linear(32, 64, Bias = false), BatchNorm, ReLU, Linear(10), Softmax]
        public partial class Everything;

        [Input(3, 4, 4)] [Flatten, Dropout] public partial class NoParameters;
        [Input(5)] [Dropout(0.5)] public partial class Same;

        [Train<Everything>, Sgd(0.1, Momentum = 0.9, Dampening = 0.1, WeightDecay = 1e-4), Epochs(1), Batch(2)] public partial class WithSgd;
        [Train<Everything>, Sgd(0.1, Momentum = 0.9, Nesterov = true)] public partial class WithNesterov;
        [Train<Everything>, Adam(1e-2, Beta1 = 0.8, Beta2 = 0.99, Eps = 1e-6, WeightDecay = 1e-5)] public partial class WithAdam;
        [Train<Everything>, AdamW(WeightDecay = 0)] public partial class WithAdamW;
        """).AssertCompiles();

    [Fact]
    public void SeveralParts_AreOneModel()
    {
        Generated generated = GeneratorHarness.Run(
            "[KdGen.Teacher] public partial class Net { public int Mine => 1; }",
            "using KdGen; [Input(4)] public partial class Net { }",
            "using KdGen; [Linear(2)] public partial class Net { }");
        Assert.Equal(["Net.Module.g.cs"], generated.Files.Keys);
        generated.AssertCompiles();
    }

    [Fact]
    public void Aliases_AreSeenThrough()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            using Fully = KdGen.LinearAttribute;
            using From = KdGen.InputAttribute;
            using Recipe = KdGen.TrainAttribute<Net>;
            [From(4)] [Fully(4, 2)] public partial class Net;
            [Recipe, Adam] public partial class Training;
            """);
        Assert.Equal(["Net.Module.g.cs", "Training.Loss.Cuda.g.cs", "Training.Loss.Kernel.g.cs", "Training.Loss.g.cs", "Training.Trainer.g.cs"], generated.Files.Keys);
        generated.AssertCompiles();
    }

    [Fact]
    public void NamesThatDifferByCase_GetFilesOfTheirOwn()
    {
        Generated generated = GeneratorHarness.Run("""
            using KdGen;
            [Input(4)] [Linear(2)] public partial class ResNet;
            [Student] [Input(4)] [Linear(3)] public partial class Resnet;
            """);
        Assert.Equal(["ResNet.Module.g.cs", "Resnet-1.Module.g.cs"], generated.Files.Keys);
        generated.AssertCompiles();
    }

    [Fact]
    public void ClassThatIsModelAndRecipe_IsTheModel() => Assert.Equal(
        ["Both.Module.g.cs"],
        GeneratorHarness.Run("using KdGen; [Input(4), Train<Both>, Adam] [Linear(2)] public partial class Both;").Files.Keys);

    [Theory]
    [InlineData("public partial record Net;")]
    [InlineData("file partial class Net;")]
    public void ClassThatNoPartCanBeAddedTo_GetsNone(string declaration)
    {
        Generated generated = GeneratorHarness.Run("using KdGen; [Input(4)] [Linear(2)] " + declaration);
        Assert.Empty(generated.Files);
        generated.AssertCompiles();
    }

    [Fact]
    public void MarkWrittenTwice_IsOneModelAndOneErrorOfCSharp()
    {
        Generated generated = GeneratorHarness.Run("using KdGen;\n[Input(4)] public partial class Net { }\n[Input(4)] [Linear(2)] public partial class Net { }");
        Assert.Equal(["Net.Module.g.cs"], generated.Files.Keys);
        Assert.Equal(["CS0579"], generated.CompilerDiagnostics().Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void OtherAttributes_AreNobodysBusiness()
    {
        Generated generated = GeneratorHarness.Run("""
            namespace Mine
            {
                public sealed class InputAttribute : System.Attribute;
                public sealed class LinearAttribute(int count) : System.Attribute { public int Count => count; }
                [Input, Linear(3)] public partial class Net;
            }
            """);
        Assert.Empty(generated.Files);
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation));
    }

    [Fact]
    public void RecipeOfUnknownModels_IsCheckedByNobodyAndCompiles() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using TorchSharp;
        [Distill<Mine, Small>, DistillLoss(Kind.KL, T = 2), Adam] public partial class Recipe;
        [Student, Input(4)] [Linear(2)] public partial class Small;
        public class Mine() : torch.nn.Module<torch.Tensor, torch.Tensor>("Mine")
        {
            public override torch.Tensor forward(torch.Tensor input) => input.alias();
        }
        """);
}
