using System.Text;
using System.Text.Json;
using CifarDistillation;
using KdGen.Weights;
using TorchSharp;

namespace KdGen.EndToEnd.Tests;

/// <summary>The sample, run as a user runs it, on a few images in CIFAR-10's layout.</summary>
public sealed class SampleTests
{
    private const int Record = 3073;

    private static string Images(Folder folder, int trainingImages = 256)
    {
        static byte[] Records(int count)
        {
            var random = new Random(count);
            byte[] bytes = new byte[count * Record];
            random.NextBytes(bytes);
            for (int i = 0; i < count; i++)
            {
                bytes[i * Record] = (byte)(i % 10);
            }

            return bytes;
        }

        string data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        File.WriteAllBytes(Path.Combine(data, "data_batch_1.bin"), Records(trainingImages));
        File.WriteAllBytes(Path.Combine(data, "test_batch.bin"), Records(64));
        return data;
    }

    private static Command Sample(Folder folder, Predicate<string>? interruptAt, params string[] arguments) =>
        Command.Run("dotnet", folder.Path, null, interruptAt, [Repository.SampleAssembly, .. arguments]);

    [Fact]
    public void Run_EndsWithTheTableAndWritesTheStudent()
    {
        using var folder = new Folder();

        Command run = Sample(folder, null, "--data", Images(folder), "--epochs", "1", "--seeds", "2");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("256 training and 64 test images", run.Output);
        Assert.Matches(@"DeepNN \(teacher\)\s+│\s+\d+\.\d\d %\s+│\s+1,186,986", run.Output);
        foreach ((string row, string parameters) in ((string, string)[])[("LightNN alone, CE", "267,738"), ("LightNN, CE and KD", "267,738"), ("LightNN, CE and cosine", "267,738"), ("LightNN, CE and regressor", "272,378")])
        {
            Assert.Matches($@"{row}\s+│\s+\d+\.\d\d ± \d+\.\d\d %\s+│\s+{parameters}", run.Output);
        }

        Assert.DoesNotContain('\u001b', run.Output);

        byte[] file = File.ReadAllBytes(Path.Combine(folder.Path, "light-nn.safetensors"));
        JsonElement header = JsonDocument.Parse(Encoding.UTF8.GetString(file, 8, (int)BitConverter.ToUInt64(file))).RootElement;
        Assert.Equal([16, 3, 3, 3], header.GetProperty("0.weight").GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        string[] keys = [.. header.EnumerateObject().Select(entry => entry.Name).Where(name => name != "__metadata__").Order()];
        Assert.Equal(["0.bias", "0.weight", "10.bias", "10.weight", "3.bias", "3.weight", "7.bias", "7.weight"], keys);
    }

    /// <summary>What the table says of its seeds.</summary>
    [Fact]
    public void Students_BeginWithTheSameWeights()
    {
        torch.manual_seed(42);
        using var light = new LightNN();
        torch.manual_seed(42);
        using var staged = new StagedLightNN();
        foreach ((torch.Tensor one, torch.Tensor other) in light.parameters().Zip(staged.parameters()))
        {
            Assert.Equal(one.data<float>().ToArray(), other.data<float>().ToArray());
        }
    }

    [Fact]
    public void TrainedTeacher_IsLoadedAndTheStudentsAreTrained()
    {
        using var folder = new Folder();
        using (var teacher = new DeepNN())
        {
            PyTorchFile.Write(Path.Combine(folder.Path, "deep.pth"), teacher);
        }

        Command run = Sample(folder, null, "--data", Images(folder), "--quick", "--teacher", "deep.pth");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"The teacher's weights are those of {Path.Combine(folder.Path, "deep.pth")}", run.Output);
        Assert.Matches(@"DeepNN \(teacher\)\s+│\s+\d+\.\d\d %\s+│\s+1,186,986\s+│\s+loaded", run.Output);
        Assert.Matches(@"LightNN, CE and KD\s+│\s+\d+\.\d\d %\s+│\s+267,738\s+│\s+\d+", run.Output);
        Assert.DoesNotContain(run.Lines, line => line.StartsWith("DeepNN (teacher) ", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder.Path, "light-nn.safetensors")));
    }

    [Fact]
    public void TeacherFileOfAnotherModel_IsNamedWithItsDifferences()
    {
        using var folder = new Folder();
        string file = Path.Combine(folder.Path, "light.safetensors");
        using (var other = new LightNN())
        {
            Safetensors.Write(file, other);
        }

        Command run = Sample(folder, null, "--data", Images(folder), "--teacher", file);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{file}: does not fit DeepNN: ", run.Lines.First());
        Assert.Contains("features.0.weight [128, 3, 3, 3]", run.Output);
        Assert.Contains("'0.weight' [16, 3, 3, 3]", run.Output);
        Assert.DoesNotContain("   at ", run.Output);
        Assert.False(File.Exists(Path.Combine(folder.Path, "light-nn.safetensors")));
    }

    [Fact]
    public void MissingTeacherFile_IsNamedInOneLine()
    {
        using var folder = new Folder();

        Command run = Sample(folder, null, "--teacher", "absent.pth");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"{Path.Combine(folder.Path, "absent.pth")}: there is no such weights file", Assert.Single(run.Lines));
    }

    [Fact]
    public void CtrlC_StopsCleanly()
    {
        using var folder = new Folder();

        Command run = Sample(folder, line => line.StartsWith("DeepNN", StringComparison.Ordinal), "--data", Images(folder), "--epochs", "1000");

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Stopped; nothing was written.", run.Lines.Last());
        Assert.False(File.Exists(Path.Combine(folder.Path, "light-nn.safetensors")));
    }

    [Fact]
    public void CtrlC_AfterTheStudentWasWritten_SaysWhere()
    {
        using var folder = new Folder();
        using (var teacher = new DeepNN())
        {
            Safetensors.Write(Path.Combine(folder.Path, "deep.safetensors"), teacher);
        }

        Command run = Sample(folder, line => line.StartsWith("LightNN, CE and cosine", StringComparison.Ordinal), "--data", Images(folder), "--teacher", "deep.safetensors", "--epochs", "10", "--seeds", "1");

        Assert.Equal(130, run.ExitCode);
        Assert.Equal($"Stopped; the student of CE and KD is in {Path.Combine(folder.Path, "light-nn.safetensors")}.", run.Lines.Last());
    }

    [Fact]
    public void WrongOption_IsNamedInOneLine()
    {
        using var folder = new Folder();

        Command run = Sample(folder, null, "--epochs", "many");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("--epochs is a whole number, at least 1, not 'many'.", Assert.Single(run.Lines, line => line.Length > 0));
    }

    [Fact]
    public void TruncatedData_IsNamedInOneLine()
    {
        using var folder = new Folder();
        string data = Images(folder);
        string file = Path.Combine(data, "data_batch_1.bin");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^100]);

        Command run = Sample(folder, null, "--data", data);

        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(run.Lines);
        Assert.Contains(file, line);
    }
}
