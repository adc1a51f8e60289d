using System.Runtime.InteropServices;
using KdGen.Weights;
using KdGen.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Training;

/// <summary>Teachers from files, for recipes with TeacherWeights.</summary>
public static class TeacherFile
{
    /// <summary>Fills a fresh teacher with the weights of a file and puts it where the student is.</summary>
    /// <param name="teacher">The teacher; freed when its weights cannot be loaded.</param>
    /// <param name="file">A safetensors file or PyTorch checkpoint; a relative path is looked for in the working directory, then beside the program.</param>
    /// <param name="student">Says the device.</param>
    /// <returns><paramref name="teacher"/>.</returns>
    /// <exception cref="FileNotFoundException">No such file; the message names both places.</exception>
    /// <exception cref="InvalidDataException">It holds no weights, or those of another model.</exception>
    public static TModule Weights<TModule>(TModule teacher, string file, nn.Module student)
        where TModule : nn.Module
    {
        try
        {
            teacher.LoadWeights(Find(file));
            return teacher.to(student.DeviceOfParameters());
        }
        catch
        {
            teacher.Dispose();
            throw;
        }
    }

    /// <summary>Loads a TorchScript program, [B, ...] to logits [B, C], to where the student is.</summary>
    /// <param name="file">What <c>torch.jit.save</c> wrote; looked for as above.</param>
    /// <param name="student">Says the device.</param>
    /// <exception cref="FileNotFoundException">No such file; the message names both places.</exception>
    /// <exception cref="InvalidDataException">It is no TorchScript program; the message names the file.</exception>
    public static jit.ScriptModule<Tensor, Tensor> Program(string file, nn.Module student)
    {
        string path = Find(file);
        Device device = student.DeviceOfParameters();
        try
        {
            return jit.load<Tensor, Tensor>(path, device.type, device.index);
        }
        catch (ExternalException problem)
        {
            // TorchSharp's own message is many lines of libtorch's and does not name the file.
            string reason = HoldsWeights(path)
                ? "holds weights alone, no TorchScript program: write one with torch.jit.save, or declare the teacher's class and name it in [Distill]"
                : "is no TorchScript program that libtorch can load: write one with torch.jit.save";
            throw new InvalidDataException($"{path}: {reason}", problem);
        }
    }

    private static bool HoldsWeights(string path)
    {
        try
        {
            CheckpointReader.Read(path);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static string Find(string file)
    {
        string here = Path.GetFullPath(file);
        if (File.Exists(here))
            return here;
        string beside = Path.GetFullPath(file, AppContext.BaseDirectory);
        return File.Exists(beside) ? beside
            : throw new FileNotFoundException(
                here == beside ? $"the teacher's weights are not at {here}: put the file there, or give the recipe a teacher"
                    : $"the teacher's weights are neither at {here} nor at {beside}: put the file there, or give the recipe a teacher",
                file);
    }
}
