using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Robustness;

/// <summary>The C# files of the repository's samples.</summary>
internal static class Samples
{
    private static readonly string Root = Path.Combine(Repository.Root, "samples");

    /// <summary>All of them, by their paths under samples/.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The paths of a sample's files: what is compiled together with one of them.</summary>
    public static string[] FolderOf(string file) =>
        [.. Names.Where(other => other.Split('/')[0] == file.Split('/')[0]).Select(PathOf)];
}
