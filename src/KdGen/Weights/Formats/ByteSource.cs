using System.Globalization;
using System.Text;

namespace KdGen.Weights.Formats;

/// <summary>The bytes that a reader reads: a file's, or a test's. Every read is checked against the length.</summary>
internal abstract class ByteSource(string name, long length)
{
    // Names come out of files that nobody has checked: a message shows no more of one than this.
    private const int ShownLength = 100;

    /// <summary>What messages call it: the file as the caller named it.</summary>
    public string Name { get; } = name;

    /// <summary>How many bytes there are.</summary>
    public long Length { get; } = length;

    /// <summary>Fills <paramref name="target"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="InvalidDataException">There are not as many.</exception>
    public void Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset > Length - target.Length)
            throw Fail($"{Text(target.Length)} bytes are wanted at {Text(offset)}, but the file has {Text(Length)}: it is cut off or damaged");
        ReadChecked(offset, target);
    }

    /// <summary>The exception that says why this file cannot be used.</summary>
    public InvalidDataException Fail(string reason) => new($"{Name}: {reason}");

    /// <summary>A name from the file, in quotes, on one line and of bounded length.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        foreach (char c in text.Length > ShownLength ? text.AsSpan(0, ShownLength) : text)
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c);
        return shown.Append(text.Length > ShownLength ? "...'" : "'").ToString();
    }

    /// <summary>A shape as PyTorch writes it.</summary>
    public static string Text(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape.Select(Text))}]";

    /// <summary>A number as digits, whatever the machine's language.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Read"/>, for a place that exists.</summary>
    protected abstract void ReadChecked(long offset, Span<byte> target);
}
