using System.Text;

namespace EgressPipeline;

/// <summary>Header fields of one message head, as a filter sees them. Valid as long as the <see cref="EgressRequest"/> they came from.</summary>
/// <remarks>
/// Spans point into buffers of the connection: they are valid until the next change of the same head and never after the
/// phase. Reading needs <see cref="FilterCapabilities.ReadsHeaders"/>, changing <see cref="FilterCapabilities.ChangesHeaders"/>.
/// Not thread-safe. Changes allocate nothing in steady state.
/// </remarks>
public readonly struct EgressHeaders
{
    private readonly EgressExchange _exchange;
    private readonly int _epoch;
    private readonly int _slot;
    private readonly bool _ofResponse;

    internal EgressHeaders(EgressExchange exchange, int epoch, int slot, bool ofResponse)
    {
        _exchange = exchange;
        _epoch = epoch;
        _slot = slot;
        _ofResponse = ofResponse;
    }

    /// <summary>Number of header lines; 0 for a response that is not there yet.</summary>
    public int Count => Readable.Count;

    /// <summary>The name of a line as sent.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> NameAt(int index) => Readable.NameAt(index);

    /// <summary>The value of a line.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> ValueAt(int index) => Readable.ValueAt(index);

    /// <summary>The value of a field; lines of one name are joined by a comma (RFC 9110 §5.3).</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">The value, valid until the next change or look-up.</param>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => Readable.TryGet(name, out value);

    /// <summary>True when the head has the field.</summary>
    /// <param name="name">Name in lower case.</param>
    public bool Contains(ReadOnlySpan<byte> name) => Readable.TryGet(name, out _);

    /// <summary>Replaces every line of the name by one, for names and values of the filter's own.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    /// <exception cref="FilterContractException">The host refuses it, see <see cref="TrySet"/>: the request fails in the filter's failure mode.</exception>
    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!TrySet(name, value))
            throw Illegal(name);
    }

    /// <summary>Adds one more line, for names and values of the filter's own.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    /// <exception cref="FilterContractException">The host refuses it, see <see cref="TrySet"/>: the request fails in the filter's failure mode.</exception>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!TryAdd(name, value))
            throw Illegal(name);
    }

    /// <summary>Replaces every line of the name by one, for names and values that come from elsewhere.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    /// <returns>False, and nothing changed, when <see cref="HeaderRules"/> forbid it, the head was sent already, or it would exceed its bound.</returns>
    public bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Changeable.TrySet(name, value);

    /// <summary>Adds one more line. Same rules as <see cref="TrySet"/>.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    public bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Changeable.TryAdd(name, value);

    /// <summary>Removes every line of the name; framing fields stay.</summary>
    /// <param name="name">Name in lower case.</param>
    public void Remove(ReadOnlySpan<byte> name) => Changeable.Remove(name);

    private HeaderCollection Readable
    {
        get
        {
            _exchange.Check(_epoch, _slot);
            _exchange.Demand(FilterCapabilities.ReadsHeaders);
            return _exchange.HeadersOf(_ofResponse);
        }
    }

    private HeaderCollection Changeable
    {
        get
        {
            _exchange.Check(_epoch, _slot);
            _exchange.Demand(FilterCapabilities.ChangesHeaders);
            return _exchange.HeadersOf(_ofResponse);
        }
    }

    private static FilterContractException Illegal(ReadOnlySpan<byte> name) =>
        new(FilterFault.IllegalHeader, $"the header '{Encoding.ASCII.GetString(name)}' cannot be set: its name is no token or belongs to the connection, its value has control characters, or the head is sent or full");
}
