using System.Text;
using KdGen.Data;

namespace KdGen.Tests.Data;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string text, Encoding? encoding = null)
    {
        File.WriteAllText(folder["table.csv"], text, encoding ?? new UTF8Encoding(false));
        return folder["table.csv"];
    }

    private string Refused(string text, string label = "y", params string[] ignore)
    {
        string path = Write(text);
        string message = Assert.Throws<InvalidDataException>(() => CsvTable.Read(path, label, ignore)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.StartsWith(path, message);
        return message[path.Length..];
    }

    private static double[] Values(CsvTable table, string column) => table.Columns.Single(one => one.Name == column).Values.ToArray();

    [Fact]
    public void Columns_AreNumbersOrCategories()
    {
        CsvTable table = CsvTable.Read(Write("age,job,income\n39,clerk,yes\n50.5,cook,no\n-1e2,clerk,no\n"), "income");

        Assert.Equal(["age", "job"], table.Columns.Select(column => column.Name));
        Assert.Equal([39, 50.5, -100], Values(table, "age"));
        Assert.Equal(["clerk", "cook"], table.Columns[1].Categories);
        Assert.Equal([0, 1, 0], Values(table, "job"));
        Assert.Equal(["no", "yes"], table.ClassNames);
        Assert.Equal([1, 0, 0], table.Labels.ToArray());
    }

    [Theory]
    [InlineData("a,y\n\"x, \"\"y\"\"\nz\",1\nplain,0\n")]
    [InlineData("a,y\r\n\"x, \"\"y\"\"\nz\",1\r\n  plain  , 0\r\n\r\n")]
    [InlineData("\uFEFFa,y\n\"x, \"\"y\"\"\nz\" ,1\n\n\nplain,0")]
    [InlineData("a,y\r\"x, \"\"y\"\"\nz\",1\rplain,0\r")]
    public void Fields_MayHoldSeparatorsQuotesAndLineEnds(string text)
    {
        CsvTable table = CsvTable.Read(Write(text), "y");
        Assert.Equal(["plain", "x, \"y\"\nz"], table.Columns.Single().Categories);
        Assert.Equal([1, 0], table.Labels.ToArray());
    }

    [Fact]
    public void MissingValues_AreNaN()
    {
        CsvTable table = CsvTable.Read(Write("n,t,y\n1,a,0\n?,NA,1\n,\"\",1\nNaN,null,0\n"), "y");
        Assert.Equal([1, double.NaN, double.NaN, double.NaN], Values(table, "n"));
        Assert.Equal([0, double.NaN, double.NaN, double.NaN], Values(table, "t"));
    }

    [Fact]
    public void NumbersOfALabel_AreOrderedBySize()
    {
        CsvTable table = CsvTable.Read(Write("a,y\n1,10\n2,9\n3,10\n"), "y");
        Assert.Equal(["9", "10"], table.ClassNames);
        Assert.Equal([1, 0, 1], table.Labels.ToArray());
    }

    [Fact]
    public void NumbersWithSomeTexts_AreCategories()
    {
        CsvTable table = CsvTable.Read(Write("a,y\n1,0\n2,1\nmany,0\n2,1\n"), "y");
        Assert.Equal(["1", "2", "many"], table.Columns.Single().Categories);
        Assert.Equal([0, 1, 2, 1], Values(table, "a"));
    }

    [Fact]
    public void OtherSeparators_Utf16_AndColumnsWithoutName_AreRead()
    {
        CsvTable table = CsvTable.Read(Write(";a;y\n0;x,y;ja\n1;2;nein\n", Encoding.Unicode), "y", ["column 1"], ';');
        Assert.Equal(["a"], table.Columns.Select(column => column.Name));
        Assert.Equal(["2", "x,y"], table.Columns[0].Categories);
    }

    [Fact]
    public void ManyNumbers_AreNoCategories()
    {
        CsvTable table = CsvTable.Read(Write("a,y\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},{i % 2}\n"))), "y");
        Assert.True(table.Columns.Single().IsNumeric);
        Assert.Equal(999, Values(table, "a")[^1]);
    }

    [Fact]
    public void BrokenTables_AreNamedByFileLineAndColumn()
    {
        Assert.Equal(": is empty, or no file but a pipe", Refused(""));
        Assert.Equal(" is empty: a table begins with a header", Refused("\n\n"));
        Assert.Equal(" has a header and no rows", Refused("a,y\n"));
        Assert.Equal(" has no column 'y': it has 'a', 'b'", Refused("a,b\n1,2\n"));
        Assert.Equal(" has no column 'y': it has 'a;y'; is ',' what separates them?", Refused("a;y\n1;2\n"));
        Assert.Equal(" has no column 'id': it has 'a', 'y'", Refused("a,y\n1,2\n", "y", "id"));
        Assert.Equal(", line 1: two columns are called 'a'", Refused("a,y,a\n1,2,3\n"));
        Assert.Equal(", line 3: 1 fields, but the header has 2", Refused("a,y\n1,0\n2\n"));
        Assert.Equal(", line 4: 3 fields, but the header has 2", Refused("a,y\n\"two\nlines\",0\n2,1,\n"));
        Assert.Equal(", line 2, field 1: 'x' stands behind the closing quote: quotes inside a field are doubled", Refused("a,y\n\"1\"x,0\n"));
        Assert.Equal(", line 3, field 2: the file ends inside of quotes", Refused("a,y\n1,0\n2,\"1\n"));
        Assert.Equal(", line 2, field 2: a character of code 0: this is no text file", Refused("a,y\n1,\0\n"));
        Assert.Equal(", line 3, column 'y': the label is missing", Refused("a,y\n1,0\n2,?\n"));
        Assert.Equal(": column 'y' is '1' in every row: a label has at least two classes", Refused("a,y\n1,1\n2,1\n"));
    }

    [Fact]
    public void AColumnOfToManyTexts_IsNamedByItsFirst()
    {
        string numbers = string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},{i % 2}\n"));
        Assert.Equal(", line 302, column 'a': '1O7' is no number, and there are more than 256 different values: mend it, or leave the column out", Refused("a,y\n" + numbers + "1O7,0\n"));
        Assert.Equal(", line 2, column 'a': '1e999' is not finite: leave the field empty where the value is missing", Refused("a,y\n1e999,0\n" + numbers));
    }

    /// <summary>Categories would be made of what was meant as numbers, and nobody would notice.</summary>
    [Fact]
    public void NumbersWrittenOtherwise_AreNoCategories()
    {
        Assert.Equal(", line 3, column 'a': '1,5' has a comma: write numbers with a point and without grouping", Refused("a,y\n2,0\n\"1,5\",1\n"));
        Assert.Equal(", line 3, column 'a': '1,234' has a comma: write numbers with a point and without grouping", Refused("a,y\n7,0\n\"1,234\",1\n"));
        Assert.Equal(", line 2, column 'a': '-inf' is not finite: leave the field empty where the value is missing", Refused("a,y\n-inf,0\n2,1\n"));
        Assert.Equal(", line 3, column 'a': 'NAN' is not finite: leave the field empty where the value is missing", Refused("a,y\n1,0\nNAN,1\n"));
        Assert.Equal(["1,2", "1,2,3"], CsvTable.Read(Write("a,y\n\"1,2\",0\n\"1,2,3\",1\n"), "y").Columns[0].Categories);
        Assert.Equal(["inf", "info"], CsvTable.Read(Write("a,y\ninf,0\ninfo,1\n"), "y").Columns[0].Categories);
    }

    [Fact]
    public void Label_MayHaveManyClasses()
    {
        CsvTable table = CsvTable.Read(Write("a,y\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"{i},class {i % 300:D3}\n"))), "y");
        Assert.Equal(300, table.ClassNames.Count);
        Assert.Equal(299, table.Labels[599]);
        Assert.Equal(", line 65538, column 'y': more than 65,536 different values: a label has that many classes at most",
            Refused("a,y\n" + string.Concat(Enumerable.Range(0, CsvTable.MostClasses + 1).Select(i => $"1,{i}\n"))));
    }

    /// <summary>Whoever opens a pipe waits until somebody writes into it.</summary>
    [Fact]
    public void WhatIsNoFile_IsNamed()
    {
        Assert.Equal($"{folder["."]}: is a folder, name the table in it", Assert.Throws<InvalidDataException>(() => CsvTable.Read(folder["."], "y")).Message);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [folder["pipe"]]))
            make.WaitForExit();
        File.CreateSymbolicLink(folder["link"], "pipe");
        foreach (string name in (string[])["pipe", "link"])
        {
            Assert.Equal($"{folder[name]}: is empty, or no file but a pipe", Assert.Throws<InvalidDataException>(() => CsvTable.Read(folder[name], "y")).Message);
            Assert.Equal($"{folder[name]}: is empty, or no file but a pipe", Assert.Throws<InvalidDataException>(() => KdGen.Weights.Checkpoint.Open(folder[name])).Message);
        }
    }

    [Fact]
    public void Names_OfSeveralLines_StayInOneLine() =>
        Assert.Equal(", line 4, column 'a?b': '1e999' is not finite: leave the field empty where the value is missing", Refused("\"a\nb\",y\n1,0\n1e999,1\n"));

    [Fact]
    public void Columns_AllLeftOut_IsRefused() => Assert.Equal(" has no column left beside the label 'y'", Refused("a,y\n1,0\n2,1\n", "y", "a"));

    [Fact]
    public void ForgedFiles_EndInOneLine_WithoutMuchMemory()
    {
        Assert.Equal($", line 2, field 1: a field is longer than {1 << 16:N0} characters; is a quote missing?", Refused("a,y\n\"" + new string('x', 1 << 20)));
        Assert.Equal($", line 1, field {(1 << 14) + 1}: a row has at most {1 << 14:N0} fields; is ',' what separates them?", Refused(new string(',', 1 << 20)));

        File.WriteAllBytes(folder["table.csv"], [(byte)'a', (byte)',', (byte)'y', (byte)'\n', 0xFF, 0xFE, 0xFF]);
        Assert.Contains("is not in UTF-8", Assert.Throws<InvalidDataException>(() => CsvTable.Read(folder["table.csv"], "y")).Message);

        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            foreach (ref byte one in bytes.AsSpan())
                one = (byte)(random.Next(3) == 0 ? ",\"\n\ry1a"[random.Next(7)] : one & 0x7F);
            File.WriteAllBytes(folder["table.csv"], [.. "a,y\n"u8, .. bytes]);
            if (Record.Exception(() => CsvTable.Read(folder["table.csv"], "y")) is { } problem)
                Assert.StartsWith(folder["table.csv"], Assert.IsType<InvalidDataException>(problem).Message);
        }
    }

    [Fact]
    public void MissingFile_IsAnIOException() => Assert.ThrowsAny<IOException>(() => CsvTable.Read(folder["none.csv"], "y"));

    [Fact]
    public void Label_CannotBeLeftOut() => Assert.Throws<ArgumentException>(() => CsvTable.Read(Write("a,y\n1,0\n2,1\n"), "y", ["y"]));

    [Fact]
    public void Split_TakesEveryRowOnce_BySeed()
    {
        CsvTable table = CsvTable.Read(Write("a,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 2}\n"))), "y");
        (int[] train, int[] validation, int[] test) = table.Split(seed: 1);
        Assert.Equal((70, 15, 15), (train.Length, validation.Length, test.Length));
        Assert.Equal(Enumerable.Range(0, 100), train.Concat(validation).Concat(test).Order());
        Assert.Equal(train, table.Split(seed: 1).Train);
        Assert.NotEqual(train, table.Split(seed: 2).Train);
        Assert.Throws<ArgumentException>(() => table.Split(1, validation: 0));
    }
}
