namespace KdGen.EndToEnd.Tests;

/// <summary>The fixes in a host of the SDK's own, which finds analyzers and fixes beside each other as an editor does.</summary>
public sealed class FormatTests
{
    [Fact]
    public void DotnetFormat_AppliesTheFirstFix()
    {
        using var folder = new Folder();
        folder.Write("Mistake.csproj", Projects.Text());
        string source = File.ReadAllText(Path.Combine(Repository.Root, "samples", "CifarDistillation", "Models.cs"));
        string file = folder.Write("Models.cs", source.Replace("Linear(2048, 512)", "Linear(1024, 512)"));
        Assert.Contains("error KDG1002", Command.Dotnet(folder.Path, null, "build", "--nologo", "-v", "q").Output);      // the configuration that dotnet format looks at

        Command format = Command.Dotnet(folder.Path, null, "format", "analyzers", "--diagnostics", "KDG1002", "--no-restore");

        Assert.True(format.ExitCode == 0, format.Output);
        Assert.Equal(source, File.ReadAllText(file));
    }
}
