using System.Buffers.Binary;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>What the maps hold, in words for the operator: one line an entry, and runs of ports as ranges.</summary>
internal static class MapWords
{
    private const int V6 = 6;

    public static IEnumerable<string> Of(string map, MapEntries entries) => map switch
    {
        MapContents.Settings => entries.Values.SelectMany(OfSettings),
        MapContents.Exempt => entries.Keys.Select(OfOwner),
        MapContents.Ports => OfPorts(entries),
        // Addresses of the pod's own come and go, and say nothing of what was asked for.
        MapContents.Ranges => entries.Where(entry => (entry.Value[0] & MapContents.OwnAddress) == 0).Select(entry => OfRange(entry.Key, entry.Value)),
        _ => [],
    };

    private static IEnumerable<string> OfSettings(byte[] settings)
    {
        if (settings.Length != MapContents.SettingsSize)
            yield break;
        yield return $"network namespace {BinaryPrimitives.ReadUInt64LittleEndian(settings)}";
        yield return $"TCP goes to port {BinaryPrimitives.ReadUInt16BigEndian(settings.AsSpan(8))}";
        var dns = BinaryPrimitives.ReadUInt16BigEndian(settings.AsSpan(10));
        yield return dns == 0 ? "DNS is left alone" : $"DNS goes to port {dns}";
        yield return settings[12] == 0 ? "UDP 443 is left alone" : "UDP 443 is refused where TCP is intercepted";
        yield return settings[13] == 0 ? "addresses without a range are intercepted" : "addresses without a range are left alone";
        yield return $"object file {Convert.ToHexStringLower(settings.AsSpan(16))}";
    }

    private static string OfOwner(byte[] key) =>
        $"exempt {(BinaryPrimitives.ReadUInt32LittleEndian(key) == 0 ? "uid" : "gid")} {BinaryPrimitives.ReadUInt32LittleEndian(key.AsSpan(4))}";

    private static IEnumerable<string> OfPorts(MapEntries entries)
    {
        var first = 0;
        for (var port = 1; port <= ushort.MaxValue + 1; port++)
        {
            var isIntercepted = port <= ushort.MaxValue
                && entries.TryGetValue(MapContents.Number((uint)port / 64), out var word) && (BinaryPrimitives.ReadUInt64LittleEndian(word) >> port % 64 & 1) != 0;
            if (isIntercepted && first == 0)
                first = port;
            if (isIntercepted || first == 0)
                continue;
            yield return $"TCP port {new Rules.PortRange(first, port - 1)} is intercepted";
            first = 0;
        }
    }

    private static string OfRange(byte[] key, byte[] value)
    {
        var network = new IpValue(BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(8)), BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(16)));
        var length = BinaryPrimitives.ReadInt32LittleEndian(key) - MapContents.FamilyBits;
        var isV6 = BinaryPrimitives.ReadInt32LittleEndian(key.AsSpan(4)) == V6;
        var text = isV6 ? $"{(network.IsNone ? "::" : network)}/{length}" : new Cidr(network, length).ToString();
        return $"range {text} is {((value[0] & MapContents.Intercepted) != 0 ? "intercepted" : "left alone")}";
    }
}
