using System.Globalization;

namespace EgressPipeline.Policy.Text;

/// <summary>Numbers of bytes as Kubernetes writes quantities: <c>1048576</c>, <c>512Ki</c>, <c>10Mi</c>, <c>5G</c>.</summary>
internal static class ByteQuantity
{
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40),
        ("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000),
    ];

    /// <summary>Reads a whole number of bytes; false for anything else, and for more than fits 63 bits.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        var factor = 1L;
        foreach (var unit in Units)
            if (text.EndsWith(unit.Suffix, StringComparison.Ordinal))
            {
                factor = unit.Factor;
                text = text.Substring(0, text.Length - unit.Suffix.Length);
                break;
            }
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes) && bytes <= long.MaxValue / factor;
        bytes *= isNumber ? factor : 0;
        return isNumber;
    }

    /// <summary>The shortest way to write it.</summary>
    public static string Of(long bytes)
    {
        var shortest = bytes.ToString(CultureInfo.InvariantCulture);
        foreach (var (suffix, factor) in Units)
            if (bytes >= factor && bytes % factor == 0 && (bytes / factor).ToString(CultureInfo.InvariantCulture) + suffix is var text && text.Length < shortest.Length)
                shortest = text;
        return shortest;
    }
}
