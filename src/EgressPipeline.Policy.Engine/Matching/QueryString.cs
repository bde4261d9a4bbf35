namespace EgressPipeline.Policy.Matching;

/// <summary>Reads raw query parameters as Envoy does: split at ampersands, nothing decoded, the first of a name counts.</summary>
public static class QueryString
{
    /// <summary>The first value of a parameter; empty for one without <c>=</c>. False when it is absent.</summary>
    public static bool TryGet(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!query.IsEmpty)
        {
            var end = query.IndexOf((byte)'&');
            var pair = end < 0 ? query : query.Slice(0, end);
            query = end < 0 ? default : query.Slice(end + 1);
            var equals = pair.IndexOf((byte)'=');
            if (!(equals < 0 ? pair : pair.Slice(0, equals)).SequenceEqual(name))
                continue;
            value = equals < 0 ? default : pair.Slice(equals + 1);
            return true;
        }
        value = default;
        return false;
    }
}
