using System.Globalization;

namespace EgressPipeline.Policy.Text;

/// <summary>Durations as Istio's resources write them: Go's form (<c>1h30m</c>, <c>1.5s</c>, <c>500ms</c>), which includes protobuf's (<c>3.5s</c>).</summary>
internal static class Duration
{
    private const decimal TicksPerNanosecond = 0.01m;
    private const decimal MaxNanoseconds = 1e24m;
    private const int MaxDigits = 15;

    /// <summary>
    /// Reads a duration. Fractions of a tick (100 ns) set <paramref name="isWholeMilliseconds"/> to false like any
    /// other fraction of a millisecond.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration, out bool isWholeMilliseconds)
    {
        duration = TimeSpan.Zero;
        isWholeMilliseconds = true;
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative || (text.Length > 0 && text[0] == '+'))
            at++;
        if (string.CompareOrdinal(text, at, "0", 0, int.MaxValue) == 0)
            return true;
        if (at == text.Length)
            return false;
        var nanoseconds = 0m;
        while (at < text.Length)
            if (!TryReadPart(text, ref at, ref nanoseconds))
                return false;
        isWholeMilliseconds = nanoseconds % 1_000_000 == 0;
        var ticks = nanoseconds * TicksPerNanosecond;
        if (ticks > long.MaxValue)
            return false;
        duration = TimeSpan.FromTicks(negative ? -(long)ticks : (long)ticks);
        return true;
    }

    private static bool TryReadPart(string text, ref int at, ref decimal nanoseconds)
    {
        var start = at;
        while (at < text.Length && (text[at] is >= '0' and <= '9' || text[at] == '.'))
            at++;
        // 15 digits keep every product and sum below inside a decimal.
        if (at - start > MaxDigits || !decimal.TryParse(text.Substring(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var unitStart = at;
        while (at < text.Length && text[at] is not ((>= '0' and <= '9') or '.'))
            at++;
        var scale = Scale(text.Substring(unitStart, at - unitStart));
        nanoseconds += number * scale;
        return scale != 0 && nanoseconds < MaxNanoseconds;
    }

    private static decimal Scale(string unit) => unit switch
    {
        "ns" => 1m,
        "us" or "µs" or "μs" => 1_000m,
        "ms" => 1_000_000m,
        "s" => 1_000_000_000m,
        "m" => 60_000_000_000m,
        "h" => 3_600_000_000_000m,
        _ => 0m,
    };
}
