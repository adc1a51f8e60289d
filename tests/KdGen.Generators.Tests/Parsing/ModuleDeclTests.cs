using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Parsing;

/// <summary>What the parser makes of a class: stages, blocks, templates, and where each attribute stands.</summary>
public sealed class ModuleDeclTests
{
    [Fact]
    public void ResNet_HasStagesAndItsBlock() => Assert.Equal(
        """
        model ResNet
          1 Input(shape: [3, 32, 32])
          stage ResNet.Stem
            1 Conv(outChannels: 32, Bias: false, Key: 'conv1')
            2 BatchNorm
            3 ReLU
          stage ResNet.Stage1
            1 Repeat<BasicBlock>(count: 5, args: <64>)
          stage ResNet.Stage2
            1 Key(name: 'layer2')
            2 Repeat<BasicBlock>(count: 5, args: <128>, Stride: 2)
          stage ResNet.Pooled
            1 GlobalAvgPool
          block BasicBlock
            arg int C = 64
            arg int S = 1
            1 Conv(outChannels: C, Stride: S, Bias: false)
            2 BatchNorm
            3 Residual(shortcut: 'Project')
            4 ReLU

        """,
        Parsed.Text(Parsed.Module(
            """
            using KdGen;
            [Conv(C, Stride = S, Bias = false), BatchNorm, Residual(Shortcut.Project), ReLU]
            public partial class BasicBlock { [Arg] public const int C = 64, S = 1; const int Other = 3; }
            [Input(3, 32, 32)]
            public partial class ResNet
            {
                [Conv(32, Bias = false, Key = "conv1"), BatchNorm, ReLU]         public partial class Stem;
                [Repeat<BasicBlock>(5, 64)]                                      public partial class Stage1;
                [Key("layer2"), Repeat<BasicBlock>(5, 128, Stride = 2)]          public partial class Stage2;
                [GlobalAvgPool]                                                  public partial class Pooled;
                public class Unrelated { }
            }
            """,
            "ResNet")));

    [Fact]
    public void Transformer_HasHeadsAndExpressions() => Assert.Equal(
        """
        model DeiT
          arg int D = 192
          arg int Depth = 12
          1 Input(shape: [3, 224, 224])
          2 Output<DeiT.Cls, DeiT.Dist>(Eval: 'Mean')
          stage DeiT.Tokens
            1 PatchEmbed(features: D, Patch: 16)
            2 Tokens(count: 2)
            3 PosEmbed
          stage DeiT.Encoder
            1 Repeat<Layer>(count: Depth, args: <D, 3, real 0.5, true>)
          stage DeiT.Norm
            1 LayerNorm(Eps: real 1E-06)
          stage DeiT.Cls
            1 From<DeiT.Norm>
            2 Select(index: 0)
            3 Linear(outFeatures: 1000)
          stage DeiT.Dist
            1 From<DeiT.Norm>
            2 Linear(outFeatures: (D + 1))
          block Layer
            arg int D = 192
            arg int Heads = 3
            arg double P = real 0.5
            arg bool B = true
            stage Layer.Mix
              1 LayerNorm
              2 Attention(heads: Heads)
              3 Residual
            stage Layer.Mlp
              1 Linear(outFeatures: (4 * D), Bias: B)
              2 Dropout(p: P)
              3 Linear(outFeatures: D)

        """,
        Parsed.Text(Parsed.Module(
            """
            using KdGen;
            public partial class Layer
            {
                [Arg] public const int D = 192, Heads = 3;
                [Arg] public const float P = 0.5f;
                [Arg] public const bool B = true;
                [Arg] public const string Ignored = "";
                [LayerNorm, Attention(Heads), Residual]               public partial class Mix;
                [Linear(4 * D, Bias = B), Dropout(P), Linear(D)]      public partial class Mlp;
            }
            [Input(3, 224, 224), Output<Cls, Dist>(Eval = Join.Mean)]
            public partial class DeiT
            {
                [Arg] const int D = 192, Depth = 12;
                [PatchEmbed(D, Patch = 16), Tokens(2), PosEmbed] public partial class Tokens;
                [Repeat<Layer>(Depth, D, 3, 0.5, true)]          public partial class Encoder;
                [LayerNorm(Eps = 1e-6)]                          public partial class Norm;
                [From<Norm>, Select(0), Linear(1000)]            public partial class Cls;
                [From<Norm>, Linear(D + 1)]                      public partial class Dist;
            }
            """,
            "DeiT")));

    [Fact]
    public void HandWrittenForward_IsSeenWhereItIsWritten() => Assert.Equal(
        """
        model Net
          1 Input(shape: [3, 8, 8])
          2 Shape(shape: [16, 8, 8])
          stage Net.Body
            1 Repeat<WideBlock>(count: 2)
          block WideBlock with Forward
            arg int C = 16
            1 Shape<WideBlock.Body>
            stage WideBlock.Pre
              1 BatchNorm
            stage WideBlock.Body
              1 Conv(outChannels: C)
            stage WideBlock.Short
              1 Conv(outChannels: C, Kernel: 1)
              2 OnlyIfShapeChanges

        """,
        Parsed.Text(Parsed.Module("""
            using KdGen;
            using static TorchSharp.torch;
            [Shape<Body>]
            public partial class WideBlock
            {
                [Arg] public const int C = 16;
                [BatchNorm]                               public partial class Pre;
                [Conv(C)]                                 public partial class Body;
                [Conv(C, Kernel = 1), OnlyIfShapeChanges] public partial class Short;
                Tensor Forward(Tensor x) => x;
            }
            [Input(3, 8, 8), Shape(WideBlock.C, 8, 8)]
            public partial class Net
            {
                [Repeat<WideBlock>(2)] public partial class Body;
                Tensor Forward(Tensor x, Tensor y) => x;
                int Forward(int x) => x;
            }
            """)));

    [Fact]
    public void Family_HasItsTemplateWithStagesAndBlocks()
    {
        ModuleDecl member = Parsed.Module("""
            using KdGen;
            [Conv(C)] public partial class Block { [Arg] public const int C = 1; }
            [Input(3, 32, 32)]
            public partial class Family
            {
                [Arg] public const int N = 3, Width = 16;
                [Repeat<Block>(N, 2 * Width)] public partial class Stage1;
                [Parallel<Left, Block>(Join.Cat)] public partial class Stage2;
                [Identity] public partial class Left;
            }
            [Args(9, 2 * N)] public partial class Net : Family;
            [Args(1)] public partial class Alone;
            """);
        Assert.Equal(
            """
            model Net
              1 Args(values: <9, 6>)
              template Family
                arg int N = 3
                arg int Width = 16
                1 Input(shape: [3, 32, 32])
                stage Family.Stage1
                  1 Repeat<Block>(count: N, args: <(2 * Width)>)
                stage Family.Stage2
                  1 Parallel<Family.Left, Block>(join: 'Cat')
                stage Family.Left
                  1 Identity
              block Block
                arg int C = 1
                1 Conv(outChannels: C)

            """,
            Parsed.Text(member));
        Assert.Equal(new NodeId(1), member.FamilyArgs!.Node);
        Assert.Equal(new NodeId(1, "global::Family"), member.Template!.Input!.Node);
        Assert.Equal(new NodeId(1, "global::Family.Stage1"), member.Template.Stages[0].Operators[0].Node);
        Assert.Equal(new NodeId(1, "global::Block"), member.Blocks[0].Operators[0].Node);
    }

    [Fact]
    public void MemberOfNothing_HasNoTemplate() => Assert.Null(Parsed.Module("using KdGen; public class Base; [Args(1), Input(3)] public partial class Net : Base;").Template);

    [Fact]
    public void RootsAttributes_HaveNoOwner_StagesHaveTheirClass()
    {
        ModuleDecl net = Parsed.Module("""
            using KdGen;
            namespace A.B;
            [Input(3), Output<Net.@class, Net.@class>] public partial class Net { [Key("k"), Linear(2)] public partial class @class { [Linear(3)] public partial class Inner; } }
            """, "A.B.Net");
        Assert.Null(net.Input!.Node.Owner);
        Assert.Equal(new NodeId(2), net.Output!.Node);
        Assert.Equal("global::A.B.Net.@class", net.Output.Types[0]);
        Assert.Equal(net.Output.Types[0], net.Stages[0].Type.GlobalName);
        Assert.Equal(new NodeId(1, "global::A.B.Net.@class"), net.Stages[0].Key!.Node);
        Assert.Equal(new NodeId(2, "global::A.B.Net.@class"), net.Stages[0].Operators[0].Node);
        Assert.Equal(new NodeId(1, "global::A.B.Net.@class.Inner"), net.Stages[0].Stages[0].Operators[0].Node);
    }

    [Fact]
    public void GenericOuterClass_NamesMatch()
    {
        ModuleDecl net = Parsed.Module("""
            using KdGen;
            public static partial class Outer<T, U> { [Input(3)] public partial class Net { [Linear(2)] public partial class Stage; [Linear(3)] public partial class Other; } }
            """, "Outer`2+Net");
        Assert.Equal("global::Outer<T, U>.Net.Stage", net.Stages[0].Type.GlobalName);
        Assert.Equal(net.Stages[0].Type.GlobalName, net.Stages[0].Operators[0].Node.Owner);
    }

    [Fact]
    public void Blocks_AreFoundThroughEachOtherOnceInOrder()
    {
        ModuleDecl net = Parsed.Module("""
            using KdGen;
            [Repeat<A>(2), Linear(1)] public partial class B;
            [Repeat<B>(1)] public partial class A { [Repeat<C>(1), Repeat<Inside>(1)] public partial class Inside; }
            public static partial class Holder { [Parallel<C, Nested.D>(Join.Add)] public partial class C; public static partial class Nested { [Linear(4)] public partial class D; } }
            [Linear(4)] public partial class C;
            [Input(3)] public partial class Net
            {
                [Repeat<B>(1), Parallel<B, Holder.C>(Join.Add)] public partial class Stage;
                [Repeat<Own>(1), Repeat<Net>(2)] public partial class Second;
                [Linear(2)] public partial class Own;
            }
            """);
        Assert.Equal(["global::A", "global::B", "global::C", "global::Holder.C", "global::Holder.Nested.D"], net.Blocks.Select(block => block.Type.GlobalName));
        Assert.All(net.Blocks, block => Assert.Empty(block.Blocks));
        Assert.Equal(["Stage", "Second", "Own"], net.Stages.Select(stage => stage.Type.Name));
    }

    [Fact]
    public void StagesAreNoBlocks_NeitherAreModels()
    {
        ModuleDecl net = Parsed.Module("""
            using KdGen;
            [Input(3)] public partial class Model { [Linear(2)] public partial class Stage; }
            [Linear(2)] public partial class Block { [Identity] public partial class Inside; }
            public class Plain;
            [Input(3)] public partial class Net
            {
                [Linear(2), From<Block>, Add<Block, Block>, Cat<Block, Block>] public partial class A;
                [Repeat<Model>(1), Repeat<Model.Stage>(1), Repeat<Block.Inside>(1), Repeat<Plain>(1), Repeat<int[]>(1)] public partial class B;
            }
            """);
        Assert.Empty(net.Blocks);
        Assert.Equal(["global::Model", "global::Model.Stage", "global::Block.Inside", "global::Plain", "int[]"], net.Stages[1].Operators.SelectMany(op => op.Types));
    }

    [Fact]
    public void NestedModelsAndRecipes_AreNoStages() => Assert.Equal(["Holder"], Parsed.Module("""
        using KdGen;
        [Input(3)] public partial class Net
        {
            [Input(4), Linear(2)] public partial class Model;
            [Teacher] public partial class Marked;
            [Args] public partial class Member : Net;
            [Train<Net>, Adam] public partial class Recipe;
            public partial class Holder { [Linear(2)] public partial class Deep; }
            public partial class Nothing { public class Inside; }
            [Linear(2)] public partial interface Odd;
        }
        """).Stages.Select(stage => stage.Type.Name));

    [Fact]
    public void Stages_OfSeveralParts_RunInFileOrder() => Assert.Equal(
        ["A", "B", "C"],
        Parsed.Module(
            Compilations.Create(
                "using KdGen; [Input(3)] public partial class Net { [Linear(2)] public partial class A; }",
                "using KdGen; public partial class Net { [Linear(2)] public partial class B; [Linear(2)] public partial class C; }"),
            "Net").Stages.Select(stage => stage.Type.Name));

    [Fact]
    public void SplitStage_IsSplitAlone()
    {
        ModuleDecl net = Parsed.Module("using KdGen; [Input(3)] public partial class Net { [Linear(2)] partial class A; [ReLU] partial class A; [Linear(2)] partial class B; }");
        Assert.False(net.IsSplit);
        Assert.Equal([true, false], net.Stages.Select(stage => stage.IsSplit));
    }

    [Theory]
    [InlineData("Repeat<Nope>(1)")]
    [InlineData("Parallel<Block, Nope>(Join.Add)")]
    [InlineData("From<Nope>")]
    [InlineData("Output<Nope, Block>")]
    public void ErrorType_LeavesNoTypes(string attribute)
    {
        ModuleDecl net = Parsed.Module($"using KdGen; [Linear(2)] public partial class Block; [Input(3), {attribute}] public partial class Net;");
        Assert.Empty((net.Output ?? Assert.Single(net.Operators)).Types);
        Assert.Empty(net.Blocks);
    }

    [Theory]
    [InlineData("public partial class Net;")]
    [InlineData("public partial class Net { [Arg] public const int C = 1; }")]
    [InlineData("public partial class Net { [Input(3)] public partial class Inside; }")]
    [InlineData("[Train<Net>, Adam] public partial class Net;")]
    public void ClassOfSomethingElse_IsNoModule(string declaration) =>
        Assert.Null(DeclarationParser.Module(Parsed.Type(Compilations.Create("using KdGen; " + declaration), "Net"), default));

    [Fact]
    public void Reader_KnowsTheClassBehindEveryOwner()
    {
        CSharpCompilation compilation = Compilations.Create("""
            using KdGen;
            public partial class Block { [Linear(2)] public partial class Inside; }
            [Input(3)] public partial class Family { [Repeat<Block>(1)] public partial class Stage; }
            [Args] public partial class Net : Family;
            """);
        ModuleReader reader = new(compilation.Assembly, default);
        reader.Model(Parsed.Type(compilation, "Net"));
        Assert.Equal(
            ["global::Block Block", "global::Block.Inside Block.Inside", "global::Family Family", "global::Family.Stage Family.Stage"],
            reader.Classes.Select(entry => $"{entry.Key} {entry.Value.ToDisplayString()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EverySample_IsReadAndBuilt()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples/Models"), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        Generated generated = GeneratorHarness.Run(sources);

        // The biases before BatchNorm are the checkpoints' of VGG; .editorconfig says so to the editor.
        Assert.Empty(AnalyzerHarness.Analyze(generated.Compilation).Where(diagnostic => diagnostic.Id != "KDG1104" || !diagnostic.Location.SourceTree!.ToString().Contains("class Vgg8", StringComparison.Ordinal)));
        generated.AssertCompiles();
        Assert.Contains("Models.BasicBlock.Module.g.cs", generated.Files.Keys);
        Assert.Contains("Models.ResNet56.Module.g.cs", generated.Files.Keys);
    }
}
