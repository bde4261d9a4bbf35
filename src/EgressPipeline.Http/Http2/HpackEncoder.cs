using System.Buffers;
using System.Text;

namespace EgressPipeline.Http.Http2;

/// <summary>Encodes field blocks (RFC 7541). One per connection and direction.</summary>
/// <remarks>
/// Not thread-safe: blocks must be sent in the order in which they are made. Names are written in lower case whatever
/// their case. Credentials are marked as never to be indexed by anybody (§7.1.3); what changes with every message is not
/// indexed either, so that it does not push out what repeats. Allocates nothing once its buffer has grown to the blocks
/// that are made.
/// </remarks>
public sealed class HpackEncoder(int maxTableBytes = Http2Settings.DefaultHeaderTableSize) : IDisposable
{
    private const int MaxNameOnStack = 128;

    private readonly HpackTable _table = new(maxTableBytes);
    private byte[] _block = [];
    private int _length;
    private int _leastCapacity = int.MaxValue;
    private int _capacity = maxTableBytes;

    /// <summary>The block so far; valid until the next call.</summary>
    public ReadOnlySpan<byte> Block => _block.AsSpan(0, _length);

    /// <summary>Bytes in the dynamic table, by the rule of RFC 7541 §4.1.</summary>
    public int TableSize => _table.Size;

    /// <summary>Takes the peer's SETTINGS_HEADER_TABLE_SIZE; the next block tells it what came of it (§4.2).</summary>
    public void SetPeerTableSize(uint bytes)
    {
        _capacity = (int)Math.Min(bytes, (uint)_table.MaxBytes);
        _leastCapacity = Math.Min(_leastCapacity, _capacity);
    }

    /// <summary>Starts a block.</summary>
    public void Begin()
    {
        _length = 0;
        if (_leastCapacity == int.MaxValue)
            return;
        if (_leastCapacity < _capacity)
            WriteCapacity(_leastCapacity); // it went down and up again: what was evicted in between must be evicted there, too
        if (_capacity != _table.Capacity || _leastCapacity < _capacity)
            WriteCapacity(_capacity);
        _leastCapacity = int.MaxValue;
    }

    /// <summary>Adds a field, whose name may have capital letters.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> onStack = stackalloc byte[MaxNameOnStack];
        if (name.Length <= MaxNameOnStack)
        {
            Ascii.ToLower(name, onStack, out var written);
            if (written == name.Length)
            {
                AddLower(onStack[..written], value);
                return;
            }
        }
        AddLong(name, value);
    }

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        _table.Dispose();
        if (_block.Length > 0)
            ArrayPool<byte>.Shared.Return(_block);
        _block = [];
        _length = 0;
    }

    private void AddLong(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var lower = ArrayPool<byte>.Shared.Rent(name.Length);
        for (var i = 0; i < name.Length; i++)
            lower[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        AddLower(lower.AsSpan(0, name.Length), value);
        ArrayPool<byte>.Shared.Return(lower);
    }

    private void AddLower(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        EnsureRoom(name.Length + value.Length + (3 * HpackInteger.MaxBytes));
        var known = HpackStaticTable.Find(name);
        var indexing = HpackChoice.Of(name, value, _table.Capacity);
        if (indexing == HpackIndexing.Never)
        {
            AddLiteral(0x10, 4, known, name, value);
            return;
        }
        var full = known == 0 ? 0 : HpackStaticTable.FindValue(known, value);
        if (full != 0)
        {
            AddInteger(0x80, 7, full);
            return;
        }
        var nameHash = HpackChoice.Hash(name, 0);
        var fieldHash = HpackChoice.Hash(value, nameHash);
        var age = indexing == HpackIndexing.Keep ? _table.Find(name, value, fieldHash) : -1;
        if (age >= 0)
        {
            AddInteger(0x80, 7, HpackStaticTable.Count + 1 + age);
            return;
        }
        if (known == 0 && (age = _table.FindName(name, nameHash)) >= 0)
            known = HpackStaticTable.Count + 1 + age;
        if (indexing != HpackIndexing.Keep)
        {
            AddLiteral(0x00, 4, known, name, value);
            return;
        }
        AddLiteral(0x40, 6, known, name, value);
        _table.Add(name, value, nameHash, fieldHash);
    }

    private void AddLiteral(byte pattern, int prefixBits, int nameIndex, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        AddInteger(pattern, prefixBits, nameIndex);
        if (nameIndex == 0)
            AddText(name);
        AddText(value);
    }

    private void AddInteger(byte pattern, int prefixBits, int value) =>
        _length += HpackInteger.Write(_block.AsSpan(_length), pattern, prefixBits, value);

    private void AddText(ReadOnlySpan<byte> text)
    {
        var compressed = HpackHuffman.EncodedLength(text);
        if (compressed >= text.Length)
        {
            AddInteger(0, 7, text.Length);
            text.CopyTo(_block.AsSpan(_length));
            _length += text.Length;
            return;
        }
        AddInteger(0x80, 7, compressed);
        _length += HpackHuffman.Encode(text, _block.AsSpan(_length, compressed));
    }

    private void WriteCapacity(int bytes)
    {
        EnsureRoom(HpackInteger.MaxBytes);
        AddInteger(0x20, 5, bytes);
        _table.SetCapacity(bytes);
    }

    private void EnsureRoom(int bytes)
    {
        if (_block.Length - _length >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_block.Length * 2, _length + bytes));
        _block.AsSpan(0, _length).CopyTo(larger);
        if (_block.Length > 0)
            ArrayPool<byte>.Shared.Return(_block);
        _block = larger;
    }
}
