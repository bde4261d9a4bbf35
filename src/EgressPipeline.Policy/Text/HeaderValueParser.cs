using System.Globalization;
using System.Text;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Text;

/// <summary>Reads a header's value as Envoy writes it: <c>%HOSTNAME%</c>, <c>%REQ(x-name?x-other):10%</c>, and <c>%%</c> for a percent sign.</summary>
internal sealed class HeaderValueParser
{
    private static readonly string[] PseudoFields = [":method", ":path", ":authority", ":scheme"];

    private readonly List<HeaderSegment> _segments = [];
    private readonly StringBuilder _literal = new();
    private readonly string _value;
    private readonly bool _isAnswer;

    /// <param name="value">The value as written.</param>
    /// <param name="isAnswer">The header is one of an answer.</param>
    public HeaderValueParser(string value, bool isAnswer)
    {
        _value = value;
        _isAnswer = isAnswer;
        var at = 0;
        while (at < value.Length && Problem is null)
        {
            if (value[at] != '%')
                _literal.Append(value[at++]);
            else if (at + 1 < value.Length && value[at + 1] == '%')
            {
                _literal.Append('%');
                at += 2;
            }
            else
                ReadSubstitution(ref at);
        }
        EndLiteral();
    }

    /// <summary>The pieces of the value; none of an empty one.</summary>
    public HeaderSegment[] Segments => [.. _segments];

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>A well-formed substitution whose word is not known here; null when there is none.</summary>
    public string? Unknown { get; private set; }

    /// <summary>Upper-case word, optional arguments in parentheses, optional length.</summary>
    private void ReadSubstitution(ref int at)
    {
        var i = at + 1;
        while (i < _value.Length && _value[i] is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')
            i++;
        var word = _value.Substring(at + 1, i - at - 1);
        var (arguments, length) = ((string?)null, (string?)null);
        if (i < _value.Length && _value[i] == '(')
        {
            var end = _value.IndexOf(')', i);
            if (end > 0)
            {
                arguments = _value.Substring(i + 1, end - i - 1);
                i = end + 1;
            }
        }
        if (i < _value.Length && _value[i] == ':')
        {
            var begin = ++i;
            while (i < _value.Length && _value[i] is >= '0' and <= '9')
                i++;
            length = _value.Substring(begin, i - begin);
        }
        if (word.Length == 0 || i >= _value.Length || _value[i] != '%')
        {
            Problem = "a lone '%' begins a substitution that does not end";
            return;
        }
        at = i + 1;
        Add(word, arguments, length);
    }

    private void Add(string word, string? arguments, string? length)
    {
        if (HeaderWords.Find(word) is not { } source || (source == HeaderSource.StartTime && arguments is not null))
        {
            Unknown ??= word;
            return;
        }
        if (!_isAnswer && HeaderWords.IsOfAnswer(source))
            Problem = "%" + word + "% is not known before there is an answer";
        else if (!HeaderWords.IsField(source) && (arguments is not null || length is not null))
            Problem = "%" + word + "% takes neither arguments nor a length";
        else if (Fields(source, arguments) is not { } names)
            Problem = "%" + word + "% takes a header name, and perhaps another after '?'";
        else if (!TryReadLength(length, out var max))
            Problem = "the length of %" + word + "% is no number from 1";
        else
        {
            EndLiteral();
            _segments.Add(new HeaderSegment(source, AsciiText.Bytes(names[0]), names.Length > 1 ? AsciiText.Bytes(names[1]) : [], max));
        }
    }

    private static string[]? Fields(HeaderSource source, string? arguments)
    {
        if (!HeaderWords.IsField(source))
            return [""];
        var names = (arguments ?? "").ToLowerInvariant().Split('?');
        return names.Length <= 2 && Array.TrueForAll(names, name => HttpTokens.IsToken(name) || (source == HeaderSource.RequestField && Array.IndexOf(PseudoFields, name) >= 0)) ? names : null;
    }

    private static bool TryReadLength(string? text, out int length)
    {
        length = 0;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length > 0);
    }

    private void EndLiteral()
    {
        if (_literal.Length == 0)
            return;
        _segments.Add(new HeaderSegment(HeaderSource.Literal, AsciiText.Bytes(_literal.ToString()), [], 0));
        _literal.Clear();
    }
}
