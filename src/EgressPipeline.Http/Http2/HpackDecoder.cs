using System.Buffers;

namespace EgressPipeline.Http.Http2;

/// <summary>Decodes field blocks (RFC 7541). One per connection and direction.</summary>
/// <remarks>
/// Not thread-safe. A block beyond the list limits is still followed to its end, so that the table stays that of the
/// peer, but its further fields are not handed out. Allocates nothing once its buffers have grown to the blocks that come.
/// </remarks>
public sealed class HpackDecoder(HpackLimits limits) : IDisposable
{
    private const int FieldOverhead = 32;

    private readonly HpackTable _table = new(limits.MaxTableBytes);
    private byte[] _name = [];
    private byte[] _value = [];
    private int _listBytes;
    private int _fields;

    /// <summary>Bytes in the dynamic table, by the rule of RFC 7541 §4.1.</summary>
    public int TableSize => _table.Size;

    /// <summary>Decodes one whole block.</summary>
    /// <param name="block">The fragments of HEADERS and CONTINUATION, put together.</param>
    /// <param name="sink">Takes the fields.</param>
    /// <returns>The first thing that is wrong; see <see cref="HpackError"/> for what may follow.</returns>
    public HpackError Decode<TSink>(ReadOnlySpan<byte> block, ref TSink sink)
        where TSink : IHpackSink, allows ref struct
    {
        _listBytes = _fields = 0;
        var result = HpackError.None;
        while (!block.IsEmpty)
        {
            var error = (block[0] & 0xe0) == 0x20 ? ResizeTable(ref block) : DecodeField(ref block, ref sink);
            if (error is not (HpackError.None or HpackError.ListTooLarge or HpackError.TooManyFields))
                return error;
            result = result == HpackError.None ? error : result;
        }
        return result;
    }

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        _table.Dispose();
        Return(ref _name);
        Return(ref _value);
    }

    // RFC 7541 §6.3, and §4.2: only before the fields of a block.
    private HpackError ResizeTable(scoped ref ReadOnlySpan<byte> block)
    {
        if (_fields > 0)
            return HpackError.MisplacedTableSize;
        var error = HpackInteger.TryRead(ref block, prefixBits: 5, out var size);
        if (error != HpackError.None)
            return error;
        if (size > limits.MaxTableBytes)
            return HpackError.TableSizeTooLarge;
        _table.SetCapacity(size);
        return HpackError.None;
    }

    private HpackError DecodeField<TSink>(scoped ref ReadOnlySpan<byte> block, ref TSink sink)
        where TSink : IHpackSink, allows ref struct
    {
        // §6.1 is 1xxxxxxx, §6.2.1 01xxxxxx, §6.2.2 0000xxxx and §6.2.3 0001xxxx.
        var first = block[0];
        var isIndexed = (first & 0x80) != 0;
        var isKept = (first & 0xc0) == 0x40;
        var error = HpackInteger.TryRead(ref block, isIndexed ? 7 : isKept ? 6 : 4, out var index);
        if (error != HpackError.None)
            return error;
        if (index > HpackStaticTable.Count + _table.Count || (isIndexed && index == 0))
            return HpackError.BadIndex;
        if (isIndexed)
            return Give(NameOf(index), ValueOf(index), ref sink);

        var name = index == 0 ? default : NameOf(index);
        if (index == 0 && (error = TryReadText(ref block, ref _name, out name)) != HpackError.None)
            return error;
        if ((error = TryReadText(ref block, ref _value, out var value)) != HpackError.None)
            return error;
        error = Give(name, value, ref sink);
        if (!isKept)
            return error;
        if (index > HpackStaticTable.Count)
            name = CopyOf(name); // it lies in the table, where adding may move or evict it (§4.4)
        _table.Add(name, value);
        return error;
    }

    private HpackError Give<TSink>(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value, ref TSink sink)
        where TSink : IHpackSink, allows ref struct
    {
        if (_listBytes > limits.MaxListBytes - FieldOverhead - name.Length - value.Length)
        {
            _listBytes = limits.MaxListBytes;
            _fields = Math.Max(_fields, 1);
            return HpackError.ListTooLarge;
        }
        if (_fields >= limits.MaxFields)
        {
            _listBytes = limits.MaxListBytes;
            return HpackError.TooManyFields;
        }
        _listBytes += name.Length + value.Length + FieldOverhead;
        _fields++;
        sink.Take(name, value);
        return HpackError.None;
    }

    private ReadOnlySpan<byte> NameOf(int index) =>
        index <= HpackStaticTable.Count ? HpackStaticTable.Name(index) : _table.Name(index - HpackStaticTable.Count - 1);

    private ReadOnlySpan<byte> ValueOf(int index) =>
        index <= HpackStaticTable.Count ? HpackStaticTable.Value(index) : _table.Value(index - HpackStaticTable.Count - 1);

    // §5.2. A text that is not compressed stays where it is.
    private static HpackError TryReadText(scoped ref ReadOnlySpan<byte> block, scoped ref byte[] buffer, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (block.IsEmpty)
            return HpackError.Truncated;
        var isCompressed = (block[0] & 0x80) != 0;
        var error = HpackInteger.TryRead(ref block, prefixBits: 7, out var length);
        if (error != HpackError.None)
            return error;
        if (length > block.Length)
            return HpackError.Truncated;
        text = block[..length];
        block = block[length..];
        if (!isCompressed)
            return HpackError.None;
        EnsureRoom(ref buffer, HpackHuffman.MaxDecoded(length));
        if (!HpackHuffman.TryDecode(text, buffer, out var written))
            return HpackError.BadHuffman;
        text = buffer.AsSpan(0, written);
        return HpackError.None;
    }

    private ReadOnlySpan<byte> CopyOf(ReadOnlySpan<byte> name)
    {
        EnsureRoom(ref _name, name.Length);
        name.CopyTo(_name);
        return _name.AsSpan(0, name.Length);
    }

    // Bounded by the block, which its assembler bounds.
    private static void EnsureRoom(ref byte[] buffer, int bytes)
    {
        if (buffer.Length >= bytes)
            return;
        Return(ref buffer);
        buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
