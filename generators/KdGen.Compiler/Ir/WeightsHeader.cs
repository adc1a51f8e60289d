using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>What the build read of a weights file: names and shapes, never values.</summary>
/// <param name="Path">The file, relative to the project, with forward slashes.</param>
/// <param name="Tensors">Its tensors.</param>
/// <param name="Error">Why it could not be read; null when it could.</param>
internal sealed record WeightsHeader(string Path, EquatableArray<StateTensor> Tensors, string? Error)
{
    /// <summary>The first line of every such text.</summary>
    public const string Mark = "kdgen-weights 1";

    /// <summary>Reads the text that the build's header reader writes; null for any other text.</summary>
    /// <remarks>A line each: the mark, "path" and the path, then "error" and a message, or for each tensor "tensor", name, element type and the sizes with commas; fields are parted by tabs.</remarks>
    public static WeightsHeader? Parse(string text)
    {
        string[][] lines = [.. text.Split('\n').Select(static line => line.Split('\t'))];
        if (lines.Length < 2 || lines[0][0] != Mark || lines[1].Length != 2 || lines[1][0] != "path")
        {
            return null;
        }

        string? error = null;
        List<StateTensor> tensors = [];
        foreach (string[] line in lines.Skip(2))
        {
            if (line.Length == 2 && line[0] == "error")
            {
                error = line[1];
            }
            else if (line.Length == 4 && line[0] == "tensor")
            {
                tensors.Add(new StateTensor(line[1], Sizes(line[3])));
            }
        }

        return new WeightsHeader(lines[1][1], tensors.ToEquatableArray(), error);
    }

    private static EquatableArray<long> Sizes(string text)
        => text.Length == 0 ? default
            : text.Split(',').Select(static size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1).ToEquatableArray();
}
