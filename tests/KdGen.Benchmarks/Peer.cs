using System.Diagnostics;
using System.Globalization;

namespace KdGen.Benchmarks;

/// <summary>
/// The peer: one python3 process with PyTorch that lives as long as the suite. The script defines <c>work</c>, a dictionary of functions
/// by name; each request runs one of them a number of times and answers with the seconds it took, or with the most memory of a call.
/// </summary>
internal sealed class Peer : IDisposable
{
    private static string Loop(string clock) => $$"""

        import ctypes
        import sys
        from time import {{clock}} as now

        def peak():
            return next(int(line.split()[1]) << 10 for line in open('/proc/self/status') if line.startswith('VmHWM:'))

        def memory(function):
            # The most bytes of a call beyond what was there; 0 where the system does not tell.
            if not sys.platform.startswith('linux'):
                return 0
            function()
            ctypes.CDLL(None).malloc_trim(0)
            with open('/proc/self/clear_refs', 'w') as file:
                file.write('5')
            before = peak()
            function()
            return peak() - before

        print(torch.__version__, torch.get_num_threads(), flush=True)
        for line in sys.stdin:
            name, repeats = line.rstrip('\n').rsplit(' ', 1)
            function = work[name]
            if repeats == 'memory':
                print(memory(function), flush=True)
                continue
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
    public double Measure(string name, int repeats) => double.Parse(Ask($"{name} {repeats}"), CultureInfo.InvariantCulture) * 1e6 / repeats;

    /// <summary>The most bytes that a run takes beyond what was there.</summary>
    public long Memory(string name) => long.Parse(Ask($"{name} memory"), CultureInfo.InvariantCulture);

    private string Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() ?? throw new PeerException();
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
