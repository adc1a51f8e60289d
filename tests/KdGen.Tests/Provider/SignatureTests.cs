using TorchSharp;

namespace KdGen.Tests.Provider;

/// <summary>
/// The provider's surface is TorchSharp's, letter for letter. <c>torchsharp-api.txt</c> holds those lines of TorchSharp 0.107.0's public
/// surface that the provider has; after adding a member, run with KDGEN_ACCEPT=1 and KDGEN_TORCHSHARP_API=(the full list) to write it anew.
/// </summary>
public class SignatureTests
{
    private const string CopyName = "torchsharp-api.txt";

    private static readonly string? full = Environment.GetEnvironmentVariable("KDGEN_TORCHSHARP_API");

    private static readonly SortedSet<string> provided = ApiText.Of(typeof(torch).Assembly);

    private static readonly string[] copy = ReadCopy();

    [Fact]
    public void Surface_IsASubsetOfTorchSharps()
    {
        var known = new HashSet<string>(copy);
        string[] foreign = [.. provided.Where(line => !known.Contains(line))];
        Assert.True(foreign.Length == 0, $"{foreign.Length} members are not TorchSharp's (or not yet in {CopyName}):\n{string.Join('\n', foreign)}");
    }

    [Fact]
    public void Copy_HoldsNoLineThatTheProviderLacks()
    {
        string[] stale = [.. copy.Where(line => !provided.Contains(line))];
        Assert.True(stale.Length == 0, $"{stale.Length} lines of {CopyName} are not in the provider any more:\n{string.Join('\n', stale)}");
    }

    [Fact]
    public void Copy_IsPartOfTheFullListWhereThatIsGiven()
    {
        if (full is null)
            return;
        var all = new HashSet<string>(File.ReadLines(full));
        string[] invented = [.. copy.Where(line => !all.Contains(line))];
        Assert.True(invented.Length == 0, $"{invented.Length} lines of {CopyName} are not in {full}:\n{string.Join('\n', invented)}");
    }

    [Fact]
    public void Namespace_OfTheProviderItselfShowsNothing()
    {
        IEnumerable<Type> shown = typeof(torch).Assembly.GetExportedTypes().Where(type => type.Namespace?.Split('.')[0] != "TorchSharp");
        Assert.Empty(shown);
    }

    private static string[] ReadCopy()
    {
        bool accept = full is not null && Environment.GetEnvironmentVariable("KDGEN_ACCEPT") == "1";
        if (accept)
            File.WriteAllLines(SourceCopy(), provided.Intersect(File.ReadLines(full!)).Order(StringComparer.Ordinal));
        return File.ReadAllLines(accept ? SourceCopy() : Path.Combine(AppContext.BaseDirectory, "Provider", CopyName));
    }

    private static string SourceCopy([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, CopyName);
}
