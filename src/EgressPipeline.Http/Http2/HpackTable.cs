using System.Buffers;

namespace EgressPipeline.Http.Http2;

/// <summary>
/// The dynamic table of one direction (RFC 7541 §2.3.2): entries in a ring, their texts one behind the other in a window
/// that moves through a buffer of twice the size and is moved to its front when it arrives at the end. So every text is
/// one piece, and adding costs a constant number of copies.
/// </summary>
/// <remarks>Not thread-safe. The buffer is rented with the first entry; <see cref="Dispose"/> returns it.</remarks>
internal sealed class HpackTable : IDisposable
{
    private const int EntryOverhead = 32;

    private byte[] _texts = [];
    private int _textStart;
    private int _textEnd;
    private Entry[] _entries = [];
    private uint[] _fieldHashes = [];
    private uint[] _nameHashes = [];
    private int _oldest;

    public HpackTable(int maxBytes) => Capacity = MaxBytes = maxBytes;

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes by the rule of RFC 7541 §4.1.</summary>
    public int Size { get; private set; }

    /// <summary>The bound that is in force now.</summary>
    public int Capacity { get; private set; }

    /// <summary>The highest bound that may ever be set.</summary>
    public int MaxBytes { get; }

    /// <summary>Sets the bound, 0 to <see cref="MaxBytes"/>, and evicts what is above it.</summary>
    public void SetCapacity(int bytes)
    {
        Capacity = bytes;
        EvictDownTo(bytes);
    }

    /// <summary>The name of an entry; 0 is the newest.</summary>
    public ReadOnlySpan<byte> Name(int age)
    {
        ref readonly var entry = ref _entries[SlotOf(age)];
        return _texts.AsSpan(entry.Start, entry.NameLength);
    }

    /// <summary>The value of an entry; 0 is the newest.</summary>
    public ReadOnlySpan<byte> Value(int age)
    {
        ref readonly var entry = ref _entries[SlotOf(age)];
        return _texts.AsSpan(entry.Start + entry.NameLength, entry.ValueLength);
    }

    /// <summary>Adds an entry and evicts the oldest ones for it; one that is larger than the table empties it (§4.4).</summary>
    /// <param name="name">Its name, which must not lie in this table.</param>
    /// <param name="value">Its value, likewise.</param>
    /// <param name="nameHash">For <see cref="Find"/>; anything where nobody looks.</param>
    /// <param name="fieldHash">The same of name and value together.</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint nameHash = 0, uint fieldHash = 0)
    {
        var size = (long)name.Length + value.Length + EntryOverhead;
        EvictDownTo((int)Math.Max(0, Capacity - size));
        if (size > Capacity)
            return;
        MakeRoom(name.Length + value.Length);
        var slot = (_oldest + Count) % _entries.Length;
        _entries[slot] = new Entry(_textEnd, name.Length, value.Length);
        _nameHashes[slot] = nameHash;
        _fieldHashes[slot] = fieldHash;
        name.CopyTo(_texts.AsSpan(_textEnd));
        value.CopyTo(_texts.AsSpan(_textEnd + name.Length));
        _textEnd += name.Length + value.Length;
        Size += (int)size;
        Count++;
    }

    /// <summary>The age of an entry with this field, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint fieldHash)
    {
        var slot = FindSlot(_fieldHashes, fieldHash);
        if (slot < 0)
            return -1;
        var age = AgeOf(slot);
        return Name(age).SequenceEqual(name) && Value(age).SequenceEqual(value) ? age : -1;
    }

    /// <summary>The age of an entry with this name, or -1.</summary>
    public int FindName(ReadOnlySpan<byte> name, uint nameHash)
    {
        var slot = FindSlot(_nameHashes, nameHash);
        if (slot < 0)
            return -1;
        var age = AgeOf(slot);
        return Name(age).SequenceEqual(name) ? age : -1;
    }

    public void Dispose()
    {
        if (_texts.Length > 0)
            ArrayPool<byte>.Shared.Return(_texts);
        _texts = [];
        EvictDownTo(0);
        Capacity = 0;
    }

    // Hashes of entries that are gone are wiped, so the ring is searched as one piece, at the speed of vectors. Two
    // fields with one hash hide each other: the block gets longer, never wrong.
    private static int FindSlot(uint[] hashes, uint hash) => hash == 0 ? -1 : Array.IndexOf(hashes, hash);

    private int SlotOf(int age) => (_oldest + Count - 1 - age) % _entries.Length;

    private int AgeOf(int slot) => (_oldest + Count - 1 - slot + _entries.Length) % _entries.Length;

    private void EvictDownTo(int bytes)
    {
        while (Size > bytes)
        {
            ref readonly var entry = ref _entries[_oldest];
            var length = entry.NameLength + entry.ValueLength;
            Size -= length + EntryOverhead;
            _textStart += length;
            _nameHashes[_oldest] = _fieldHashes[_oldest] = 0;
            _oldest = (_oldest + 1) % _entries.Length;
            Count--;
        }
    }

    private void MakeRoom(int bytes)
    {
        if (_texts.Length == 0)
        {
            _texts = ArrayPool<byte>.Shared.Rent(MaxBytes * 2);
            _entries = new Entry[(MaxBytes / EntryOverhead) + 1];
            _fieldHashes = new uint[_entries.Length];
            _nameHashes = new uint[_entries.Length];
        }
        if (_texts.Length - _textEnd >= bytes)
            return;
        _texts.AsSpan(_textStart, _textEnd - _textStart).CopyTo(_texts);
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref _entries[(_oldest + i) % _entries.Length];
            entry = entry with { Start = entry.Start - _textStart };
        }
        _textEnd -= _textStart;
        _textStart = 0;
    }

    private readonly record struct Entry(int Start, int NameLength, int ValueLength);
}
