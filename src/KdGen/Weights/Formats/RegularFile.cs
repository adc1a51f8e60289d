namespace KdGen.Weights.Formats;

/// <summary>Tells files from what only looks like one: whoever opens a pipe waits for somebody to write into it.</summary>
internal static class RegularFile
{
    /// <summary>There is nothing to read: the file is empty, or the path, behind its links, leads to a pipe or a device.</summary>
    public static bool IsEmpty(string path)
    {
        var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        return !file.Exists || file.Length == 0;
    }
}
