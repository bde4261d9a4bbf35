using System.Globalization;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// A host of an AuthorizationPolicy, matched on the normalised name: <c>example.com</c>, <c>example.com:*</c>,
/// <c>example.com:8443</c>, <c>*.example.com</c>, <c>api.*</c>, <c>*</c>.
/// </summary>
public sealed class HostMatch
{
    private HostMatch(string text, ByteMatch name, int port)
    {
        Text = text;
        Name = name;
        Port = port;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    public ByteMatch Name { get; }

    /// <summary>Port the pattern demands; 0 = any.</summary>
    public int Port { get; }

    public static HostMatch Parse(string text)
    {
        var name = text.ToLowerInvariant();
        var port = 0;
        // More than one colon without brackets is an IPv6 literal, which carries no port.
        var colon = name.LastIndexOf(':');
        if (colon > 0 && (name.IndexOf(':') == colon || name[colon - 1] == ']'))
        {
            var suffix = name.Substring(colon + 1);
            if (suffix == "*" || int.TryParse(suffix, NumberStyles.None, CultureInfo.InvariantCulture, out port))
                name = name.Substring(0, colon);
        }
        if (name.Length > 2 && name[0] == '[' && name[name.Length - 1] == ']')
            name = name.Substring(1, name.Length - 2);
        return new HostMatch(text, ByteMatch.FromGlob(HostPattern.Normalize(name)), port);
    }

    public bool IsMatch(ReadOnlySpan<byte> host, int port) => (Port == 0 || Port == port) && Name.IsMatch(host);

    public override string ToString() => Text;
}
