namespace KdGen.EndToEnd.Tests;

/// <summary>A user's project that takes KdGen from the checkout, and its builds.</summary>
internal static class Projects
{
    /// <summary>The project's text.</summary>
    /// <param name="properties">What its PropertyGroup has beside the usual.</param>
    /// <param name="items">Its items.</param>
    public static string Text(string properties = "", string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <UseKdGen>true</UseKdGen>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
          <Import Project="{Repository.Root}Directory.Build.targets" />
        </Project>
        """;

    public static Command Build(string folder, params string[] arguments) =>
        Command.Dotnet(folder, null, ["build", "-c", "Release", "--nologo", "-v", "q", .. arguments]);

    /// <summary>The lines with an error or warning of ours, each once: the compiler's summary repeats them.</summary>
    public static string[] Problems(this Command build) => [.. build.Lines.Where(line => line.Contains(": error KDG") || line.Contains(": warning KDG")).Distinct()];
}
