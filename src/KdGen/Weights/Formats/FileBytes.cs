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
}
