using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>What one value of an authorization rule stands for: a set of texts or addresses, compared with other sets.</summary>
internal sealed class TermValue
{
    private readonly TermKind _kind;
    private readonly ByteMatch _glob;
    private readonly int _port;
    private readonly Cidr? _range;

    public TermValue(TermKind kind, string text)
    {
        _kind = kind;
        switch (kind)
        {
            case TermKind.Host:
                var host = HostMatch.Parse(text);
                (_glob, _port) = (host.Name, host.Port);
                break;
            case TermKind.Address:
                _glob = ByteMatch.Exact(text);
                _range = Cidr.TryParse(text, out var range) ? range : null;
                break;
            default:
                // A template is more than a glob, so it only equals itself.
                _glob = kind is TermKind.Exact or TermKind.RequestPrincipal || PathTemplate.IsTemplate(text) ? ByteMatch.Exact(text) : ByteMatch.FromGlob(text);
                _kind = PathTemplate.IsTemplate(text) ? TermKind.Exact : kind;
                break;
        }
    }

    /// <summary>True when everything that the other value stands for is in this one. "False" may mean "not known".</summary>
    public bool Covers(TermValue other)
    {
        if (_range is { } range)
            return other._range is { } inner && range.PrefixLength <= inner.PrefixLength && range.Contains(inner.Network);
        if (_port != 0 && _port != other._port)
            return false;
        return _glob.Kind switch
        {
            ByteMatchKind.Present => other._glob.Kind != ByteMatchKind.Exact || other._glob.Text.Length > 0,
            ByteMatchKind.Prefix => other._glob.Kind is ByteMatchKind.Exact or ByteMatchKind.Prefix && other._glob.Text.StartsWith(_glob.Text, StringComparison.Ordinal),
            ByteMatchKind.Suffix => other._glob.Kind is ByteMatchKind.Exact or ByteMatchKind.Suffix && other._glob.Text.EndsWith(_glob.Text, StringComparison.Ordinal),
            _ => other._glob.Kind == ByteMatchKind.Exact && other._glob.Text == _glob.Text,
        };
    }

    /// <summary>True when nothing is in both. "False" may mean "not known".</summary>
    public bool IsDisjoint(TermValue other)
    {
        if (_range is { } range && other._range is { } otherRange)
            return !range.Contains(otherRange.Network) && !otherRange.Contains(range.Network);
        if (_port != 0 && other._port != 0 && _port != other._port)
            return true;
        // A template stands for many paths; only plain texts are known to be apart.
        if (_kind == TermKind.Exact != (other._kind == TermKind.Exact) || PathTemplate.IsTemplate(_glob.Text) || PathTemplate.IsTemplate(other._glob.Text))
            return false;
        return (_glob.Kind, other._glob.Kind) switch
        {
            (ByteMatchKind.Exact, ByteMatchKind.Exact) => _glob.Text != other._glob.Text,
            (ByteMatchKind.Exact, _) => !other._glob.IsMatch(_glob.Value),
            (_, ByteMatchKind.Exact) => !_glob.IsMatch(other._glob.Value),
            (ByteMatchKind.Prefix, ByteMatchKind.Prefix) => !_glob.Text.StartsWith(other._glob.Text, StringComparison.Ordinal) && !other._glob.Text.StartsWith(_glob.Text, StringComparison.Ordinal),
            (ByteMatchKind.Suffix, ByteMatchKind.Suffix) => !_glob.Text.EndsWith(other._glob.Text, StringComparison.Ordinal) && !other._glob.Text.EndsWith(_glob.Text, StringComparison.Ordinal),
            _ => false,
        };
    }
}
