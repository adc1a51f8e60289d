using Microsoft.Win32.SafeHandles;

namespace KdGen.Weights.Formats;

/// <summary>Opens files, and nothing that only looks like one: whoever opens a pipe waits for somebody to write into it.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="kind">What it is, for messages: "table".</param>
    /// <exception cref="InvalidDataException">The path is a folder's, or that of an empty file or a pipe.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static SafeFileHandle Open(string path, string kind)
    {
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path}: is a folder, name the {kind} in it");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such {kind}", path);
        var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        if (!file.Exists || file.Length == 0)
            throw new InvalidDataException($"{path}: is empty, or no file but a pipe");
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new IOException($"{path}: this user may not read the {kind}", problem);
        }
    }
}
