using System.Globalization;
using System.Text;
using KdGen.Weights.Formats;

namespace KdGen.Headers;

/// <summary>A weights file's names, types and shapes as the text that the analyzer reads.</summary>
internal static class HeaderText
{
    // What the compiler looks for in the first line, see WeightsHeader there.
    private const string Mark = "kdgen-weights 1";

    /// <summary>Writes the header of <paramref name="path"/>, or why it cannot be read, to <paramref name="output"/>.</summary>
    /// <param name="path">The weights file.</param>
    /// <param name="name">Its path in the project.</param>
    /// <param name="output">The text.</param>
    public static void Write(string path, string name, string output)
    {
        string text = Of(path, name.Replace('\\', '/'));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        File.WriteAllText(output, text);
    }

    private static string Of(string path, string name)
    {
        StringBuilder text = new($"{Mark}\npath\t{name}\n");
        try
        {
            foreach (TensorHeader tensor in CheckpointReader.Read(path).Tensors)
            {
                string sizes = string.Join(',', tensor.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
                text.Append($"tensor\t{OneLine(tensor.Name)}\t{tensor.Type}\t{sizes}\n");
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return $"{Mark}\npath\t{name}\nerror\t{OneLine(problem.Message)}\n";
        }

        return text.ToString();
    }

    private static string OneLine(string text) => text.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ');
}
