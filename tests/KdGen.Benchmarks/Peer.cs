using System.Diagnostics;
using System.Globalization;

namespace KdGen.Benchmarks;

/// <summary>
/// The peer: one python3 process with PyTorch that lives as long as the suite. The script defines <c>work</c>, a dictionary of functions
/// by name; each request runs one of them a number of times and answers with the seconds it took.
/// </summary>
internal sealed class Peer : IDisposable
{
    private static string Loop(string clock) => $$"""

        import sys
        from time import {{clock}} as now
        print(torch.__version__, torch.get_num_threads(), flush=True)
        for line in sys.stdin:
            name, repeats = line.rstrip('\n').rsplit(' ', 1)
            function = work[name]
            start = now()
            for _ in range(int(repeats)):
                function()
            print(now() - start, flush=True)
        """;

    private readonly Process process;

    /// <param name="clock">How time is told, a function of Python's module of that name: "thread_time" is the processor time of the one thread.</param>
    public Peer(string script, int threads, string clock = "perf_counter")
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", $"import torch\ntorch.set_num_threads({threads})\n{script}{Loop(clock)}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerException();
        }

        string? version = process.StandardOutput.ReadLine();
        Version = version is null ? throw new PeerException() : $"PyTorch {version.Split(' ')[0]}";
    }

    public string Version { get; }

    /// <summary>Microseconds of one run, over <paramref name="repeats"/> of them.</summary>
    public double Measure(string name, int repeats)
    {
        process.StandardInput.WriteLine($"{name} {repeats}");
        process.StandardInput.Flush();
        string seconds = process.StandardOutput.ReadLine() ?? throw new PeerException();
        return double.Parse(seconds, CultureInfo.InvariantCulture) * 1e6 / repeats;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

/// <summary>The peer is not there or gave up.</summary>
internal sealed class PeerException() : Exception("the peer, PyTorch for /usr/bin/python3, does not run: apt-get install python3-torch");
