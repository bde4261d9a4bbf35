namespace EgressPipeline;

/// <summary>
/// Header fields of one message head, as a host implements them; a filter reaches them through <see cref="EgressHeaders"/>.
/// Not thread-safe. Changes allocate nothing in steady state.
/// </summary>
public abstract class HeaderCollection
{
    /// <summary>Number of header lines.</summary>
    public abstract int Count { get; }

    /// <summary>The name of a line as sent, valid until the next change.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public abstract ReadOnlySpan<byte> NameAt(int index);

    /// <summary>The value of a line, valid until the next change.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public abstract ReadOnlySpan<byte> ValueAt(int index);

    /// <summary>The value of a field; lines of one name are joined by a comma (RFC 9110 §5.3).</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">The value, valid until the next change or look-up.</param>
    public abstract bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);

    /// <summary>Replaces every line of the name by one.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    /// <returns>False, and nothing changed, when <see cref="HeaderRules"/> forbid it, there is no head, or it would exceed its bound.</returns>
    public abstract bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Adds one more line. Same rules as <see cref="TrySet"/>.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    public abstract bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>Removes every line of the name; framing fields stay.</summary>
    /// <param name="name">Name in lower case.</param>
    public abstract void Remove(ReadOnlySpan<byte> name);
}
