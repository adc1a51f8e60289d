using System.Globalization;
using KdGen.Weights;

namespace KdGen.EndToEnd.Tests;

/// <summary>The sample with tables, run as a user runs it.</summary>
public sealed class TableSampleTests
{
    private static Command Sample(Folder folder, Predicate<string>? interruptAt, params string[] arguments) =>
        Command.Run("dotnet", folder.Path, null, interruptAt, [Repository.TableSampleAssembly, .. arguments]);

    /// <summary>A table of two numbers, a category with missing values and a label that the numbers decide.</summary>
    private static string Table(Folder folder)
    {
        var random = new Random(1);
        string[] rows = [.. Enumerable.Range(0, 1000).Select(i =>
        {
            double a = random.NextDouble() - 0.5, b = random.NextDouble() - 0.5;
            return string.Create(CultureInfo.InvariantCulture, $"{i},{a:F4},{(i % 7 == 0 ? "?" : "\"x, y\"")},{b:F4},{(a + b > 0 ? "good" : "bad")}");
        })];
        string path = Path.Combine(folder.Path, "rows.csv");
        File.WriteAllLines(path, ["id,a,kind,b,result", .. rows]);
        return path;
    }

    [Fact]
    public void Table_IsReadSearchedAndEndsWithTheComparison()
    {
        using var folder = new Folder();

        Command run = Sample(folder, null, "--csv", Table(folder), "--label", "result", "--ignore", "id", "--seen", "a", "--seen", "kind", "--epochs", "2", "--repeats", "1");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"700 training, 150 validation and 150 test rows of {Path.Combine(folder.Path, "rows.csv")}; 'good' is positive; the student sees a, kind", run.Output);
        Assert.Contains("labels, KL, CRD: 32-16, rate 0.004", run.Output);
        foreach (string method in (string[])["labels alone", "labels, KL", "labels, KL, CRD"])
        {
            Assert.Matches($@"│ {method}\s+│\s+\d+\.\d\d │", run.Output);
        }

        Assert.DoesNotContain('\u001b', run.Output);
        using Checkpoint student = Checkpoint.Open(Path.Combine(folder.Path, "table-student.safetensors"));
        Assert.Contains("logit.weight", student.Tensors.Keys);
        Assert.DoesNotContain(student.Tensors.Keys, name => name.Contains("crd", StringComparison.OrdinalIgnoreCase) || name.Contains("memory", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a,y\n1,0\n2\n", "line 3: 1 fields, but the header has 2")]
    [InlineData("a,y\n1,0\n2,1\n3,2\n", "column 'y' has 3 classes, the models tell two apart")]
    [InlineData("a,b\n1,0\n2,1\n", "has no column 'y': it has 'a', 'b'")]
    public void BrokenTable_IsNamedInOneLine(string text, string message)
    {
        using var folder = new Folder();
        string path = Path.Combine(folder.Path, "broken.csv");
        File.WriteAllText(path, text);

        Command run = Sample(folder, null, "--csv", path, "--label", "y");

        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(run.Lines);
        Assert.StartsWith(path, line);
        Assert.EndsWith(message, line);
    }

    [Fact]
    public void CtrlC_StopsCleanly()
    {
        using var folder = new Folder();

        Command run = Sample(folder, line => line.StartsWith("teacher", StringComparison.Ordinal), "--epochs", "1000");

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Stopped; nothing was written.", run.Lines.Last());
    }

    [Fact]
    public void CtrlC_AfterAStudentWasWritten_SaysWhere()
    {
        using var folder = new Folder();

        Command run = Sample(folder, line => line.Contains(" 2 of 90: ", StringComparison.Ordinal), "--epochs", "1", "--repeats", "30");

        Assert.Equal(130, run.ExitCode);
        Assert.Equal($"Stopped; the best student so far is in {Path.Combine(folder.Path, "table-student.safetensors")}.", run.Lines.Last());
    }

    [Theory]
    [InlineData("--epochs is a whole number, at least 1, not 'x'.", "--epochs", "x")]
    [InlineData("--repeats is a whole number, at least 1, not '0'.", "--repeats", "0")]
    [InlineData("--seen and --ignore name columns of a table: they go with --csv.", "--seen", "a")]
    [InlineData("--csv and --label go together.", "--csv", "rows.csv")]
    public void WrongOption_IsNamedInOneLine(string message, params string[] arguments)
    {
        using var folder = new Folder();

        Command run = Sample(folder, null, arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(message, Assert.Single(run.Lines, line => line.Length > 0));
    }
}
