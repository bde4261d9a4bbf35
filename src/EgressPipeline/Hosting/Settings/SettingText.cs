using System.Globalization;
using System.Net;

namespace EgressPipeline.Hosting.Settings;

/// <summary>Reads and writes the value forms that settings share: durations, sizes, addresses.</summary>
internal static class SettingText
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary><c>250ms</c>, <c>5s</c>, <c>1.5m</c>, <c>1h</c>; a bare number is seconds.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        var (number, factor) = (text, 1000d);
        foreach (var (unit, milliseconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            (number, factor) = (text[..^unit.Length], milliseconds);
            break;
        }
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount * factor > TimeSpan.MaxValue.TotalMilliseconds / 2)
            return false;
        value = TimeSpan.FromMilliseconds(amount * factor);
        return true;
    }

    /// <summary>The shortest form that <see cref="TryDuration"/> reads back.</summary>
    public static string Duration(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
            return "0s";
        for (var i = Units.Length - 1; i > 0; i--)
            if (value.TotalMilliseconds % Units[i].Milliseconds == 0)
                return (long)(value.TotalMilliseconds / Units[i].Milliseconds) + Units[i].Unit;
        return value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }

    /// <summary>A whole number, with <c>k</c>/<c>m</c>/<c>g</c> (or <c>KiB</c>…) as powers of 1024.</summary>
    public static bool TrySize(string text, out long value)
    {
        value = 0;
        var digits = text.Length;
        while (digits > 0 && !char.IsAsciiDigit(text[digits - 1]))
            digits--;
        var shift = text[digits..].ToLowerInvariant() switch { "" or "b" => 0, "k" or "ki" or "kib" => 10, "m" or "mi" or "mib" => 20, "g" or "gi" or "gib" => 30, _ => -1 };
        if (shift < 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> shift)
            return false;
        value = number << shift;
        return true;
    }

    /// <summary>
    /// A listener: <c>127.0.0.1:15001</c>, <c>[::1]:15001</c>, <c>localhost:15001</c>, <c>15001</c> (loopback) or
    /// <c>*:15001</c> (every interface, both families). <c>off</c> gives null.
    /// </summary>
    public static bool TryListener(string text, out IPEndPoint? endpoint)
    {
        endpoint = null;
        if (text is "off" or "none")
            return true;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "localhost" : text[..colon];
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        if (Address(host) is not { } address)
            return false;
        endpoint = new IPEndPoint(address, port);
        return true;
    }

    private static IPAddress? Address(string host)
    {
        if (host is "localhost")
            return IPAddress.Loopback;
        if (host is "*")
            return IPAddress.IPv6Any;
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (host.Contains(':') != bracketed)
            return null;
        // IPAddress also reads "1" and "127.1"; a listener on 0.0.0.1 is never what was meant.
        if (!bracketed && host.Count(c => c == '.') != 3)
            return null;
        return IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address) ? address : null;
    }
}
