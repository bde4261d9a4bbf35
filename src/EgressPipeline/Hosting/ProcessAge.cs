using System.Globalization;

namespace EgressPipeline.Hosting;

/// <summary>
/// How long this process has existed by the operating system's account, so that loading the runtime counts as well.
/// Read from <c>/proc</c>: asking <c>System.Diagnostics.Process</c> loads three assemblies and the time zones for one
/// number.
/// </summary>
internal static class ProcessAge
{
    private const int TicksPerSecond = 100; // what Linux shows to programs, whatever the kernel's own rate

    /// <summary>Null where the system does not say, or says nothing usable.</summary>
    public static TimeSpan? Read()
    {
        try
        {
            return Between(File.ReadAllText("/proc/self/stat"), File.ReadAllText("/proc/uptime"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static TimeSpan? Between(string stat, string uptime)
    {
        // The name, field 2, may hold spaces and parentheses: count from its end. The start is field 22.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var now = uptime.Split(' ')[0];
        if (fields.Length < 20
            || !long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var startTicks)
            || !double.TryParse(now, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var nowSeconds))
            return null;
        var age = nowSeconds - (double)startTicks / TicksPerSecond;
        return age >= 0 ? TimeSpan.FromSeconds(age) : null;
    }
}
