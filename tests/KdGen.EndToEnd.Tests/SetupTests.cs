namespace KdGen.EndToEnd.Tests;

/// <summary>What a machine that lacks something is told.</summary>
public sealed class SetupTests
{
    [Fact]
    public void MissingLibTorch_IsOneLineThatSaysWhatToInstall()
    {
        using var folder = new Folder();

        Command build = Command.Dotnet(
            Path.Combine(Repository.Root, "src", "KdGen.LibTorch"), null,
            "build", "-c", "Release", "--nologo", "-v", "q", "-p:KdGenLibTorchDir=/nowhere", $"--artifacts-path={Path.Combine(folder.Path, "artifacts")}");

        Assert.NotEqual(0, build.ExitCode);
        string error = Assert.Single(build.Lines.Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct());
        Assert.Contains("KDGCFG004", error);
        Assert.Contains("/nowhere", error);
    }

    [Fact]
    public void Setup_WithoutRights_NamesTheLineToRun()
    {
        // An "id" of ours says that we are not root; a package that does not exist is missing everywhere.
        using var folder = new Folder();
        folder.Write("id", "#!/bin/sh\necho 1000\n");
        Command.Run("chmod", folder.Path, null, null, "+x", "id");
        var environment = new Dictionary<string, string> { ["KdGenTorch"] = "system", ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" };

        Command setup = Command.Run("bash", Repository.Root, environment, null, ".ci/setup.sh", "kdgen-no-such-package");

        Assert.Equal(1, setup.ExitCode);
        Assert.Equal("setup: missing kdgen-no-such-package; run: sudo apt-get install -y kdgen-no-such-package", setup.Lines.Last());
    }
}
