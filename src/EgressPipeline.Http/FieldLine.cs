namespace EgressPipeline.Http;

/// <summary>One field line (RFC 9112 §5), of a head or of a trailer section.</summary>
internal static class FieldLine
{
    /// <summary>Parses <c>data[start..end]</c>, which has neither its CRLF nor any control byte but HTAB.</summary>
    public static HttpParseError Parse(ReadOnlySpan<byte> data, int start, int end, out HeaderField field)
    {
        field = default;
        var line = data[start..end];
        var nameLength = line.IndexOfAnyExcept(ByteSets.Token);
        if (nameLength <= 0 || line[nameLength] != ':')
            return ErrorOfName(line, nameLength);

        var valueStart = nameLength + 1;
        while (valueStart < line.Length && ByteSets.IsBlank(line[valueStart]))
            valueStart++;
        var valueEnd = line.Length;
        while (valueEnd > valueStart && ByteSets.IsBlank(line[valueEnd - 1]))
            valueEnd--;

        // A line with anything but "name:value" or "name: value" is written anew, so that no peer sees unusual spacing.
        var isCanonical = valueEnd == line.Length
            && (valueStart == nameLength + 1 || (valueStart == nameLength + 2 && line[nameLength + 1] == ' '));
        field.NameStart = start;
        field.NameLength = nameLength;
        field.ValueStart = start + valueStart;
        field.ValueLength = valueEnd - valueStart;
        field.LineEnd = isCanonical ? end + 2 : 0;
        field.Known = KnownHeaders.Find(line[..nameLength]);
        return HttpParseError.None;
    }

    private static HttpParseError ErrorOfName(ReadOnlySpan<byte> line, int nameLength)
    {
        if (nameLength < 0)
            return HttpParseError.MissingColon;
        if (nameLength == 0 && ByteSets.IsBlank(line[0]))
            return HttpParseError.ObsoleteFolding; // RFC 9112 §5.2, and §2.2 for the first line
        if (nameLength == 0 && line[0] == ':')
            return HttpParseError.EmptyHeaderName;
        var rest = ByteSets.TrimBlanks(line[nameLength..]);
        if (ByteSets.IsBlank(line[nameLength]) && !rest.IsEmpty && rest[0] == ':')
            return HttpParseError.SpaceBeforeColon; // RFC 9112 §5.1
        return line.Contains((byte)':') ? HttpParseError.BadHeaderName : HttpParseError.MissingColon;
    }
}
