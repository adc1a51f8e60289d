using System.Reflection;

namespace KdGen.EndToEnd.Tests;

/// <summary>Where the tests find what they try: the checkout and the built sample.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("KdGenRoot"));

    public static string SampleAssembly { get; } = Path.GetFullPath(Metadata("SampleAssembly"));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
