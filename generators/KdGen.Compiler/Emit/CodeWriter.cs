using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace KdGen.Compiler.Emit;

/// <summary>Lines of C# with their indentation; "\n" on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    public override string ToString() => text.ToString();

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            text.Append(' ', 4 * depth).Append(line);
        }

        text.Append('\n');
    }

    public void Lines(params string[] lines)
    {
        foreach (string line in lines)
        {
            Line(line);
        }
    }

    public void Open(string? header = null)
    {
        if (header is not null)
        {
            Line(header);
        }

        Line("{");
        depth++;
    }

    public void Close(string behind = "")
    {
        depth--;
        Line("}" + behind);
    }

    /// <summary>Lines whose comments stand one below the other; a line without one is written as it is.</summary>
    public void Commented(IEnumerable<(string Code, string? Comment)> lines)
    {
        (string Code, string? Comment)[] all = lines.ToArray();
        int width = all.Where(static line => line.Comment is not null).Select(static line => line.Code.Length).DefaultIfEmpty(0).Max();
        foreach ((string code, string? comment) in all)
        {
            Line(comment is null ? code : code.PadRight(width) + "    // " + comment);
        }
    }
}
