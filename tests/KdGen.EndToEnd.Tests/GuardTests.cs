namespace KdGen.EndToEnd.Tests;

/// <summary>A project that KdGen cannot work in is told so in one line, before the compiler speaks of code that nobody wrote.</summary>
public sealed class GuardTests
{
    private const string Compiler = "KDGCFG001: KdGen needs the C# compiler of .NET SDK 9.0.300 or later (Roslyn 4.14), but this build has Roslyn 4.8 of SDK ";
    private const string Torch = "KDGCFG002: KdGen has no torch to build against: reference TorchSharp-cpu or TorchSharp-cuda-linux, or KdGen.LibTorch for the libtorch of this machine";
    private const string Language = "KDGCFG006: KdGen needs C# 12 or later, but LangVersion is 11: set it to 12 or latest, or leave it out";

    [Theory]
    [InlineData(Compiler, true, "-p:CompilerApiVersion=roslyn4.8")]
    [InlineData(Language, true, "-p:LangVersion=11")]
    [InlineData(Torch, false, "-p:LangVersion=12")]
    [InlineData(Compiler, false, "-p:CompilerApiVersion=roslyn4.8", "-p:LangVersion=ISO-1")]
    public void ProjectThatLacksSomething_GetsOneError(string message, bool hasTorch, params string[] properties)
    {
        using var folder = new Folder();

        Command build = Build(folder, hasTorch, properties);

        Assert.NotEqual(0, build.ExitCode);
        string error = Assert.Single(build.Lines.Where(line => line.Contains("error ")).Distinct());
        Assert.Contains("error " + message, error);
    }

    [Theory]
    [InlineData("-p:CompilerApiVersion=roslyn4.14", "-p:LangVersion=12.0")]
    [InlineData("-p:LangVersion=latest")]
    [InlineData("-p:LangVersion=preview")]
    public void ProjectThatHasAll_Builds(params string[] properties)
    {
        using var folder = new Folder();

        Command build = Build(folder, hasTorch: true, properties);

        Assert.True(build.ExitCode == 0, build.Output);
    }

    /// <summary>Builds a project that has the package's targets and nothing else of it, which is what a guard sees.</summary>
    private static Command Build(Folder folder, bool hasTorch, string[] properties)
    {
        folder.Write("Guarded.cs", "public class Guarded { }");
        folder.Write("Guarded.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                {(hasTorch ? $"<Reference Include=\"KdGen.LibTorch\" HintPath=\"{Path.Combine(AppContext.BaseDirectory, "KdGen.LibTorch.dll")}\" Private=\"false\" />" : "")}
              </ItemGroup>
              <Import Project="{Repository.Root}src/KdGen/build/KdGen.targets" />
            </Project>
            """);
        return Projects.Build(folder.Path, properties);
    }
}
