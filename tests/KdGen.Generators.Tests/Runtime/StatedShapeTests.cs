using System.Reflection;
using System.Runtime.Loader;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.Emit;
using static TorchSharp.torch;

namespace KdGen.Generators.Tests.Runtime;

/// <summary>What [Shape] states about a hand-written Forward or a Call is held to what that code gives, in builds with DEBUG and in no others.</summary>
public sealed class StatedShapeTests
{
    private const string ByHand = """
        using KdGen;
        using static TorchSharp.torch;
        namespace Sample;

        [Input(3, 8, 8)] public partial class Net
        {
            [Shape(STATED)] public partial class Body
            {
                [Conv(4, Stride = 2)] public partial class Inner;
                Tensor Forward(Tensor x) => inner.call(x);
            }

            [GlobalAvgPool, Linear(10)] public partial class Head;
        }
        """;

    private const string ByCall = """
        using KdGen;
        using static TorchSharp.torch;

        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(4), Call(nameof(Half)), ReLU, Shape(4, 8, 8)] public partial class First;
            [GlobalAvgPool, Linear(10)] public partial class Second;
            static Tensor Half(Tensor x) => x[TensorIndex.Colon, TensorIndex.Slice(0, 2)];
        }
        """;

    private const string Block = """
        using KdGen;
        using static TorchSharp.torch;

        [Shape<Same>] public partial class Block
        {
            [Arg] public const int C = 4;
            [Conv(C)] public partial class Same;
            Tensor Forward(Tensor x) => FORWARD;
        }

        [Shape(2 * C)] public partial class Pool
        {
            [Arg] public const int C = 4;
            [GlobalAvgPool, Linear(C)] public partial class Line;
            Tensor Forward(Tensor x) { var y = line.call(x); return cat([y, y], 1); }
        }

        [Input(3, 8, 8)] [Repeat<Block>(2), Repeat<Pool>(1, 5), Linear(10)] public partial class Net;
        """;

    [Fact]
    public void ForwardOfAnotherShape_IsNamedInADebugBuild() => Assert.Equal(
        "Net.Body.Forward gave [2, 4, 4, 4], but [Shape(4, 8, 8)] states [B, 4, 8, 8]: correct one of them",
        Run("Sample.Net", ByHand.Replace("STATED", "4, 8, 8", StringComparison.Ordinal), "DEBUG"));

    [Fact]
    public void ForwardOfAnotherShape_RunsInAReleaseBuild() => Assert.Equal(
        "[2, 10]",
        Run("Sample.Net", ByHand.Replace("STATED", "4, 8, 8", StringComparison.Ordinal)));

    [Fact]
    public void ForwardAsStated_RunsInBoth()
    {
        string source = ByHand.Replace("STATED", "4, 4, 4", StringComparison.Ordinal);
        Assert.Equal("[2, 10]", Run("Sample.Net", source));
        Assert.Equal("[2, 10]", Run("Sample.Net", source, "DEBUG"));
    }

    [Fact]
    public void CallOfAnotherShape_IsNamedInADebugBuild() =>
        Assert.Equal("Net.First gave [2, 2, 8, 8], but [Shape(4, 8, 8)] states [B, 4, 8, 8]: correct one of them", Run("Net", ByCall, "DEBUG"));

    [Fact]
    public void BlockAsStated_RunsAtAllItsPlaces() => Assert.Equal("[2, 10]", Run("Net", Blocks("same.call(x)"), "DEBUG"));

    [Fact]
    public void BlockOfAnotherShape_IsNamedWithTheSizesOfItsPlace() => Assert.Equal(
        "Block.Forward gave [2, 4, 4, 4], but [Shape<Same>] states [B, 4, 8, 8]: correct one of them",
        Run("Net", Blocks("nn.functional.max_pool2d(same.call(x), 2)"), "DEBUG"));

    [Fact]
    public void NothingStated_IsNotChecked()
    {
        string source = ByHand.Replace("[Shape(STATED)] ", "", StringComparison.Ordinal).Replace("[GlobalAvgPool, Linear(10)]", "[ReLU]", StringComparison.Ordinal);
        Assert.DoesNotContain("StatedShape", string.Concat(GeneratorHarness.Run(source).Files.Values), StringComparison.Ordinal);
        Assert.Equal("[2, 4, 4, 4]", Run("Sample.Net", source, "DEBUG"));
    }

    private static string Blocks(string forward) => Block.Replace("FORWARD", forward, StringComparison.Ordinal);

    /// <summary>The shape of what a model gives for a batch of two, or the message of what it throws.</summary>
    private static string Run(string model, string source, params string[] symbols)
    {
        Generated generated = GeneratorHarness.Run(Compilations.Create(Compilations.Options.WithPreprocessorSymbols(symbols), source));
        generated.AssertCompiles();
        using MemoryStream stream = new();
        EmitResult result = generated.Compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        stream.Position = 0;
        AssemblyLoadContext context = new("Users", isCollectible: true);
        try
        {
            Type type = context.LoadFromStream(stream).GetType(model, throwOnError: true)!;
            ConstructorInfo constructor = Assert.Single(type.GetConstructors());
            using var net = (nn.Module<Tensor, Tensor>)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
            using Tensor input = randn([2, 3, 8, 8]);
            using Tensor output = net.forward(input);
            return $"[{string.Join(", ", output.shape)}]";
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
        finally
        {
            context.Unload();
        }
    }
}
