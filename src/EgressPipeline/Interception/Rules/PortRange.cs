using System.Globalization;

namespace EgressPipeline.Interception.Rules;

/// <summary>Ports from <paramref name="First"/> to <paramref name="Last"/>, both included, 1 to 65535.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>Reads <c>443</c> or <c>8000-8010</c>.</summary>
    public static bool TryParse(string text, out PortRange range)
    {
        range = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        if (!TryPort(first, out var from) || !TryPort(last, out var to) || from > to)
            return false;
        range = new PortRange(from, to);
        return true;
    }

    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary><c>443</c>, or both ends with something between them.</summary>
    public string Text(char between) => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}{between}{Last}");

    public override string ToString() => Text('-');

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
