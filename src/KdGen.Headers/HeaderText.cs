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
    /// <param name="output">The text.</param>
    /// <param name="names">The paths that a recipe may call it by.</param>
    public static void Write(string path, string output, IEnumerable<string> names)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);

        // An editor may read the text at any moment: it finds the old one or the new one.
        string temporary = output + ".tmp";
        File.WriteAllText(temporary, Of(path, names));
        File.Move(temporary, output, overwrite: true);
    }

    private static string Of(string path, IEnumerable<string> names)
    {
        string head = $"{Mark}\n{string.Concat(names.Select(name => $"path\t{OneLine(name.Replace('\\', '/'))}\n").Distinct())}";
        StringBuilder text = new(head);
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
            // The diagnostic names the file as the recipe does; where it lies on this machine is no help there.
            string reason = problem.Message.StartsWith(path + ": ", StringComparison.Ordinal) ? problem.Message[(path.Length + 2)..] : problem.Message;
            return $"{head}error\t{OneLine(reason)}\n";
        }

        return text.ToString();
    }

    private static string OneLine(string text) => text.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ');
}
