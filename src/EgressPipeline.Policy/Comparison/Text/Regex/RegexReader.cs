using System.Globalization;

namespace EgressPipeline.Policy.Comparison.Text.Regex;

/// <summary>
/// Reads the part of RE2 that describes sets of ASCII texts byte by byte: literals, classes, groups, choice, repetition, and
/// anchors at the ends. What else RE2 knows (word boundaries, Unicode classes, flags but <c>i</c> and <c>s</c>) is not read,
/// and then the comparison says that it approximates.
/// </summary>
internal sealed class RegexReader
{
    /// <summary>Bounds what <c>{n,m}</c> may multiply to.</summary>
    public const int MaxStates = 5_000;

    private const int MaxDepth = 100;

    private readonly string _pattern;
    private int _at;
    private int _depth;
    private bool _ignoreCase;

    private RegexReader(string pattern) => _pattern = pattern;

    /// <summary>False for a pattern that is not of this part of RE2, or too large.</summary>
    public static bool TryRead(string pattern, out RegexNode? node)
    {
        var reader = new RegexReader(pattern);
        node = reader.Choice();
        if (node is not null && reader._at == pattern.Length && node.Size <= MaxStates && RegexAnchors.AreIdle(node))
            return true;
        node = null;
        return false;
    }

    private char Peek => _at < _pattern.Length ? _pattern[_at] : '\0';

    private RegexNode? Choice()
    {
        if (++_depth > MaxDepth)
            return null;
        var flags = _ignoreCase;
        var parts = new List<RegexNode>();
        do
        {
            if (Sequence() is not { } sequence)
                return null;
            parts.Add(sequence);
        }
        while (Take('|'));
        _ignoreCase = flags;
        _depth--;
        return parts.Count == 1 ? parts[0] : new RegexChoice(parts);
    }

    private RegexSequence? Sequence()
    {
        var parts = new List<RegexNode>();
        while (_at < _pattern.Length && Peek is not ('|' or ')'))
        {
            if (FlagGroup())
                continue;
            if (Atom() is not { } atom || Repeated(atom) is not { } part)
                return null;
            parts.Add(part);
        }
        return new RegexSequence(parts);
    }

    private RegexNode? Atom()
    {
        var c = _pattern[_at];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                return RegexClassReader.TryRead(_pattern, ref _at, _ignoreCase, out var set) ? new RegexBytes(set) : null;
            case '\\':
                return RegexEscapes.TryRead(_pattern, ref _at, out var escaped) ? new RegexBytes(Cased(escaped)) : null;
            case '^' or '$':
                _at++;
                return new RegexAnchor(c == '^');
            case '.':
                _at++;
                return new RegexBytes(ByteSet.Ascii.Without((byte)'\n'));
            case '*' or '+' or '?' or >= (char)0x80:
                return null;
            default:
                _at++;
                return new RegexBytes(Cased(ByteSet.Of((byte)c)));
        }
    }

    private RegexNode? Group()
    {
        _at++;
        if (Take('?'))
        {
            if (Take('P') || Peek == '<')
            {
                var end = _pattern.IndexOf('>', _at);
                if (Peek != '<' || end < 0)
                    return null;
                _at = end + 1;
            }
            else if (!Take(':'))
                return null;
        }
        var inner = Choice();
        return inner is not null && Take(')') ? inner : null;
    }

    // (?i) and (?s) hold to the end of their group; texts have no line breaks, so s says nothing.
    private bool FlagGroup()
    {
        if (string.CompareOrdinal(_pattern, _at, "(?", 0, 2) != 0)
            return false;
        var end = _at + 2;
        while (end < _pattern.Length && _pattern[end] is 'i' or 's')
            end++;
        if (end == _at + 2 || end >= _pattern.Length || _pattern[end] != ')')
            return false;
        _ignoreCase |= _pattern.IndexOf('i', _at, end - _at) >= 0;
        _at = end + 1;
        return true;
    }

    private RegexNode? Repeated(RegexNode atom)
    {
        while (true)
        {
            var (minimum, maximum) = (0, -1);
            if (Take('+'))
                minimum = 1;
            else if (Take('?'))
                maximum = 1;
            else if (Peek == '{' && TryCount(out minimum, out maximum, out var isValid))
            {
                if (!isValid)
                    return null;
            }
            else if (!Take('*'))
                return atom;
            if (atom.IsAnchor)
                return null;
            Take('?'); // reluctant: the same texts
            atom = new RegexRepeat(atom, minimum, maximum);
        }
    }

    // A brace that is no count is a literal.
    private bool TryCount(out int minimum, out int maximum, out bool isValid)
    {
        minimum = 0;
        maximum = -1;
        isValid = true;
        var end = _pattern.IndexOf('}', _at);
        if (end < 0)
            return false;
        var parts = _pattern.Substring(_at + 1, end - _at - 1).Split(',');
        if (parts.Length > 2 || !Number(parts[0], out minimum))
            return false;
        if (parts.Length == 1)
            maximum = minimum;
        else if (parts[1].Length > 0 && !Number(parts[1], out maximum))
            return false;
        isValid = (maximum < 0 || maximum >= minimum) && Math.Max(minimum, maximum) <= 1000;
        _at = end + 1;
        return true;
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private ByteSet Cased(ByteSet set) => RegexClassReader.Cased(set, _ignoreCase);

    private bool Take(char c)
    {
        if (Peek != c || _at >= _pattern.Length)
            return false;
        _at++;
        return true;
    }
}
