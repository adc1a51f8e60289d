namespace KdGen.Data;

/// <summary>A black and white pattern of a few pixels that repeats: what tells the classes of <see cref="SyntheticImages"/> apart.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Rows">The tile, a text of 0 and 1 a row; as many rows as columns.</param>
internal sealed record Motif(string Name, params string[] Rows)
{
    /// <summary>Two motifs in a row share a colour, and differ in direction or build only.</summary>
    public static readonly Motif[] All =
    [
        new("falling stripes", "1100", "0110", "0011", "1001"),
        new("rising stripes", "0011", "0110", "1100", "1001"),
        new("horizontal bars", "1111", "1111", "0000", "0000"),
        new("vertical bars", "1100", "1100", "1100", "1100"),
        new("checks", "1100", "1100", "0011", "0011"),
        new("tiles", "110", "110", "000"),
        new("falling lines", "100", "010", "001"),
        new("rising lines", "001", "010", "100"),
        new("rows", "111", "000", "000"),
        new("columns", "100", "100", "100"),
    ];

    public bool At(int x, int y) => Rows[y % Rows.Length][x % Rows.Length] == '1';
}
