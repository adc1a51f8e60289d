using System.Reflection;

namespace KdGen.EndToEnd.Tests;

/// <summary>Where the tests find what they try: the checkout and the built sample.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("KdGenRoot"));

    public static string SampleAssembly { get; } = Path.GetFullPath(Metadata("SampleAssembly"));

    /// <summary>The built sample with tables.</summary>
    public static string TableSampleAssembly { get; } = Path.GetFullPath(Metadata("TableSampleAssembly"));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
