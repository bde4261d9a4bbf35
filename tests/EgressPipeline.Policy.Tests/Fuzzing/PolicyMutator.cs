namespace EgressPipeline.Policy.Tests.Fuzzing;

/// <summary>Changes policies as people and editors do: characters, lines, indentation, pieces of other policies.</summary>
internal sealed class PolicyMutator(string[] seeds, int seed)
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ":", ": ", "- ", ",", "#", "&a ", "*a", "!!str ", "|", ">-", "'", "\"", "%", "@", "`", "? ", "---\n", "...\n", "\n", "\r\n", "\r", "\t", " ", "~", "null", "true", "0", "-1",
        "99999999999", "1e9", "''", "*", "*.com", "{}", "[]", "{{ .x }}", "${X}", "\uFEFF", "\u0085", "\u2028", "\0", "\u0007", "é", "\uD83D\uDE00", "a.com", "10.0.0.0/8", "::1", "1s", "RANDOM", "kind: ", "spec:",
    ];

    private readonly Random _random = new(seed);

    /// <summary>One of the seeds with a few changes.</summary>
    public string Next()
    {
        var text = Seed();
        for (var count = _random.Next(1, 7); count > 0; count--)
            text = Change(text);
        return text;
    }

    private string Seed() => seeds[_random.Next(seeds.Length)];

    private string Change(string text)
    {
        if (text.Length == 0)
            return Fragment();
        var at = _random.Next(text.Length);
        return _random.Next(9) switch
        {
            0 => text.Remove(at, Math.Min(_random.Next(1, 12), text.Length - at)),
            1 => text.Insert(at, Fragment()),
            2 => text[..at] + Fragment() + text[Math.Min(text.Length, at + _random.Next(1, 6))..],
            3 => text[..at],
            4 => text.Insert(at, Piece(text)),
            5 => text.Insert(at, Piece(Seed())),
            6 => WithLine(text, line => line.StartsWith(' ') && _random.Next(2) == 0 ? line[1..] : " " + line),
            7 => WithLine(text, line => line + "\n" + line),
            _ => WithLine(text, _ => LineOf(Seed())),
        };
    }

    private string Fragment() => Fragments[_random.Next(Fragments.Length)];

    private string Piece(string text)
    {
        if (text.Length == 0)
            return "";
        var start = _random.Next(text.Length);
        return text.Substring(start, Math.Min(_random.Next(1, 120), text.Length - start));
    }

    private string LineOf(string text)
    {
        var lines = text.Split('\n');
        return lines[_random.Next(lines.Length)];
    }

    private string WithLine(string text, Func<string, string> change)
    {
        var lines = text.Split('\n');
        var at = _random.Next(lines.Length);
        lines[at] = change(lines[at]);
        return string.Join('\n', lines);
    }
}
