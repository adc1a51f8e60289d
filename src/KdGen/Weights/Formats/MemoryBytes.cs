namespace KdGen.Weights.Formats;

/// <summary>Bytes that are in memory already.</summary>
internal sealed class MemoryBytes(string name, ReadOnlyMemory<byte> bytes) : ByteSource(name, bytes.Length)
{
    /// <inheritdoc/>
    protected override void ReadChecked(long offset, Span<byte> target) => bytes.Span.Slice((int)offset, target.Length).CopyTo(target);
}
