using System.Globalization;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Filters;

/// <summary>Durations as policies write them, for whoever reads options.</summary>
public static class DurationText
{
    public static bool TryParse(string text, out TimeSpan duration) => Duration.TryParse(text, out duration, out _);

    /// <summary>The shortest way to write it: <c>1h30m</c>, <c>1.5s</c>, <c>250ms</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        if (duration < TimeSpan.FromSeconds(1))
            return Number(duration.TotalMilliseconds) + "ms";
        var text = "";
        if (duration.TotalHours >= 1)
            text += Number(Math.Floor(duration.TotalHours)) + "h";
        if (duration.Minutes > 0)
            text += Number(duration.Minutes) + "m";
        var seconds = duration.TotalSeconds - Math.Floor(duration.TotalMinutes) * 60;
        return seconds > 0 ? text + Number(Math.Round(seconds, 3)) + "s" : text;
    }

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
