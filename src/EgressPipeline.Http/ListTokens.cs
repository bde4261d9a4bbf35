namespace EgressPipeline.Http;

/// <summary>Walks the members of a comma-separated list (RFC 9110 §5.6.1), empty ones left out. Quoting is not known.</summary>
internal ref struct ListTokens(ReadOnlySpan<byte> list)
{
    private ReadOnlySpan<byte> _rest = list;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly ListTokens GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var comma = _rest.IndexOf((byte)',');
            Current = ByteSets.TrimBlanks(comma < 0 ? _rest : _rest[..comma]);
            _rest = comma < 0 ? default : _rest[(comma + 1)..];
            if (!Current.IsEmpty)
                return true;
        }
        return false;
    }
}
