using Microsoft.Win32.SafeHandles;

namespace KdGen.Weights.Formats;

/// <summary>The bytes of an open file, read where they are wanted.</summary>
internal sealed class FileBytes(string name, SafeFileHandle file) : ByteSource(name, RandomAccess.GetLength(file))
{
    /// <inheritdoc/>
    protected override void ReadChecked(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int count = RandomAccess.Read(file, target, offset);
            if (count == 0)
                throw Fail("the file became shorter while it was read");
            target = target[count..];
            offset += count;
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="InvalidDataException">The path is a folder's, or that of an empty file or a pipe.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path}: is a folder: name the weights file in it");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such weights file", path);
        if (RegularFile.IsEmpty(path))
            throw new InvalidDataException($"{path}: is empty, or no file but a pipe");
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: this user may not read the file", e);
        }
    }
}
