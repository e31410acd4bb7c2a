using System.Globalization;

namespace Rockdove.Bench;

/// <summary>What of this process is in memory, as Linux counts it, in MiB.</summary>
internal static class ProcessMemory
{
    public static double ResidentMiB() => Read("VmRSS:");

    /// <summary>The most since the start, or since <see cref="ForgetPeak"/>.</summary>
    public static double PeakMiB() => Read("VmHWM:");

    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5"); // proc(5)

    private static double Read(string name) => double.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
