using System.Diagnostics;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>The C++ compiler that stands in for that of a GPU.</summary>
internal static class Gxx
{
    private static readonly Lazy<string?> missing = new(FindMissing);

    /// <summary>Why nothing can be compiled, in one line; null when it can.</summary>
    public static string? Missing => missing.Value;

    /// <summary>Makes a shared library.</summary>
    /// <exception cref="InvalidOperationException">The compiler has something to say; its words are the message.</exception>
    public static void Library(string source, string library)
    {
        (int exit, string messages) = Run("-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-fno-strict-aliasing", "-o", library, source);
        if (exit != 0)
        {
            throw new InvalidOperationException(messages);
        }
    }

    private static string? FindMissing()
    {
        try
        {
            return Run("--version").Exit == 0 ? null : "g++ does not run";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "g++ is missing: apt-get install -y g++";
        }
    }

    private static (int Exit, string Messages) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("g++", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        return (process.ExitCode, messages);
    }
}
