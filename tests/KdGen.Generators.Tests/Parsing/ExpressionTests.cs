using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Parsing;

/// <summary>[Arg] constants in attributes: expressions where they have a say, values everywhere else.</summary>
public sealed class ExpressionTests
{
    private const string Members = """
        [Arg] public const int C = 64, S = 1;
        [Arg] public const double P = 0.5;
        [Arg] public const bool B = true;
        const int Plain = 3;
        public const double Half = 0.5;
        """;

    [Theory]
    [InlineData("C", "C")]
    [InlineData("(C)", "C")]
    [InlineData("4 * C", "(4 * C)")]
    [InlineData("2 * 2 * C + 1", "((4 * C) + 1)")]
    [InlineData("C - (S + 1) * 2", "(C - ((S + 1) * 2))")]
    [InlineData("C / 2 % 3", "((C / 2) % 3)")]
    [InlineData("-C", "(0 - C)")]
    [InlineData("+C", "C")]
    [InlineData("C * -2", "(C * -2)")]
    [InlineData("(int)C", "C")]
    [InlineData("C + Plain", "(C + 3)")]
    [InlineData("C + Net.Plain", "(C + 3)")]
    [InlineData("Net.C", "C")]
    [InlineData("C + Elsewhere.C", "(C + 7)")]
    [InlineData("C + short.MaxValue", "(C + 32767)")]
    [InlineData("C + sizeof(long)", "(C + 8)")]
    [InlineData("C * (true ? 2 : 3)", "(C * 2)")]
    [InlineData("Plain", "3")]
    [InlineData("Elsewhere.C", "7")]
    [InlineData("4 * 16", "64")]
    [InlineData("(int)(C * Half)", "opaque (int)(C * Half)")]
    [InlineData("B ? 1 : 2", "opaque B ? 1 : 2")]
    [InlineData("C << 1", "opaque C << 1")]
    [InlineData("2 * (C<<1)", "opaque 2 * (C << 1)")]
    public void Integer_IsRead(string expression, string expected) => Assert.Equal(expected, Argument($"Linear({expression})"));

    [Theory]
    [InlineData("P", "P")]
    [InlineData("P / 2", "(P / 2)")]
    [InlineData("(double)C / 128", "((C * real 1) / 128)")]
    [InlineData("Half * P", "(real 0.5 * P)")]
    [InlineData("P % 2", "opaque P % 2")]
    [InlineData("Half", "real 0.5")]
    public void Real_IsRead(string expression, string expected) => Assert.Equal(expected, Argument($"Dropout({expression})"));

    [Theory]
    [InlineData("Linear(2, Bias = B)", "Bias", "B")]
    [InlineData("Linear(2, Bias = !B)", "Bias", "opaque !B")]
    [InlineData("Linear(2, Key = nameof(C))", "Key", "'C'")]
    [InlineData("Linear(outFeatures: C, inFeatures: 2 * C)", "inFeatures", "(2 * C)")]
    [InlineData("Reshape(C, 8, 8)", "shape", "<C, 8, 8>")]
    [InlineData("Reshape([C, -1])", "shape", "<C, -1>")]
    [InlineData("Reshape(new int[] { C, 4 })", "shape", "<C, 4>")]
    [InlineData("Reshape(new[] { Plain, 4 })", "shape", "[3, 4]")]
    [InlineData("Reshape(8, 8)", "shape", "[8, 8]")]
    [InlineData("Repeat<Block>(S, C, 0.5, B, Half)", "args", "<C, real 0.5, B, real 0.5>")]
    [InlineData("Repeat<Block>(S, C, 0.5, B, Half)", "count", "S")]
    [InlineData("Repeat<Block>(2, args: [1, P])", "args", "<1, P>")]
    [InlineData("Repeat<Block>(2, new object[] { C, \"x\" })", "args", "<C, 'x'>")]
    [InlineData("Repeat<Block>(2, 1, 2)", "args", "<1, 2>")]
    public void Arguments_AreRead(string attribute, string argument, string expected) => Assert.Equal(expected, Argument(attribute, argument));

    [Theory]
    [InlineData("Linear(C + Nothing)")]
    [InlineData("Linear(C / 0)")]
    [InlineData("Linear(\"x\" + C)")]
    [InlineData("Linear(C * 2147483647)")]
    [InlineData("Linear(C.Length)")]
    public void WhatCSharpRefuses_IsInvalid(string attribute) => Assert.Equal("invalid", Argument(attribute));

    [Fact]
    public void InnerConstants_ShadowOuterOnes() => Assert.Equal(
        """
        model Net
          arg int C = 1
          arg int D = 2
          arg int E = 3
          1 Input(shape: [3])
          stage Net.Stage
            arg int D = 20
            1 Linear(outFeatures: 10)
            2 Linear(outFeatures: D)
            3 Linear(outFeatures: E)
            4 Linear(outFeatures: (D + 10))
            5 Linear(outFeatures: opaque Net.D + E)
            6 Linear(outFeatures: (D * E))

        """,
        Parsed.Text(Parsed.Module("""
            using KdGen;
            [Input(3)] public partial class Net
            {
                [Arg] public const int C = 1, D = 2, E = 3;
                [Linear(C), Linear(D), Linear(E), Linear(D + C), Linear(Net.D + E), Linear(Stage.D * Net.E)]
                public partial class Stage { const int C = 10; [Arg] public const int D = 20; }
            }
            """)));

    [Fact]
    public void ArgsOfOtherUnits_AreConstants() => Assert.Equal(
        """
        model Outside.Net
          1 Input(shape: [3])
          stage Outside.Net.Stage
            1 Linear(outFeatures: 8)
            2 Linear(outFeatures: 8)
            3 Repeat<Holder.Block>(count: 8, args: <8>)
          block Holder.Block
            arg int C = 1
            1 Linear(outFeatures: 9)
            2 Linear(outFeatures: (C + 9))

        """,
        Parsed.Text(Parsed.Module("""
            using KdGen;
            public static partial class Holder { public const int D = 9; [Linear(D), Linear(C + D)] public partial class Block { [Arg] public const int C = 1; } }
            public partial class Base { [Arg] public const int B = 8; }
            public partial class Outside
            {
                [Arg] public const int A = 8;
                [Input(3)] public partial class Net : Base { [Linear(A), Linear(B), Repeat<Holder.Block>(A, B)] public partial class Stage; }
            }
            """, "Outside+Net")));

    [Fact]
    public void VeryLongExpression_IsOpaque() =>
        Assert.StartsWith("opaque C + 1 + 1", Argument($"Linear(C{string.Concat(Enumerable.Repeat(" + 1", 200))})"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("C=64;S=-1;1.outChannels=* 4 C;2.args=[ 1 0.5 true C - 0 @class ];Forward")]
    [InlineData("P=0.5;Q=1.0;N=double.NaN;B=false;@true=1;3.p=/ P 2.0")]
    public void Text_ReadsBackAsItWasWritten(string text)
    {
        ClassExpressions read = ExpressionText.Read(text);
        ModuleDecl declaration = new(new TypeName("", default, "Net"), new ClassForm(true, null, false, false, false, false, false), null, new(
            [.. read.Values.GroupBy(value => value.Key.Node).Select(node => new AttributeDecl(new NodeId(node.Key), "Any", new(node.Select(value => new Argument(value.Key.Argument, value.Value)))))]), false)
        {
            Args = read.Args,
            HasForward = read.HasForward,
        };
        Assert.Equal(text, ExpressionText.Write(declaration) ?? "");
    }

    [Theory]
    [InlineData(";;=;.=;1.=;.x=1;1.x=;1.x=*;1.x=* 1;1.x=[;1.x=[ 1;1.x=1 2;1.x=?;1.x=* ? 1;99999999999.x=1;a.x=1;=1;C=C;C=[ 1 ];Newer=1 2 3;Future")]
    [InlineData("1.x=* * * * * * * * * * *")]
    public void TextOfSomethingElse_IsLeftOut(string text)
    {
        ClassExpressions read = ExpressionText.Read(text);
        Assert.Empty(read.Values);
        Assert.Empty(read.Args);
        Assert.False(read.HasForward);
    }

    [Fact]
    public void TextWithoutEnd_DoesNotCostTheStack() => Assert.Empty(ExpressionText.Read("1.x=" + string.Concat(Enumerable.Repeat("* ", 1_000_000)) + "1").Values);

    private static string Argument(string attribute, string? name = null)
    {
        AttributeDecl read = Assert.Single(Parsed.Module($$"""
            using KdGen;
            public static class Elsewhere { [Arg] public const int C = 7; }
            [Linear(1)] public partial class Block;
            [Input(3), {{attribute}}] public partial class Net { {{Members}} }
            """).Operators);
        if (read.Arguments.Count == 0)
        {
            return "invalid";     // C# found no constructor for it
        }

        return Parsed.Text((name is null ? Assert.Single(read.Arguments) : read.Arguments.Single(argument => argument.Name == name)).Value);
    }
}
