using System.Text.RegularExpressions;

namespace KdGen.EndToEnd.Tests;

/// <summary>What a user's build says and writes: mistakes are errors on the right token, a repeated build writes the same bytes.</summary>
public sealed class BuildTests
{
    private static string Sample(string file) => File.ReadAllText(Path.Combine(Repository.Root, "samples", "CifarDistillation", file));

    private static Command Build(Folder folder, params string[] arguments) => Projects.Build(folder.Path, arguments);

    [Fact]
    public void WrongLinear_FailsTheBuildOnItsNumber()
    {
        using var folder = new Folder();
        folder.Write("Mistake.csproj", Projects.Text());
        string source = Sample("Models.cs").Replace("Linear(2048, 512)", "Linear(1024, 512)");
        folder.Write("Models.cs", source);

        Command build = Build(folder);

        string[] errors = [.. build.Lines.Where(line => line.Contains("error ")).Distinct()];
        string error = Assert.Single(errors);
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error KDG1002: Linear states 1024 inputs but receives 2048 (32x8x8 from MaxPool", error);
        string[] lines = source.Split('\n');
        int line = Array.FindIndex(lines, text => text.Contains("Linear(1024, 512)"));
        Assert.Contains($"Models.cs({line + 1},{lines[line].IndexOf("1024", StringComparison.Ordinal) + 1})", error);
    }

    [Fact]
    public void UnchangedTree_GeneratesTheSameBytes()
    {
        using var folder = new Folder();
        folder.Write("Same.csproj", Projects.Text("<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles><CompilerGeneratedFilesOutputPath>obj/generated</CompilerGeneratedFilesOutputPath>"));
        folder.Write("Models.cs", Sample("Models.cs"));
        folder.Write("Recipes.cs", Sample("Recipes.cs"));

        Dictionary<string, string> Generate(params string[] arguments)
        {
            string generated = Path.Combine(folder.Path, "obj", "generated");
            if (Directory.Exists(generated))
            {
                Directory.Delete(generated, recursive: true);
            }

            Command build = Build(folder, arguments);
            Assert.True(build.ExitCode == 0, build.Output);
            return Directory.EnumerateFiles(generated, "*.g.cs", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(generated, file), File.ReadAllText);
        }

        Dictionary<string, string> first = Generate(), second = Generate("--no-incremental", "--no-restore", "-p:BuildProjectReferences=false");

        Assert.Equal(14, first.Count);     // two models; three recipes with a loss, its kernel, its CUDA text and a trainer each
        Assert.Equal(first, second);
    }

    [Fact]
    public void UnknownProvider_IsNamedInOneLine()
    {
        using var folder = new Folder();
        folder.Write("Wrong.csproj", Projects.Text());
        folder.Write("Models.cs", Sample("Models.cs"));

        Command build = Build(folder, "-p:KdGenTorch=torchsharp");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("KDGCFG003", build.Output);
        Assert.Contains("'torchsharp': use TorchSharp-cpu, TorchSharp-cuda, system, or the path of a TorchSharp.dll", build.Output);
    }

    [TorchSharpFact]
    public void Sample_CompilesAgainstTorchSharp()
    {
        using var folder = new Folder();
        folder.Write("Real.csproj", Projects.Text());
        folder.Write("Models.cs", Sample("Models.cs"));
        folder.Write("Recipes.cs", Sample("Recipes.cs"));

        // The runtime is built against it too, in folders of its own: the checkout's build stays as it is.
        Command build = Build(folder, $"-p:KdGenTorch={TorchSharpFactAttribute.Dll}", $"--artifacts-path={Path.Combine(folder.Path, "artifacts")}");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.DoesNotMatch(new Regex("KdGen.LibTorch"), build.Output);
    }
}
