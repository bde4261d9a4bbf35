using System.Text;
using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>
/// Reads the part of the regular expression language that a stream can be searched for with bounded memory and in linear time: bytes
/// and classes, groups, alternatives, bounded repeats, and <c>\b</c> at the ends. Everything else is refused by name.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxDepth = 32;
    private const int MaxRepeat = 1000;

    private readonly string _text;
    private readonly bool _ignoreCase;
    private int _at;
    private int _depth;
    private bool _hasBareAlternatives; // outside of any group

    private PatternParser(string text, bool ignoreCase)
    {
        _text = text;
        _ignoreCase = ignoreCase;
    }

    /// <exception cref="PatternException">The pattern cannot be used.</exception>
    public static Pattern Parse(string text, bool ignoreCase)
    {
        var starts = text.StartsWith(@"\b", StringComparison.Ordinal);
        var inner = starts ? text[2..] : text;
        var ends = inner.EndsWith(@"\b", StringComparison.Ordinal) && Backslashes(inner) % 2 == 1;
        var parser = new PatternParser(ends ? inner[..^2] : inner, ignoreCase);
        var root = parser.ParseChoice();
        if (parser._at < parser._text.Length)
            throw new PatternException("a ')' has no '(' before it; write \\) for the character");
        if ((starts || ends) && parser._hasBareAlternatives)
            throw new PatternException("\\b belongs to the first and the last alternative only; put the alternatives in a group: \\b(one|other)\\b");
        return new Pattern(root, starts, ends);
    }

    /// <summary>Number of backslashes before the last character.</summary>
    private static int Backslashes(string text) => text.Length - 1 - text.AsSpan(0, text.Length - 1).TrimEnd('\\').Length;

    private bool AtEnd => _at == _text.Length;

    private bool TryTake(char wanted)
    {
        if (AtEnd || _text[_at] != wanted)
            return false;
        _at++;
        return true;
    }

    private PatternNode ParseChoice()
    {
        if (++_depth > MaxDepth)
            throw new PatternException($"groups are nested more than {MaxDepth} deep");
        var options = new List<PatternNode> { ParseSequence() };
        while (TryTake('|'))
            options.Add(ParseSequence());
        _hasBareAlternatives |= _depth == 1 && options.Count > 1;
        _depth--;
        return options.Count == 1 ? options[0] : new PatternNode.Choice(options);
    }

    private PatternNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && _text[_at] is not ('|' or ')'))
            parts.Add(ParseRepeat(ParseAtom()));
        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode ParseRepeat(PatternNode part)
    {
        if (AtEnd)
            return part;
        var (min, max) = (0, 1);
        switch (_text[_at])
        {
            case '?':
                _at++;
                break;
            case '*' or '+':
                throw new PatternException($"'{_text[_at]}' has no upper bound; write one, such as {{1,64}}");
            case '{':
                _at++;
                (min, max) = ParseCounts();
                break;
            default:
                return part;
        }
        if (!AtEnd && _text[_at] is '?' or '*' or '+' or '{')
            throw new PatternException("a repeat is followed by another one; lazy and possessive repeats are not known, the longest match counts");
        return new PatternNode.Repeat(part, min, max);
    }

    private (int Min, int Max) ParseCounts()
    {
        var end = _text.IndexOf('}', _at);
        if (end < 0)
            throw new PatternException("a '{' has no '}'; write \\{ for the character");
        var counts = _text[_at..end].Split(',');
        _at = end + 1;
        if (counts.Length > 2 || !int.TryParse(counts[0], out var min))
            throw new PatternException("a repeat is written {3} or {1,64}");
        if (counts.Length == 2 && counts[1].Length == 0)
            throw new PatternException($"{{{min},}} has no upper bound; write one, such as {{{min},64}}");
        var max = min;
        if (counts.Length == 2 && !int.TryParse(counts[1], out max))
            throw new PatternException("a repeat is written {3} or {1,64}");
        if (min < 0 || max < min || max is 0 or > MaxRepeat)
            throw new PatternException($"the counts of a repeat are in order and from 0 to {MaxRepeat}, the second at least 1");
        return (min, max);
    }

    private PatternNode ParseAtom()
    {
        var character = _text[_at++];
        switch (character)
        {
            case '(':
                return ParseGroup();
            case '[':
                return Single(ParseSet());
            case '.':
                return new PatternNode.Single(~ByteClass.Of('\n'));
            case '\\':
                return Single(ParseEscape());
            case '^' or '$':
                throw new PatternException($"'{character}' is not known: a body has no lines to be counted on; use \\b at the ends, or \\{character} for the character");
            case '?' or '*' or '+' or '{':
                throw new PatternException($"there is nothing before '{character}' to repeat; write \\{character} for the character");
            default:
                return Literal(character);
        }
    }

    private PatternNode ParseGroup()
    {
        if (TryTake('?') && !TryTake(':'))
            throw new PatternException("only (…) and (?:…) are known: no look-around, no names, no inline options");
        var inner = ParseChoice();
        return TryTake(')') ? inner : throw new PatternException("a '(' has no ')'; write \\( for the character");
    }

    /// <summary>A character outside ASCII is its bytes in UTF-8.</summary>
    private PatternNode Literal(char character)
    {
        if (char.IsAscii(character))
            return Single(ByteClass.Of(character));
        var length = char.IsHighSurrogate(character) && !AtEnd ? 2 : 1;
        var bytes = Encoding.UTF8.GetBytes(_text, _at - 1, length);
        _at += length - 1;
        return new PatternNode.Sequence([.. bytes.Select(value => new PatternNode.Single(ByteClass.Of(value)))]);
    }

    private PatternNode.Single Single(ByteClass bytes) => new(_ignoreCase ? bytes.IgnoringCase() : bytes);

    private ByteClass ParseSet()
    {
        var inverted = TryTake('^');
        var all = ByteClass.None;
        var first = true;
        while (first || !TryTake(']'))
        {
            first = false;
            var one = ParseSetMember(out var low);
            if (low is { } from && _at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                ParseSetMember(out var high);
                if (high is not { } to || to < from)
                    throw new PatternException("a range in [] goes from a lower to a higher single character; put a '-' of its own at the end");
                one = ByteClass.Range(from, to);
            }
            all |= one;
        }
        // Folded before it is inverted: [^a] without case lets neither a nor A through.
        if (_ignoreCase)
            all = all.IgnoringCase();
        return inverted ? ~all : all;
    }

    private ByteClass ParseSetMember(out char? character)
    {
        if (AtEnd)
            throw new PatternException("a '[' has no ']'; write \\[ for the character");
        character = null;
        var next = _text[_at++];
        if (!char.IsAscii(next))
            throw new PatternException("only ASCII characters can stand in []; write others as alternatives: (ä|ö)");
        if (next == '\\')
            return ParseEscape(out character);
        character = next;
        return ByteClass.Of(next);
    }

    private ByteClass ParseEscape() => ParseEscape(out _);

    private ByteClass ParseEscape(out char? character)
    {
        if (AtEnd)
            throw new PatternException("a backslash ends the pattern; write \\\\ for the character");
        var name = _text[_at++];
        character = name switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'x' => ParseHex(),
            _ when char.IsAscii(name) && !char.IsLetterOrDigit(name) => name,
            _ => null,
        };
        return name switch
        {
            _ when character is { } single => ByteClass.Of(single),
            'd' => ByteClass.Digits,
            'D' => ~ByteClass.Digits,
            'w' => ByteClass.Word,
            'W' => ~ByteClass.Word,
            's' => ByteClass.Space,
            'S' => ~ByteClass.Space,
            'b' => throw new PatternException("\\b is known at the very beginning and the very end of a pattern only"),
            _ => throw new PatternException($"the escape \\{name} is not known"),
        };
    }

    private char ParseHex()
    {
        if (_at + 2 > _text.Length || !byte.TryParse(_text.AsSpan(_at, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value))
            throw new PatternException("\\x is followed by two hexadecimal digits");
        _at += 2;
        return (char)value;
    }
}
