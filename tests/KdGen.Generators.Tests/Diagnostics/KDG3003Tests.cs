using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG3003Tests
{
    private static readonly string[] Fitting = ["0.weight F32 8,4", "0.bias F32 8", "2.weight F32 2,8", "2.bias F32 2"];

    [Theory]
    [InlineData("0.weight F32 8,4|0.bias F32 8|2.weight F32 2,8", "it lacks 2.bias (2)")]
    [InlineData("0.weight F32 9,4|0.bias F32 8|2.weight F32 2,8|2.bias F32 2", "0.weight is 9x4 where the model has 8x4")]
    [InlineData("0.weight F32 8,4|0.bias F32 8|2.weight F32 2,8|2.bias F32 2|fc.bias F32 2", "it has beyond the model fc.bias")]
    [InlineData("", "it lacks 0.weight (8x4), 0.bias (8) and 2 more")]
    public void FileOfAnotherModel_IsReportedOnThePath(string tensors, string differences)
    {
        string source = WeightsHarness.Recipe("net.safetensors");
        string[] lines = tensors.Split('|', StringSplitOptions.RemoveEmptyEntries);

        Diagnostic diagnostic = Assert.Single(WeightsHarness.Analyze(source, WeightsHarness.Header("net.safetensors", lines)));

        Assert.Equal("KDG3003", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal($"net.safetensors does not fit Net: {differences}", diagnostic.GetMessage());
        Assert.Equal("\"net.safetensors\"", source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    public void FittingFile_IsSilent(string prefix)
        => Assert.Empty(WeightsHarness.Analyze(
            WeightsHarness.Recipe("w/net.pth"),
            WeightsHarness.Header("other.pth", "error it is broken"),
            WeightsHarness.Header("w/net.pth", [.. Fitting.Select(line => prefix + line)])));

    [Fact]
    public void TeacherWithProblemsOfItsOwn_IsNotCompared()
        => Assert.Empty(WeightsHarness.Analyze(WeightsHarness.Recipe("net.pth").Replace("Linear(8)", "Linear(5, 8)", StringComparison.Ordinal), WeightsHarness.Header("net.pth")));
}
