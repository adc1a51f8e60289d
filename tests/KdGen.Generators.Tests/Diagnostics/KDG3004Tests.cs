using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG3004Tests
{
    [Fact]
    public void FileOutsideTheProject_IsAWarning()
        => Warns("it is no file of the project, so the build cannot read it: put it into the project's folder", WeightsHarness.Header("other.pth"));

    [Fact]
    public void BrokenFile_IsAWarning() => Warns("net.pth: is empty", WeightsHarness.Header("net.pth", "error net.pth: is empty"));

    [Fact]
    public void TextOfAnotherTool_IsNoHeader()
        => Warns("it is no file of the project, so the build cannot read it: put it into the project's folder", "kdgen-weights 9\npath\tnet.pth\n");

    private static void Warns(string reason, string header)
    {
        Diagnostic diagnostic = Assert.Single(WeightsHarness.Analyze(WeightsHarness.Recipe("net.pth"), header));

        Assert.Equal("KDG3004", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
        Assert.Equal($"net.pth was not checked: {reason}", diagnostic.GetMessage());
    }
}
