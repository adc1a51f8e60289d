namespace KdGen.Weights.Formats;

/// <summary>
/// What reading a header may allocate: the file's own size and a constant. One byte of a pickle can ask for an object of fifty, so every
/// reader charges what it is about to allocate and a forged file ends as a message, not as a machine without memory.
/// </summary>
internal sealed class MemoryBudget(ByteSource source)
{
    /// <summary>What is granted beside the file's own size, in bytes.</summary>
    public const long Constant = 64 << 20;

    // A reference, an object's head and the slack of a growing collection.
    private const int PerObject = 128;

    private long left = source.Length + Constant;

    /// <summary>Takes off what is about to be allocated.</summary>
    /// <exception cref="InvalidDataException">The budget is spent.</exception>
    public void Charge(long bytes)
    {
        left -= bytes;
        if (left < 0)
            throw source.Fail("reading its header would take more memory than the file is long: it is damaged or forged");
    }

    /// <summary>Takes off a small object and its place in a collection.</summary>
    public void ChargeObject() => Charge(PerObject);

    /// <summary>Takes off a text of so many characters.</summary>
    public void ChargeText(long length) => Charge(PerObject + 2 * length);

    /// <summary>Takes off an array of so many references or numbers of 8 bytes.</summary>
    public void ChargeArray(long count) => Charge(PerObject + 8 * count);
}
