namespace EgressPipeline.Policy.Matching;

/// <summary>
/// A path with <c>{*}</c> (exactly one segment, not empty) and at most one <c>{**}</c> (any number of bytes, slashes
/// included), as Envoy's uri_template matches it.
/// </summary>
public sealed class PathTemplate
{
    private const string OneSegment = "{*}";
    private const string AnyRest = "{**}";

    private readonly byte[][] _head;
    private readonly byte[][]? _tail;

    private PathTemplate(string text, byte[][] head, byte[][]? tail)
    {
        Text = text;
        _head = head;
        _tail = tail;
    }

    public string Text { get; }

    /// <summary>What every matching path begins with.</summary>
    internal ReadOnlySpan<byte> Literal => _head[0];

    public static bool IsTemplate(string path) => path.Contains(OneSegment) || path.Contains(AnyRest);

    /// <summary>Literal texts between the operators; an operator is a whole segment, which the validator checked.</summary>
    public static PathTemplate Parse(string text)
    {
        var rest = text.IndexOf(AnyRest, StringComparison.Ordinal);
        return rest < 0
            ? new PathTemplate(text, Split(text), null)
            : new PathTemplate(text, Split(text.Substring(0, rest)), Split(text.Substring(rest + AnyRest.Length)));
    }

    public bool IsMatch(ReadOnlySpan<byte> path)
    {
        if (!TryConsume(_head, ref path))
            return false;
        if (_tail is null)
            return path.IsEmpty;
        // The tail is anchored at the end, so try every split; templates have few segments.
        for (var skip = 0; skip <= path.Length; skip++)
        {
            var rest = path.Slice(skip);
            if (TryConsume(_tail, ref rest) && rest.IsEmpty)
                return true;
        }
        return false;
    }

    public override string ToString() => Text;

    private static bool TryConsume(byte[][] literals, ref ReadOnlySpan<byte> path)
    {
        for (var i = 0; i < literals.Length; i++)
        {
            if (i > 0)
            {
                var end = path.IndexOf((byte)'/');
                var length = end < 0 ? path.Length : end;
                if (length == 0)
                    return false;
                path = path.Slice(length);
            }
            if (!path.StartsWith(literals[i]))
                return false;
            path = path.Slice(literals[i].Length);
        }
        return true;
    }

    private static byte[][] Split(string text)
    {
        var parts = text.Split([OneSegment], StringSplitOptions.None);
        var literals = new byte[parts.Length][];
        for (var i = 0; i < parts.Length; i++)
            literals[i] = AsciiText.Bytes(parts[i]);
        return literals;
    }
}
