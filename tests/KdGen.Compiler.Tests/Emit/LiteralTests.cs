using System.Globalization;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Source;
using Xunit;

namespace KdGen.Compiler.Tests.Emit;

public sealed class LiteralTests
{
    [Theory]
    [InlineData(0.75, "0.75")]
    [InlineData(2, "2.0")]
    [InlineData(-3, "-3.0")]
    [InlineData(1e-5, "1E-05")]
    [InlineData(1e300, "1E+300")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(5e-324, "4.94065645841247E-324")]
    [InlineData(double.NaN, "double.NaN")]
    [InlineData(double.NegativeInfinity, "double.NegativeInfinity")]
    public void Double_IsCSharp(double value, string text) => Assert.Equal(text, Literal.Of(value));

    [Fact]
    public void Double_ReadsBackAsItself()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value))
            {
                Assert.Equal(value, double.Parse(Literal.Of(value), NumberStyles.Float, CultureInfo.InvariantCulture));
            }
        }
    }

    [Theory]
    [InlineData("a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"")]
    [InlineData("line\r\nbreak", "\"line\\u000d\\u000abreak\"")]
    [InlineData("T²", "\"T²\"")]
    public void String_IsQuoted(string text, string quoted) => Assert.Equal(quoted, Literal.Quoted(text));

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Output_IsTheSameUnderEveryCulture(string culture)
    {
        string expected = Everything();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Everything());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("", "class", "global::@class")]
    [InlineData("A.namespace", "Net", "global::A.@namespace.Net")]
    [InlineData("A", "record", "global::A.@record")]
    public void GlobalName_EscapesKeywords(string @namespace, string name, string expected)
        => Assert.Equal(expected, new TypeName(@namespace, default, name).GlobalName);

    [Fact]
    public void GlobalName_GoesThroughOuterClasses()
        => Assert.Equal("global::A.@event.B.Net", new TypeName("A", new([new OuterType("class", "event"), new OuterType("class", "B")]), "Net").GlobalName);

    /// <summary>All that the compiler writes for the tutorial, with a message and numbers that cultures write differently.</summary>
    private static string Everything()
    {
        RecipeIr recipe = Samples.TutorialKd;
        RecipeIr wrong = Samples.Distill("DistillLoss(Kind.KL, T = -1.5)");
        return ModuleEmitter.Emit(Declare.Infer(Samples.DeepNN))
            + ModuleEmitter.Emit(Declare.Infer("3, 8, 8", "Dropout(-0.5), LeakyReLU(0.00001)"))
            + LossEmitter.Emit(recipe, LossPlanner.Plan(recipe))
            + TrainerEmitter.Emit(recipe)
            + TrainerEmitter.Emit(Samples.BaselineSgd)
            + LossEmitter.Emit(wrong, new LossPlan(Graph.Empty, default, default));
    }
}
