namespace KdGen.Data;

/// <summary>A unit vector.</summary>
internal readonly record struct Direction(float X, float Y)
{
    /// <summary>Uniform over the circle: a point of the disc, pushed to its edge.</summary>
    public static Direction Random(ref SplitMix64 random)
    {
        float x, y, square;
        do
        {
            x = random.Between(-1, 1);
            y = random.Between(-1, 1);
            square = x * x + y * y;
        }
        while (square is > 1 or < 0.01f);
        float length = MathF.Sqrt(square);
        return new Direction(x / length, y / length);
    }

    /// <summary>The coordinates of (x, y) along this direction and across it.</summary>
    public (float Along, float Across) Turn(float x, float y) => (x * X + y * Y, y * X - x * Y);
}
