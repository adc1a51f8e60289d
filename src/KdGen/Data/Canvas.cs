namespace KdGen.Data;

/// <summary>
/// An image of 32x32 pixels in three float planes. Only +, -, *, / and square roots are used, which IEEE 754 fixes to the last bit, and no
/// sine or power, which it leaves to the library: the same random numbers give the same image on every machine.
/// </summary>
internal sealed class Canvas
{
    public const int Side = 32, Plane = Side * Side;

    private const float Middle = (Side - 1) / 2f;

    private readonly float[] red = new float[Plane], green = new float[Plane], blue = new float[Plane];

    /// <summary>From one colour to another along a direction.</summary>
    public void Gradient(Rgb from, Rgb to, Direction along)
    {
        for (int p = 0; p < Plane; p++)
        {
            (float u, _) = along.Turn(p % Side - Middle, p / Side - Middle);
            float t = 0.5f + u / 44f;   // 44: a little less than the diagonal
            red[p] = from.R + (to.R - from.R) * t;
            green[p] = from.G + (to.G - from.G) * t;
            blue[p] = from.B + (to.B - from.B) * t;
        }
    }

    /// <summary>An ellipse, its axes <paramref name="radius"/> and that times <paramref name="flatness"/> pixels, turned.</summary>
    public void Ellipse(float x, float y, float radius, float flatness, Direction turned, Rgb colour) =>
        Fill(x, y, turned, (u, v) => Square(u / radius) + Square(v / (radius * flatness)) < 1, (_, _) => colour);

    /// <summary>The same, filled with a motif that is not turned, shifted by whole pixels.</summary>
    public void Ellipse(float x, float y, float radius, float flatness, Direction turned, Motif motif, int shiftX, int shiftY, Rgb on, Rgb off) =>
        Fill(x, y, turned, (u, v) => Square(u / radius) + Square(v / (radius * flatness)) < 1,
            (column, row) => motif.At(column + shiftX, row + shiftY) ? on : off);

    /// <summary>A bar right across the image, through (x, y).</summary>
    public void Bar(float x, float y, float width, Direction turned, Rgb colour) =>
        Fill(x, y, turned, (_, v) => Math.Abs(v) < width / 2, (_, _) => colour);

    /// <summary>Adds to each value the sum of four uniform numbers, scaled to a deviation of <paramref name="deviation"/>; close to normal.</summary>
    public void Noise(ref SplitMix64 random, float deviation)
    {
        foreach (float[] plane in (float[][])[red, green, blue])
        {
            for (int p = 0; p < Plane; p++)
            {
                ulong bits = random.Next();
                float sum = (ushort)bits + (ushort)(bits >> 16) + (ushort)(bits >> 32) + (ushort)(bits >> 48);
                plane[p] += (sum / 65536f - 2f) * 1.7320508f * deviation;   // four of variance 1/12 make 1/3
            }
        }
    }

    /// <summary>Rounds into [3, 32, 32] bytes, values outside [0, 1] to the nearest end.</summary>
    public void CopyTo(Span<byte> pixels)
    {
        for (int p = 0; p < Plane; p++)
        {
            pixels[p] = ToByte(red[p]);
            pixels[Plane + p] = ToByte(green[p]);
            pixels[2 * Plane + p] = ToByte(blue[p]);
        }
    }

    private void Fill(float x, float y, Direction turned, Func<float, float, bool> inside, Func<int, int, Rgb> colour)
    {
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                (float u, float v) = turned.Turn(column - x, row - y);
                if (!inside(u, v))
                    continue;
                int p = row * Side + column;
                (red[p], green[p], blue[p]) = colour(column, row);
            }
        }
    }

    private static float Square(float value) => value * value;

    private static byte ToByte(float value) => (byte)Math.Clamp(value * 255f + 0.5f, 0f, 255f);
}
