using System.Runtime.CompilerServices;

namespace KdGen.Generators.Tests.Harness;

/// <summary>Where the sources lie that some tests read: snapshots, rule pages, release files.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    public static string Generators => Path.Combine(Root, "generators");

    public static string Tests => Path.Combine(Root, "tests/KdGen.Generators.Tests");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
