using System.Globalization;
using System.Runtime.InteropServices;

namespace KdGen.Tests.Losses;

/// <summary>The most memory that this program had at once, where the system can tell.</summary>
internal static partial class PeakMemory
{
    /// <summary>Since <see cref="Forget"/>.</summary>
    public static long Bytes => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadLines("/proc/self/status").Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10
        : 0;

    /// <summary>Begins anew with what is in use now, which is returned. What has been freed and kept for later goes back first: it would hide what is asked for next.</summary>
    public static long Forget()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Trim(0);
            File.WriteAllText("/proc/self/clear_refs", "5");
        }

        return Bytes;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint keep);
}
