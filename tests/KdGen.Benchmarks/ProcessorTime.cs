using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KdGen.Benchmarks;

/// <summary>Time that this program had a processor, in milliseconds: what others do on the machine is not in it. Elsewhere than on Linux it is the time on the wall.</summary>
internal static partial class ProcessorTime
{
    /// <summary>Of the thread that asks.</summary>
    public static double OfThread => Of(3);

    /// <summary>Of all threads.</summary>
    public static double OfProcess => Of(2);

    private static double Of(int clock)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;
        }

        _ = ClockGetTime(clock, out TimeSpec time);
        return (time.Seconds * 1000.0) + (time.Nanoseconds / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
