using System.Text;
using EgressPipeline;

namespace CredentialInjection.Tests.Support;

/// <summary>A head in memory that keeps the host's rules, and that costs no allocation to change.</summary>
internal sealed class FakeHeaders : HeaderCollection
{
    private readonly byte[] _bytes = new byte[256 * 1024];
    private readonly (Range Name, Range Value)[] _lines = new (Range, Range)[128];
    private int _used;
    private int _count;

    /// <summary>Most bytes that may still be added.</summary>
    public int Room { get; set; } = 64 * 1024;

    public override int Count => _count;

    public override ReadOnlySpan<byte> NameAt(int index) => _bytes.AsSpan(_lines[index].Name);

    public override ReadOnlySpan<byte> ValueAt(int index) => _bytes.AsSpan(_lines[index].Value);

    public override bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var found = 0;
        for (var i = 0; i < _count; i++)
            if (Ascii.EqualsIgnoreCase(NameAt(i), name))
                value = found++ == 0 ? ValueAt(i) : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(value) + ", " + Encoding.Latin1.GetString(ValueAt(i)));
        return found > 0;
    }

    public override bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!HeaderRules.IsAllowed(name, value) || name.Length + value.Length > Room)
            return false;
        Remove(name);
        Append(name, value);
        return true;
    }

    public override bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!HeaderRules.IsAllowed(name, value) || name.Length + value.Length > Room)
            return false;
        Append(name, value);
        return true;
    }

    public override void Remove(ReadOnlySpan<byte> name)
    {
        if (HeaderRules.IsFraming(name))
            return;
        var kept = 0;
        for (var i = 0; i < _count; i++)
            if (!Ascii.EqualsIgnoreCase(NameAt(i), name))
                _lines[kept++] = _lines[i];
        _count = kept;
    }

    /// <summary>Adds a line as a peer sends it: no rule holds.</summary>
    public void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var start = _used;
        name.CopyTo(_bytes.AsSpan(start));
        value.CopyTo(_bytes.AsSpan(start + name.Length));
        _used += name.Length + value.Length;
        _lines[_count++] = (start..(start + name.Length), (start + name.Length).._used);
    }

    /// <summary>Every value of a name, in their order.</summary>
    public string[] All(string name) => [.. Enumerable.Range(0, _count)
        .Where(i => Encoding.Latin1.GetString(NameAt(i)).Equals(name, StringComparison.OrdinalIgnoreCase)).Select(i => Encoding.Latin1.GetString(ValueAt(i)))];

    /// <summary>Empties the head.</summary>
    public void Clear() => _count = _used = 0;

    public override string ToString() => string.Concat(Enumerable.Range(0, _count).Select(i => $"{Encoding.Latin1.GetString(NameAt(i))}: {Encoding.Latin1.GetString(ValueAt(i))}\n"));
}
