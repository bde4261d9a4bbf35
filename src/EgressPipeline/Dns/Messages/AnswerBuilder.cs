using System.Buffers.Binary;

namespace EgressPipeline.Dns.Messages;

/// <summary>Puts an answer of names and addresses together. Not safe for concurrent use; not for the hot path.</summary>
/// <param name="questionEnd">Where the question ends in messages that the answer will follow.</param>
internal sealed class AnswerBuilder(int questionEnd)
{
    private const int ClassIn = 1;
    private const int PointerBits = 0xC000;

    private readonly List<byte> _records = [];
    private readonly List<int> _ttls = [];
    private int _answers;
    private int _authorities;
    private int _addresses;
    private int _addressSize;
    private int _lifetime = int.MaxValue;

    // Records belong to the name of the question until an alias leads elsewhere.
    private int _owner = DnsHeader.Size;

    /// <summary>The present name is another name for <paramref name="target"/> (wire form), to which what follows belongs.</summary>
    public void AddAlias(ReadOnlySpan<byte> target, int ttl)
    {
        Start(DnsType.Cname, ttl, target.Length);
        _owner = questionEnd + _records.Count;
        _records.AddRange(target);
        _answers++;
    }

    /// <summary>Adds an address, of 4 or 16 bytes; all of one answer are of one family, and nothing follows them.</summary>
    public void AddAddress(ReadOnlySpan<byte> address, int ttl)
    {
        var start = _records.Count;
        Start(address.Length == 4 ? DnsType.A : DnsType.Aaaa, ttl, address.Length);
        _records.AddRange(address);
        _addressSize = _records.Count - start;
        _addresses++;
        _answers++;
    }

    /// <summary>Adds the zone's SOA record, which says how long "there is none" holds (RFC 2308 §3).</summary>
    public void AddAuthority(ReadOnlySpan<byte> zone, ReadOnlySpan<byte> data, int ttl)
    {
        _records.AddRange(zone);
        StartBehindOwner(DnsType.Soa, ttl, data.Length);
        _records.AddRange(data);
        _authorities++;
    }

    /// <param name="code">As the answer says.</param>
    /// <param name="isAuthoritative">True for what this process knows of itself.</param>
    /// <param name="guarded">Addresses left out.</param>
    public DnsAnswer Build(DnsCode code, bool isAuthoritative, int guarded = 0) => new()
    {
        Code = code,
        Records = [.. _records],
        Ttls = [.. _ttls],
        Answers = _answers,
        Authorities = _authorities,
        Addresses = _addresses,
        AddressSize = _addressSize,
        Lifetime = _ttls.Count == 0 ? 0 : _lifetime,
        IsAuthoritative = isAuthoritative,
        Guarded = guarded,
    };

    private void Start(DnsType type, int ttl, int dataLength)
    {
        Add16(PointerBits | _owner);
        StartBehindOwner(type, ttl, dataLength);
    }

    private void StartBehindOwner(DnsType type, int ttl, int dataLength)
    {
        Add16((int)type);
        Add16(ClassIn);
        _ttls.Add(_records.Count);
        _lifetime = Math.Min(_lifetime, ttl);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, ttl);
        _records.AddRange(bytes);
        Add16(dataLength);
    }

    private void Add16(int value)
    {
        _records.Add((byte)(value >> 8));
        _records.Add((byte)value);
    }
}
