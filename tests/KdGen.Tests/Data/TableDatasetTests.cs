using KdGen.Data;
using TorchSharp;

namespace KdGen.Tests.Data;

public sealed class TableDatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private CsvTable Read(string text)
    {
        File.WriteAllText(folder["table.csv"], text);
        return CsvTable.Read(folder["table.csv"], "y");
    }

    [Fact]
    public void Encoding_StandardisesByTheTrainingRowsAlone()
    {
        CsvTable table = Read("n,t,flat,y\n1,a,5,0\n3,b,5,1\n1001,c,7,0\n,?,5,1\n");
        TableEncoding encoding = TableEncoding.Fit(table, [0, 1]);
        Assert.Equal(["n", "t=a", "t=b", "t=c", "flat"], encoding.Names);

        TableDataset data = encoding.Encode([0, 1, 2, 3]);
        Assert.Equal(
        [
            -1, 1, 0, 0, 0,
            1, 0, 1, 0, 0,
            999, 0, 0, 1, 2,
            0, 0, 0, 0, 0,      // a missing number is the mean, a missing category none
        ], data.Values.ToArray());
        Assert.Equal([0, 1, 0, 1], data.Labels.ToArray());
        Assert.Equal(2, data.ClassCount);
    }

    [Fact]
    public void Encoding_KeepsDifferencesOfLargeNumbers()
    {
        CsvTable table = Read("n,y\n1700000000001,0\n1700000000003,1\n");
        Assert.Equal([-1, 1], TableEncoding.Fit(table, [0, 1]).Encode([0, 1]).Values.ToArray());
    }

    [Fact]
    public void Encoding_TakesColumnsInTheOrderAskedFor()
    {
        CsvTable table = Read("a,b,y\n1,x,0\n2,y,1\n");
        Assert.Equal(["b=x", "b=y", "a"], TableEncoding.Fit(table, [0], ["b", "a"]).Names);
        Assert.Throws<ArgumentException>(() => TableEncoding.Fit(table, [0], ["c"]));
        Assert.Throws<ArgumentException>(() => TableEncoding.Fit(table, []));
    }

    /// <summary>A file of test rows: its columns and classes stand where they like, and its rows are its own.</summary>
    [Fact]
    public void Encoding_OfAnotherTable_FindsColumnsCategoriesAndClassesByName()
    {
        CsvTable train = Read("n,t,k,y\n1,a,1,no\n3,b,2,yes\n5,c,many,maybe\n");
        TableEncoding encoding = TableEncoding.Fit(train, [0, 1]);
        Assert.Equal(["n", "t=a", "t=b", "t=c", "k=1", "k=2", "k=many"], encoding.Names);

        CsvTable test = Read("y,k,extra,t,n\nyes,2.0,0,c,3\nno,3,1,new,1\nyes,?,1,a,\n");
        TableDataset data = encoding.Encode(test, [0, 1, 2]);
        Assert.Equal(
        [
            1, 0, 0, 1, 0, 1, 0,
            -1, 0, 0, 0, 0, 0, 0,       // unknown categories are none of those known
            0, 1, 0, 0, 0, 0, 0,
        ], data.Values.ToArray());
        Assert.Equal([2, 1, 2], data.Labels.ToArray());
        Assert.Equal(["maybe", "no", "yes"], data.ClassNames);
    }

    [Fact]
    public void Encoding_OfAnotherTableThatDoesNotFit_IsNamed()
    {
        CsvTable train = Read("n,t,y\n1,a,no\n3,b,yes\n");
        TableEncoding encoding = TableEncoding.Fit(train, [0, 1]);
        string path = folder["table.csv"];
        string Refused(string text)
        {
            CsvTable other = Read(text);
            return Assert.Throws<InvalidDataException>(() => encoding.Encode(other, [0])).Message;
        }

        Assert.Equal($"{path} has no column 't', which {path} has", Refused("n,y\n1,no\n3,yes\n"));
        Assert.Equal($"{path}: column 'n' has texts such as '1O7', but numbers in {path}", Refused("n,t,y\n1,a,no\n1O7,b,yes\n"));
        Assert.Equal($"{path}: column 'y' has class 'maybe', which {path} does not have", Refused("n,t,y\n1,a,no\n3,b,maybe\n"));
    }

    [Fact]
    public void Encoding_OfRowsThatAreNone_IsRefused()
    {
        CsvTable table = Read("n,y\n1,0\n3,1\n");
        Assert.Throws<ArgumentOutOfRangeException>(() => TableEncoding.Fit(table, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TableEncoding.Fit(table, [0]).Encode(table, [-1]));
    }

    [Fact]
    public void Gather_GivesTheRowsAskedFor()
    {
        var data = new TableDataset([1, 2, 3, 4, 5, 6], [0, 1, 1], ["a", "b"], ["no", "yes"]);
        using Batch batch = data.Gather([2, 0, 2]);
        Assert.Equal([3, 2], batch.X.shape);
        Assert.Equal([5, 6, 1, 2, 5, 6], batch.X.data<float>().ToArray());
        Assert.Equal([1, 0, 1], batch.Y.data<long>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Gather([3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Gather([-1]));
    }

    [Fact]
    public void SizesThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TableDataset([1, 2, 3], [0, 1], ["a", "b"], ["no", "yes"]));
        Assert.Equal("row 1 has label 2, but there are 2 classes: labels run from 0 to 1",
            Assert.Throws<ArgumentException>(() => new TableDataset([1, 2], [0, 2], ["a"], ["no", "yes"])).Message);
        Assert.Throws<ArgumentException>(() => new TableDataset([], [], [], ["no", "yes"]));
    }

    [Fact]
    public void SyntheticTable_IsThatOfItsSeed_AndTheBeginningOfALargerOne()
    {
        TableDataset table = SyntheticTable.Create(500, seed: 1), larger = SyntheticTable.Create(1000, seed: 1);
        Assert.Equal(table.Values.ToArray(), larger.Values[..(500 * SyntheticTable.ColumnCount)].ToArray());
        Assert.Equal(table.Labels.ToArray(), larger.Labels[..500].ToArray());
        Assert.NotEqual(table.Labels.ToArray(), SyntheticTable.Create(500, seed: 2).Labels.ToArray());
        Assert.InRange(larger.Labels.ToArray().Average(), 0.4, 0.55);
        float[] values = larger.Values.ToArray();
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.InRange(values.Average(), -0.1, 0.1);
    }
}
