using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG2025Tests
{
    private const string Vocabulary = "a loss is made of RowMath, + - * /, row[label], ?: and constants";
    private const string OnlyConstants = "only constants are known when the loss is built, make it a const";
    private const string AsIndex = "a class is an index, or compared with another, but no number";
    private const string OneValue = "choose between what is read at two classes, not between the classes";
    private const string NotFinite = "its number is not finite";
    private const string Callable = "what a loss calls is a static method without type parameters, made of the same";
    private const string NoLoop = "Sum, Max and arithmetic go over all classes of a row";

    [Theory]
    [InlineData("[Loss] public static double Own(Row student, int label) => [|Math.Sin(student[label])|];", "Math.Sin(student[label])", Vocabulary)]
    [InlineData("[Loss] public static double Own(Row student, int label) => student[label] * [|student.ToString().Length|];", "student.ToString().Length", OnlyConstants)]
    [InlineData("[Loss] public static double Own(Row student, int label) => student[label] % [|2|];", null, Vocabulary)]
    [InlineData("static readonly double T = 4; [Loss] public static double Own(Row student, int label) => (student / [|T|])[label];", "T", OnlyConstants)]
    [InlineData("static double T => 4; [Loss] public static double Own(Row student, int label) => (student / [|T|])[label];", "T", OnlyConstants)]
    [InlineData("[Loss] public static double Own(Row student, int label) => Pow(student, [|student[0]|])[label];", "student[0]", "an exponent is a constant")]
    [InlineData("[Loss] public static double Own(Row student, int label) => student[0] * [|label|];", "label", AsIndex)]
    [InlineData("[Loss] public static double Own(Row student, int label) => student[[|label + 1|]];", "label + 1", AsIndex)]
    [InlineData("[Loss] public static double Own(Row student, int label) => [|ArgMax(student) > label|] ? student[0] : 1;", "ArgMax(student) > label", AsIndex)]
    [InlineData("[Loss] public static double Own(Row student) => student[[|student.Length - 1|]];", "student.Length - 1", "a row is read at the label, at ArgMax(row) or at a constant from 0")]
    [InlineData("[Loss] public static double Own(Row student) => student[0] * ([|1 / student.Length|]);", "1 / student.Length", "whole numbers are divided without remainder, make one of them a double")]
    [InlineData("[Loss] public static double Own(Row student) => student[0] * [|(int)student[1]|];", "(int)student[1]", "a loss is computed with double")]
    [InlineData("[Loss] public static double Own(Row student) => Sum(student * OneHot([|1|], student.Length));", "1", "the class is the label or ArgMax(row)")]
    [InlineData("[Loss] public static double Own(Row student, int label) => Sum(student * OneHot(label, [|3|]));", "3", "the length is that of a row, for example student.Length")]
    [InlineData("[Loss] public static double Own(Row student) { double sum = 0; [|for|] (int i = 0; i < student.Length; i++) { sum += student[i]; } return sum; }", "for", NoLoop)]
    [InlineData("[Loss] public static double Own(Row student) { double sum = student[0]; [|if|] (sum < 0) { if (sum < -1) { return 0; } sum = 0; } return sum; }", "if", "use condition ? a : b")]
    [InlineData("[Loss] public static double Own(Row student) { [|Console.WriteLine(1)|]; return student[0]; }", "Console.WriteLine(1)", Vocabulary)]
    [InlineData("static double sum; [Loss] public static double Own(Row student) { [|sum += student[0]|]; return student[0]; }", "sum += student[0]", Vocabulary)]
    [InlineData("[Loss] public static double Own(Row student) => [|student[0] / 0|];", "student[0] / 0", "it is divided by 0")]
    [InlineData("const double Zero = 0; [Loss] public static double Own(Row student) => student[0] * ([|1 / Zero|]);", "1 / Zero", NotFinite)]
    [InlineData("[Loss] public static double Own(Row student) => student[0] + [|double.NaN|];", "double.NaN", NotFinite)]
    [InlineData("[Loss] public static double Own(Row student) => [|student[0] * 1e200 * 1e200|];", "student[0] * 1e200 * 1e200", NotFinite)]
    [InlineData("[Loss] public static double Own(Row student) => student[0] * [|Math.Log(-1)|];", "Math.Log(-1)", NotFinite)]
    [InlineData("[Loss] public static double Own(Row student, int label) => student[[|label == 0 ? label : ArgMax(student)|]];", "label == 0 ? label : ArgMax(student)", OneValue)]
    [InlineData("[Loss] public static double Own(Row student, int label) { double place = [|label == 0 ? label : ArgMax(student)|]; return place * student[0]; }", "label == 0 ? label : ArgMax(student)", OneValue)]
    [InlineData("[Loss] public static double Own(Row student, int label) { int place = label; [|if|] (student[0] > 0) { place = ArgMax(student); } return student[place]; }", "if", OneValue)]
    [InlineData("[Loss] public static double Own(Row student, Row teacher) => [|student == teacher|] ? 0 : student[0];", "student == teacher", Vocabulary)]
    [InlineData("[Loss] public static double Own(Row student) => (double)(0.5m * [|(decimal)student[0]|]);", "(decimal)student[0]", "a loss is computed with double")]
    [InlineData("[Loss] public static double Own(Row student) { return [|Square(student[0])|]; static double Square(double x) => x * x; }", "Square(student[0])", Callable)]
    [InlineData("[Loss] public static double Own(Row student) => Of(student) + Of(-student); static double Of(Row x) => [|Math.Sin(Sum(x))|];", "Math.Sin(Sum(x))", Vocabulary)]
    [InlineData("[Loss] public static double Own(Row student) => [|Own(student)|] + 1;", "Own(student)", "a loss cannot call itself")]
    [InlineData("[Loss] public static double Own(Row student) => Half(student); static double Half(Row x) => [|Math.Round(Sum(x))|];", "Math.Round(Sum(x))", Vocabulary)]
    [InlineData("[Loss] public static double Own(Row student, int label) => [|label switch { 0 => student[0], _ => 1 }|];", "label switch { 0 => student[0], _ => 1 }", Vocabulary)]
    [InlineData("[Loss] public static double Own(Row student) => Sum(student) + [|Math.Round(  Sum( student ) + 0.000000000000000001 )|];", "Math.Round( Sum( student ) + 0.000000...", Vocabulary)]
    public void Expression_IsReported(string members, string? expression, string instead)
    {
        if (expression is null)
        {
            // What is underlined is larger than a test can mark without marking itself.
            Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(Compilations.Create(Formula.Source(members.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)))));
            Assert.Equal("KDG2025", diagnostic.Id);
            Assert.EndsWith(instead, diagnostic.GetMessage(), StringComparison.Ordinal);
            return;
        }

        AnalyzerHarness.Reports("KDG2025", $"{expression} cannot be translated: {instead}", Formula.Source(members));
    }

    [Theory]
    [InlineData("[Loss] public static double Own(Row student) => student[0] > 0 ? Math.Sin(student[0]) : Math.Cos(student[0]);")]
    [InlineData("[Loss] public static double Own(Row student) => Math.Sin(student[0]) + Math.Cos(student[0]);")]
    [InlineData("[Loss] public static double Own(Row student) => Max(Math.Sin(student[0]), Math.Cos(student[0]));")]
    public void SeveralExpressions_AreReportedEach(string members) => Assert.Equal(
        ["KDG2025", "KDG2025"],
        AnalyzerHarness.Analyze(Compilations.Create(Formula.Source(members))).Select(diagnostic => diagnostic.Id));

    [Fact]
    public void HelperOfTwoLosses_IsReportedOnce() => Assert.Equal(
        "KDG2025",
        Assert.Single(AnalyzerHarness.Analyze(Compilations.Create(Formula.Source("""
            [Loss] public static double Own(Row student) => Half(student);
            [Loss] public static double Other(Row student) => Half(student);
            static double Half(Row x) => Math.Round(Sum(x));
            """)))).Id);

    [Fact]
    public void RecipeWithSuchALoss_SaysNothingMore()
    {
        Generated generated = GeneratorHarness.Run(Formula.Source("[Loss] public static double Own(Row student) => Math.Sin(student[0]);") + """
            [Input(4), Linear(3)] public partial class Net;
            [Train<Net>, DistillLoss(typeof(Losses), nameof(Losses.Own)), Adam] public partial class Recipe;
            """);
        Assert.Equal("KDG2025", Assert.Single(AnalyzerHarness.Analyze(generated.Compilation)).Id);
        generated.AssertCompiles();
    }

    [Theory]
    [InlineData("[Loss] public static double Own(Row student) => Math.Sin(nothing);")]
    [InlineData("[Loss] public static double Own(Row student) => student[0] + nothing[1];")]
    [InlineData("[Loss] public static double Own(Row student) { double x; return x + student[0]; }")]
    [InlineData("[Loss] public static double Own(Row student) { }")]
    [InlineData("[Loss] public static double Own(Row student) => \"text\";")]
    [InlineData("[Loss] public static double Own(Row student) => student[\"text\"];")]
    [InlineData("[Loss] public static double Own(Row student) => ")]
    [InlineData("public static double NoLoss(Row student) => Math.Sin(student[0]);")]
    public void WhatCSharpReports_IsSilent(string members) => Assert.Empty(AnalyzerHarness.Analyze(Compilations.Create(Formula.Source(members))));

    [Fact]
    public void Pragma_TurnsItOff() => Assert.Empty(AnalyzerHarness.Analyze(Compilations.Create(
        "#pragma warning disable KDG2025\n" + Formula.Source("[Loss] public static double Own(Row student) => Math.Sin(student[0]);"))));
}
