using System.Diagnostics;
using System.Globalization;

namespace KdGen.Tests.Oracle;

/// <summary>Debian's python3-torch, an oracle for tests only.</summary>
public static class PythonTorch
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> missing = new(FindMissing);

    /// <summary>Why the oracle cannot be asked, in one line; null when it can.</summary>
    public static string? Missing => missing.Value;

    /// <summary>Runs a script with <c>torch</c> imported and one thread set, and returns what it printed.</summary>
    /// <param name="script">Python statements.</param>
    /// <param name="input">What the script reads from its standard input.</param>
    /// <exception cref="InvalidOperationException">The script failed; the message is Python's last line.</exception>
    public static string Run(string script, string input = "")
    {
        (int exit, string output, string error) = Start("import sys, torch\ntorch.set_num_threads(1)\n" + script, input);
        if (exit != 0)
            throw new InvalidOperationException($"the oracle failed: {error.TrimEnd().Split('\n')[^1]}");
        return output;
    }

    /// <summary>Runs a script and reads the numbers that it printed, separated by white space.</summary>
    public static double[] Numbers(string script, string input = "") =>
        [.. Run(script, input).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    /// <summary>Python's text form of a number.</summary>
    public static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "True" => 1,
        "False" => 0,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string? FindMissing()
    {
        if (!File.Exists(Python))
            return $"python3-torch is missing (no {Python}): apt-get install -y python3-torch";
        (int exit, _, _) = Start("import torch", "");
        return exit == 0 ? null : "python3-torch is missing: apt-get install -y python3-torch";
    }

    private static (int Exit, string Output, string Error) Start(string script, string input)
    {
        var start = new ProcessStartInfo(Python, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start");
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
