namespace EgressPipeline.Policy.Matching;

/// <summary>A condition on a named header or query parameter.</summary>
public sealed class NamedMatch(string name, ByteMatch match)
{
    /// <summary>Header names are lower-case.</summary>
    public string Name { get; } = name;

    public byte[] NameBytes { get; } = AsciiText.Bytes(name);

    public ByteMatch Match { get; } = match;

    /// <summary>The header is there and fulfils the condition; presence is enough for <see cref="ByteMatchKind.Present"/>.</summary>
    public bool IsMatch(IHeaderLookup? headers) =>
        headers is not null && headers.TryGetHeader(NameBytes, out var value)
        && (Match.Kind == ByteMatchKind.Present || Match.IsMatch(value));

    /// <summary>
    /// <c>withoutHeaders</c>: the header is absent or does not fulfil the condition. As in Istio an absent header is judged
    /// like an empty one, so a condition that the empty text fulfils excludes requests without the header as well.
    /// </summary>
    public bool IsExcluded(IHeaderLookup? headers)
    {
        ReadOnlySpan<byte> value = default;
        var isThere = headers is not null && headers.TryGetHeader(NameBytes, out value);
        return Match.Kind == ByteMatchKind.Present ? !isThere : !Match.IsMatch(value);
    }

    public bool IsMatch(ReadOnlySpan<byte> query) =>
        QueryString.TryGet(query, NameBytes, out var value) && (Match.Kind == ByteMatchKind.Present || Match.IsMatch(value));

    public override string ToString() => Name + ": " + Match;
}
