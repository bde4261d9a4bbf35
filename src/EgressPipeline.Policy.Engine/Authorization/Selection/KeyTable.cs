using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>Numbers byte strings from 1 in the order in which they are added; open addressing, at most half full.</summary>
internal sealed class KeyTable
{
    private byte[]?[] _keys = new byte[]?[16];
    private int[] _numbers = new int[16];

    public int Count { get; private set; }

    /// <summary>The number of a key, which is a new one for a new key.</summary>
    public int Add(byte[] key)
    {
        if (Find(key) is > 0 and var number)
            return number;
        if (2 * (Count + 1) > _keys.Length)
            Grow();
        Place(key, ++Count);
        return Count;
    }

    /// <summary>The number of a key, or 0. 0 bytes are allocated.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        var keys = _keys;
        for (var i = Start(key); ; i++)
        {
            var at = i & (keys.Length - 1);
            if (keys[at] is not { } candidate)
                return 0;
            if (key.SequenceEqual(candidate))
                return _numbers[at];
        }
    }

    private void Grow()
    {
        var (keys, numbers) = (_keys, _numbers);
        _keys = new byte[]?[2 * keys.Length];
        _numbers = new int[2 * keys.Length];
        for (var i = 0; i < keys.Length; i++)
            if (keys[i] is { } key)
                Place(key, numbers[i]);
    }

    private void Place(byte[] key, int number)
    {
        var at = Start(key) & (_keys.Length - 1);
        while (_keys[at] is not null)
            at = (at + 1) & (_keys.Length - 1);
        _keys[at] = key;
        _numbers[at] = number;
    }

    private static int Start(ReadOnlySpan<byte> key) => (int)HostHash.Hash(key, 0) & int.MaxValue / 2;
}
