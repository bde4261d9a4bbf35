namespace EgressPipeline;

/// <summary>Header fields of one message head. Names are given in lower case. Changes allocate nothing.</summary>
public abstract class HeaderCollection
{
    /// <summary>The value of a field; fields of one name are joined by a comma (RFC 9110 §5.3).</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">The value, valid until the next change.</param>
    public abstract bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);

    /// <summary>Replaces every field of the name by one.</summary>
    /// <param name="name">Name in lower case; must be a token and no framing or hop-by-hop field.</param>
    /// <param name="value">Value without control bytes.</param>
    /// <returns>False, and nothing changed, when the name or the value is not allowed or the head would exceed its bound.</returns>
    public abstract bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Adds one more field. Same rules as <see cref="TrySet"/>.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value without control bytes.</param>
    public abstract bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Removes every field of the name.</summary>
    /// <param name="name">Name in lower case; framing fields stay.</param>
    public abstract void Remove(ReadOnlySpan<byte> name);
}
