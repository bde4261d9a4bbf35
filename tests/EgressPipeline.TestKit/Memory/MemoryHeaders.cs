using System.Text;

namespace EgressPipeline.TestKit;

/// <summary>The head of a message in memory. Keeps the host's rules (<see cref="HeaderRules"/>, a bound), and costs no allocation to change.</summary>
/// <remarks>Text is Latin-1, byte for byte. Not thread-safe.</remarks>
public sealed class MemoryHeaders : HeaderCollection
{
    private const int MaxLines = 128;
    private const int MaxBytes = 256 * 1024;
    private readonly byte[] _bytes = new byte[MaxBytes];
    private readonly (Range Name, Range Value)[] _lines = new (Range, Range)[MaxLines];
    private int _used;
    private int _count;

    /// <summary>Most bytes that a filter may set or add at once; what is more is refused as by a full head. 64 KiB unless set.</summary>
    public int Room { get; set; } = 64 * 1024;

    /// <summary>True once the head was sent: a filter can only read it.</summary>
    public bool IsSealed { get; set; }

    /// <inheritdoc />
    public override int Count => _count;

    /// <summary>The values of a field joined by ", ", or null when it is absent; setting appends or replaces as a peer does, null removes.</summary>
    /// <param name="name">Compares without case.</param>
    public string? this[string name]
    {
        get => All(name) is { Length: > 0 } values ? string.Join(", ", values) : null;
        set
        {
            Drop(Encoding.Latin1.GetBytes(name));
            if (value is not null)
                Append(name, value);
        }
    }

    /// <inheritdoc />
    public override ReadOnlySpan<byte> NameAt(int index) => _bytes.AsSpan(_lines[index].Name);

    /// <inheritdoc />
    public override ReadOnlySpan<byte> ValueAt(int index) => _bytes.AsSpan(_lines[index].Value);

    /// <inheritdoc />
    public override bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var found = 0;
        for (var i = 0; i < _count; i++)
            if (Ascii.EqualsIgnoreCase(NameAt(i), name))
                value = found++ == 0 ? ValueAt(i) : (byte[])[.. value, .. ", "u8, .. ValueAt(i)];
        return found > 0;
    }

    /// <inheritdoc />
    public override bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!IsAllowed(name, value))
            return false;
        Drop(name);
        Append(name, value);
        return true;
    }

    /// <inheritdoc />
    public override bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!IsAllowed(name, value))
            return false;
        Append(name, value);
        return true;
    }

    /// <inheritdoc />
    public override void Remove(ReadOnlySpan<byte> name)
    {
        if (!HeaderRules.IsFraming(name) && !IsSealed)
            Drop(name);
    }

    /// <summary>Adds a line as a peer sends it: no rule holds, 128 lines and 256 KiB at most.</summary>
    /// <param name="name">In any spelling.</param>
    /// <param name="value">Value.</param>
    public void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_used + name.Length + value.Length > MaxBytes)
        {
            name = name.ToArray(); // both may lie in what moves
            value = value.ToArray();
            Compact();
        }
        if (_count == MaxLines)
            throw new InvalidOperationException($"a head in memory has at most {MaxLines} lines");
        var start = _used;
        name.CopyTo(_bytes.AsSpan(start));
        value.CopyTo(_bytes.AsSpan(start + name.Length));
        _used += name.Length + value.Length;
        _lines[_count++] = (start..(start + name.Length), (start + name.Length).._used);
    }

    /// <inheritdoc cref="Append(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Append(string name, string value) => Append(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));

    /// <summary>Every value of a name, in their order.</summary>
    /// <param name="name">Compares without case.</param>
    public string[] All(string name) => [.. Enumerable.Range(0, _count)
        .Where(i => Text(NameAt(i)).Equals(name, StringComparison.OrdinalIgnoreCase)).Select(i => Text(ValueAt(i)))];

    /// <summary>Empties the head.</summary>
    public void Clear() => _count = _used = 0;

    /// <summary>The lines as sent, each with a line feed.</summary>
    public override string ToString() => string.Concat(Enumerable.Range(0, _count).Select(i => $"{Text(NameAt(i))}: {Text(ValueAt(i))}\n"));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private bool IsAllowed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        !IsSealed && HeaderRules.IsAllowed(name, value) && name.Length + value.Length <= Room && _count < MaxLines;

    private void Drop(ReadOnlySpan<byte> name)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
            if (!Ascii.EqualsIgnoreCase(NameAt(i), name))
                _lines[kept++] = _lines[i];
        _count = kept;
    }

    /// <summary>Takes back the room of lines that are gone: a test may set a header any number of times.</summary>
    private void Compact()
    {
        var old = _bytes.AsSpan(0, _used).ToArray();
        _used = 0;
        for (var i = 0; i < _count; i++)
        {
            var (name, value) = _lines[i];
            var start = _used;
            old.AsSpan(name).CopyTo(_bytes.AsSpan(start));
            _used += old.AsSpan(name).Length;
            var middle = _used;
            old.AsSpan(value).CopyTo(_bytes.AsSpan(middle));
            _used += old.AsSpan(value).Length;
            _lines[i] = (start..middle, middle.._used);
        }
    }
}
