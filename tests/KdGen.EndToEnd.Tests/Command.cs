using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace KdGen.EndToEnd.Tests;

/// <summary>A command run to its end as a user would run it, output and errors together.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));

    public static Command Dotnet(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        Run("dotnet", folder, environment, null, arguments);

    /// <summary>Runs a program; <paramref name="interruptAt"/> sends it Ctrl+C once a line of its output matches.</summary>
    public static Command Run(string program, string folder, IReadOnlyDictionary<string, string>? environment, Predicate<string>? interruptAt, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        bool interrupted = false;
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                return;
            }

            lock (output)
            {
                output.Append(line.Data).Append('\n');
                if (interruptAt is not null && !interrupted && interruptAt(line.Data))
                {
                    interrupted = true;
                    Assert.Equal(0, Kill(process.Id, Interrupt));
                }
            }
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within 10 minutes:\n{output}");
        }

        process.WaitForExit();
        return new Command(process.ExitCode, output.ToString());
    }

    private const int Interrupt = 2;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
