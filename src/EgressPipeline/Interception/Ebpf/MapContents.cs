using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>What the options are in the maps that the programs read; their form is that of the structures in egress.bpf.c.</summary>
internal static class MapContents
{
    public const string Settings = "settings", Exempt = "exempt", Ports = "ports", Ranges = "ranges", Dialled = "dialled", Sources = "sources";

    /// <summary>Bits of a range's value.</summary>
    public const byte Intercepted = 1, OwnAddress = 2;

    /// <summary>Bytes of the settings.</summary>
    public const int SettingsSize = 48;

    /// <summary>Bits of a range's key ahead of its address.</summary>
    public const int FamilyBits = 32;

    /// <summary>More entries of one map are not read: no map has them.</summary>
    public const int MaxEntries = 2048;

    private const int PortsInAnEntry = 64;
    private const int PortEntries = 65536 / PortsInAnEntry;

    // Linux connects the unspecified address to loopback.
    private static readonly Cidr[] Loopback = [Range("127.0.0.0/8"), Range("0.0.0.0/32"), Range("::1/128"), Range("::/128")];

    /// <summary>Maps that hold what is going on rather than what was asked for.</summary>
    public static bool IsState(string map) => map is Dialled or Sources;

    /// <param name="options">What to intercept.</param>
    /// <param name="netns">The cookie of the network namespace.</param>
    /// <param name="own">Addresses of its interfaces.</param>
    /// <param name="objectHash">SHA-256 of the object file.</param>
    public static IReadOnlyDictionary<string, MapEntries> Of(InterceptOptions options, ulong netns, IEnumerable<IPAddress> own, ReadOnlySpan<byte> objectHash) => new Dictionary<string, MapEntries>
    {
        [Settings] = new() { [Number(0)] = SettingsOf(options, netns, objectHash) },
        [Exempt] = ExemptOf(options),
        [Ports] = PortsOf(options),
        [Ranges] = RangesOf(options, own),
    };

    public static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] SettingsOf(InterceptOptions options, ulong netns, ReadOnlySpan<byte> objectHash)
    {
        var bytes = new byte[SettingsSize];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, netns);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), (ushort)options.OutboundPort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), (ushort)(options.DnsPort ?? 0));
        bytes[12] = options.RefusesQuicHere ? (byte)1 : (byte)0;
        bytes[13] = options.IncludeCidrs.Count > 0 ? (byte)1 : (byte)0;
        objectHash.CopyTo(bytes.AsSpan(16));
        return bytes;
    }

    private static MapEntries ExemptOf(InterceptOptions options)
    {
        var entries = new MapEntries();
        foreach (var uid in options.ExemptUids)
            entries[[.. Number(0), .. Number(uid)]] = Number(1);
        foreach (var gid in options.ExemptGids)
            entries[[.. Number(1), .. Number(gid)]] = Number(1);
        return entries;
    }

    private static MapEntries PortsOf(InterceptOptions options)
    {
        var words = new ulong[PortEntries];
        for (var port = 1; port < 65536; port++)
            if (options.Intercepts(port))
                words[port / PortsInAnEntry] |= 1UL << port % PortsInAnEntry;
        var entries = new MapEntries();
        for (var i = 0; i < words.Length; i++)
            entries[Number((uint)i)] = MemoryMarshal.AsBytes(words.AsSpan(i, 1)).ToArray();
        return entries;
    }

    // The kernel finds the longest range that holds an address, so each range must say what all that hold it add up to.
    private static MapEntries RangesOf(InterceptOptions options, IEnumerable<IPAddress> own)
    {
        Cidr[] left = [.. Loopback, .. options.ExcludeCidrs];
        var entries = new MapEntries();
        foreach (var range in left.Concat(options.IncludeCidrs))
            entries[Key(range)] = Number(left.Any(wider => Covers(wider, range)) ? 0u : Intercepted);
        foreach (var address in own)
            entries[Key(new Cidr(IpValue.From(address), 128))] = Number(OwnAddress);
        return entries;
    }

    private static bool Covers(Cidr wider, Cidr range) =>
        InterceptOptions.IsV4(wider) == InterceptOptions.IsV4(range) && wider.PrefixLength <= range.PrefixLength && wider.Contains(range.Network);

    private static byte[] Key(Cidr range)
    {
        var key = new byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(key, FamilyBits + range.PrefixLength);
        BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(4), InterceptOptions.IsV4(range) ? 4 : 6);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(8), range.Network.High);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(16), range.Network.Low);
        return key;
    }

    private static Cidr Range(string text) => Cidr.TryParse(text, out var range) ? range : throw new FormatException(text);
}
