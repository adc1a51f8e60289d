using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>What the build read of a weights file: names, types and shapes, never values.</summary>
/// <param name="Paths">What a recipe may call it, with forward slashes: its path in the project, its full path.</param>
/// <param name="Tensors">Its tensors.</param>
/// <param name="Error">Why it could not be read; null when it could.</param>
internal sealed record WeightsHeader(EquatableArray<string> Paths, EquatableArray<StoredTensor> Tensors, string? Error)
{
    /// <summary>The first line of every such text.</summary>
    public const string Mark = "kdgen-weights 1";

    /// <summary>Reads the text that the build's header reader writes; null for any other text.</summary>
    /// <remarks>
    /// A line each, fields parted by tabs: the mark; "path" and a path, at least once; then "error" and a message, or for each tensor "tensor",
    /// name, element type and the sizes with commas.
    /// </remarks>
    public static WeightsHeader? Parse(string text)
    {
        string[][] lines = [.. text.Split('\n').Select(static line => line.Split('\t'))];
        if (lines[0][0] != Mark)
        {
            return null;
        }

        string? error = null;
        List<string> paths = [];
        List<StoredTensor> tensors = [];
        foreach (string[] line in lines.Skip(1))
        {
            switch (line[0], line.Length)
            {
                case ("path", 2):
                    paths.Add(line[1]);
                    break;
                case ("error", 2):
                    error = line[1];
                    break;
                case ("tensor", 4):
                    tensors.Add(new StoredTensor(line[1], line[2], Sizes(line[3])));
                    break;
            }
        }

        return paths.Count == 0 ? null : new WeightsHeader(paths.ToEquatableArray(), tensors.ToEquatableArray(), error);
    }

    private static EquatableArray<long> Sizes(string text)
        => text.Length == 0 ? default
            : text.Split(',').Select(static size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1).ToEquatableArray();
}
