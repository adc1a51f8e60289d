using System.Runtime.InteropServices;
using KdGen.Data;
using KdGen.Tests.Data;
using KdGen.Tests.Oracle;
using KdGen.Training;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Training;

/// <summary>Recipes whose teacher comes from a file: where it is looked for, what becomes of it, and what is said when it is another.</summary>
public sealed class TeacherFileTests : IDisposable
{
    private static readonly string beside = Path.Combine(AppContext.BaseDirectory, TeacherRecipes.WeightsFile);

    private readonly string before = Environment.CurrentDirectory;
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public TeacherFileTests()
    {
        manual_seed(1);
        Environment.CurrentDirectory = folder.Path;
        Directory.CreateDirectory(folder["models"]);
        Directory.CreateDirectory(Path.GetDirectoryName(beside)!);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        File.Delete(beside);
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Weights_AreFoundInTheWorkingDirectory()
    {
        using FileTeacher original = Written(folder[TeacherRecipes.WeightsFile]), other = Written(beside);
        using var student = new FileStudent();
        using var recipe = new TeacherFromWeights(student);
        Same(original, recipe.Teacher);
        Assert.False(recipe.Teacher.training);
        Assert.Same(student, recipe.Student);
    }

    [Fact]
    public void Weights_AreFoundBesideTheProgram()
    {
        using FileTeacher original = Written(beside);
        using var student = new FileStudent();
        using var recipe = new TeacherFromWeights(student);
        Same(original, recipe.Teacher);
    }

    [Fact]
    public void LoadedTeacher_TeachesAndStaysAsItIs()
    {
        using FileTeacher original = Written(beside);
        using var student = new FileStudent();
        using var recipe = new TeacherFromWeights(student);
        Learns(recipe.Step, student, original);
        Same(original, recipe.Teacher);
    }

    [Fact]
    public void LoadedTeacher_IsFreedWithTheRecipe()
    {
        using FileTeacher given = Written(beside);
        using var student = new FileStudent();
        var loading = new TeacherFromWeights(student);
        FileTeacher loaded = loading.Teacher;
        loading.Dispose();
        Assert.ThrowsAny<Exception>(() => loaded.forward(randn(3, 2)));

        new TeacherFromWeights(given, student).Dispose();
        Assert.Equal([3, 2], given.forward(randn(3, 2)).shape);
        Assert.Equal([3, 2], student.forward(randn(3, 2)).shape);
    }

    [Fact]
    public void NoFile_NamesBothPlaces()
    {
        using var student = new FileStudent();
        var problem = Assert.Throws<FileNotFoundException>(() => new TeacherFromWeights(student));
        Assert.Equal(
            $"the teacher's weights are neither at {folder[TeacherRecipes.WeightsFile]} nor at {beside}: put the file there, or give the recipe a teacher",
            problem.Message);
        Assert.Equal(TeacherRecipes.WeightsFile, problem.FileName);

        Environment.CurrentDirectory = AppContext.BaseDirectory;
        problem = Assert.Throws<FileNotFoundException>(() => new TeacherFromWeights(student));
        Assert.Equal($"the teacher's weights are not at {beside}: put the file there, or give the recipe a teacher", problem.Message);

        problem = Assert.Throws<FileNotFoundException>(() => TeacherFile.Program(folder["absent.pt"], student));
        Assert.Equal($"the teacher's weights are not at {folder["absent.pt"]}: put the file there, or give the recipe a teacher", problem.Message);
    }

    [Fact]
    public void FileOfAnotherModel_IsNamedAndTheTeacherFreed()
    {
        using var student = new FileStudent();
        PyTorchFile.Write(folder[TeacherRecipes.WeightsFile], student);
        var problem = Assert.Throws<InvalidDataException>(() => new TeacherFromWeights(student));
        Assert.StartsWith($"{folder[TeacherRecipes.WeightsFile]}: does not fit FileTeacher: ", problem.Message);

        var teacher = new FileTeacher();
        Assert.Throws<InvalidDataException>(() => TeacherFile.Weights(teacher, TeacherRecipes.WeightsFile, student));
        Assert.ThrowsAny<Exception>(() => teacher.forward(randn(3, 2)));
    }

    [OracleFact]
    public void Program_TeachesAndStaysAsItIs()
    {
        using FileTeacher original = Program();
        using var student = new FileStudent();
        using var recipe = new TeacherFromProgram(student);
        Assert.False(recipe.Teacher.training);
        Learns(recipe.Step, student, original);
        Same(original, recipe.Teacher);
    }

    [OracleFact]
    public void Program_TrainsAStudentToTheEnd()
    {
        using FileTeacher original = Program();
        using var student = new FileStudent();
        using var recipe = new TeacherFromProgram(student);
        var samples = new VectorDataset(32, seed: 6);
        TrainingResult result = recipe.Train(samples, samples, new TrainingOptions { Epochs = 2 });
        Assert.Equal(8, result.Steps);
    }

    [OracleFact]
    public void Program_IsFreedWithTheRecipe()
    {
        using FileTeacher original = Program();
        using var student = new FileStudent();
        var recipe = new TeacherFromProgram(student);
        jit.ScriptModule<Tensor, Tensor> loaded = recipe.Teacher;
        recipe.Dispose();
        Assert.ThrowsAny<Exception>(() => loaded.forward(randn(3, 2)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsInsteadOfAProgram_AreNamedInOneLine(bool safetensors)
    {
        using var student = new FileStudent();
        string file = folder[TeacherRecipes.ProgramFile];
        if (safetensors)
            Safetensors.Write(file, student);
        else
            PyTorchFile.Write(file, student);
        string message = Assert.Throws<InvalidDataException>(() => new TeacherFromProgram(student)).Message;
        Assert.Equal($"{file}: holds weights alone, no TorchScript program: write one with torch.jit.save, or declare the teacher's class and name it in [Distill]", message);
    }

    [Fact]
    public void AnythingElseInsteadOfAProgram_IsNamedInOneLine()
    {
        using var student = new FileStudent();
        string file = folder[TeacherRecipes.ProgramFile];
        File.WriteAllText(file, "no model at all");
        string message = Assert.Throws<InvalidDataException>(() => new TeacherFromProgram(student)).Message;
        Assert.StartsWith($"{file}: ", message);
        Assert.DoesNotContain('\n', message);
    }

    [OracleFact]
    public void ProgramInsteadOfWeights_IsNamedInOneLine()
    {
        using FileTeacher original = Program(TeacherRecipes.WeightsFile);
        using var student = new FileStudent();
        string message = Assert.Throws<InvalidDataException>(() => new TeacherFromWeights(student)).Message;
        Assert.Equal(
            $"{folder[TeacherRecipes.WeightsFile]}: is a TorchScript program (torch.jit.save), not a state_dict: load it with torch.jit.load, or save model.state_dict() with torch.save",
            message);
    }

    private static FileTeacher Written(string path)
    {
        var teacher = new FileTeacher();
        PyTorchFile.Write(path, teacher);
        teacher.eval();
        return teacher;
    }

    /// <summary>python3-torch's program of a teacher, and the teacher.</summary>
    private FileTeacher Program(string file = TeacherRecipes.ProgramFile)
    {
        FileTeacher teacher = Written(folder["weights.pth"]);
        PythonTorch.Run($"""
            import torch.nn as nn
            net = nn.Sequential(nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2))
            net.load_state_dict(torch.load(r'{folder["weights.pth"]}'))
            torch.jit.script(net).save(r'{folder[file]}')
            """);
        return teacher;
    }

    /// <summary>The step's loss is the declared one of this teacher, and it changes the student.</summary>
    private static void Learns(Func<Tensor, Tensor, Tensor> step, FileStudent student, FileTeacher teacher)
    {
        Tensor x = randn(8, 2), y = randint(2, [8], dtype: ScalarType.Int64);
        float expected;
        using (no_grad())
        {
            Tensor p = nn.functional.log_softmax(teacher.forward(x) / 2, 1), logits = student.forward(x), q = nn.functional.log_softmax(logits / 2, 1);
            expected = (nn.functional.cross_entropy(logits, y) + (4 * (p.exp() * (p - q)).sum() / 8)).item<float>();
        }

        float[] weights = Values(student);
        float first = step(x, y).item<float>(), second = step(x, y).item<float>();
        Assert.Equal(expected, first, 1e-4f);
        Assert.True(second < first, $"a step on the same batch does not lower the loss: {first} then {second}");
        Assert.NotEqual(weights, Values(student));
    }

    private static void Same(nn.Module expected, nn.Module actual) => Assert.Equal(Values(expected), Values(actual));

    private static float[] Values(nn.Module module)
        => [.. module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.detach().to(ScalarType.Float32).reshape(-1).data<float>().ToArray())];
}
