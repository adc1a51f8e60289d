namespace KdGen.Data;

/// <summary>
/// Ten classes of 3x32x32 images that are drawn, not downloaded. A class is a fine motif (stripes, bars, checks, ...) in two colours on an
/// ellipse somewhere in the image, among plain and patterned distractors, behind a bar and under noise. The first colour hints at two of
/// the ten classes and sometimes lies, so a small network gets some way early; telling the motifs apart under noise takes more channels and
/// depth than the colours do.
/// </summary>
/// <remarks>
/// An image depends only on the seed and its place, so a set is the beginning of every larger set of its seed; train and test sets need
/// different seeds. Random numbers are SplitMix64's and arithmetic is IEEE 754's: every machine draws the same bytes.
/// </remarks>
public static class SyntheticImages
{
    private const float NoiseDeviation = 0.14f;
    private const float ColourLies = 0.3f, ColourSpread = 0.3f, LeastContrast = 0.6f;

    // One a pair of motifs: red, yellow, green, blue, violet.
    private static readonly Rgb[] Colours = [new(0.9f, 0.3f, 0.2f), new(0.85f, 0.8f, 0.2f), new(0.2f, 0.75f, 0.3f), new(0.2f, 0.35f, 0.9f), new(0.8f, 0.3f, 0.8f)];

    /// <summary>Draws images, each of a class of its own luck; normalised by mean 0.5 and deviation 0.25 in every channel.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or the bytes do not fit in an array.</exception>
    public static ImageDataset Create(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / (3 * Canvas.Plane));
        var pixels = new byte[count * 3 * Canvas.Plane];
        var labels = new int[count];
        Parallel.For(0, count, i =>
        {
            var random = new SplitMix64(seed, RandomUse.Image, i);
            labels[i] = random.Below(Motif.All.Length);
            Draw(labels[i], ref random).CopyTo(pixels.AsSpan(i * 3 * Canvas.Plane, 3 * Canvas.Plane));
        });
        return new ImageDataset(pixels, labels, 3, Canvas.Side, Canvas.Side,
            [.. Motif.All.Select(motif => motif.Name)], mean: [0.5f, 0.5f, 0.5f], std: [0.25f, 0.25f, 0.25f]);
    }

    private static Canvas Draw(int label, ref SplitMix64 random)
    {
        var canvas = new Canvas();
        canvas.Gradient(Rgb.Random(ref random), Rgb.Random(ref random), Direction.Random(ref random));
        for (int i = 0; i < 3; i++)
        {
            canvas.Ellipse(random.Between(0, 32), random.Between(0, 32), random.Between(2, 6), random.Between(0.4f, 1),
                Direction.Random(ref random), Rgb.Random(ref random));
        }
        for (int i = 0; i < 2; i++)
            DrawMotif(canvas, random.Below(Motif.All.Length), random.Between(0, 32), random.Between(0, 32), random.Between(2.5f, 4), Rgb.Random(ref random), ref random);

        int hint = random.Unit() < ColourLies ? random.Below(Colours.Length) : label / 2;
        Rgb colour = Colours[hint].Near(ref random, ColourSpread);
        DrawMotif(canvas, label, random.Between(8, 24), random.Between(8, 24), random.Between(6, 10.5f), colour, ref random);
        canvas.Bar(random.Between(4, 28), random.Between(4, 28), random.Between(1, 4), Direction.Random(ref random), Rgb.Random(ref random));
        canvas.Noise(ref random, NoiseDeviation);
        return canvas;
    }

    private static void DrawMotif(Canvas canvas, int motif, float x, float y, float radius, Rgb on, ref SplitMix64 random)
    {
        Rgb off;
        do
            off = Rgb.Random(ref random);
        while (off.Distance(on) < LeastContrast);
        canvas.Ellipse(x, y, radius, random.Between(0.6f, 1), Direction.Random(ref random), Motif.All[motif], random.Below(12), random.Below(12), on, off);
    }
}
