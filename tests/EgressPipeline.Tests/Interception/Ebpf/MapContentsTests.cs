using System.Buffers.Binary;
using System.Net;
using CsCheck;
using EgressPipeline.Interception.Ebpf;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Tests.Interception.Rules;

namespace EgressPipeline.Tests.Interception.Ebpf;

/// <summary>The maps mean what the rules of the other modes say, rule by rule.</summary>
public sealed class MapContentsTests
{
    private static readonly byte[] NoHash = new byte[32];

    // Few bits, so that ranges hold each other and addresses hit them.
    private static readonly Gen<Cidr> Ranges = Gen.Select(Gen.Bool, Gen.UInt[0, 15], Gen.Int[0, 6]).Select((isV4, bits, length) =>
        isV4 ? Range($"{bits << 4}.0.0.0/{length}") : Range($"{bits:x}000::/{length}"));

    private static readonly Gen<IpValue> Addresses = Gen.Select(Gen.Bool, Gen.UInt[0, 255]).Select((isV4, bits) =>
        Address(isV4 ? $"{bits}.1.2.3" : $"{bits:x}00::5"));

    [Fact]
    public void Ranges_LongestOne_SaysWhatTheRulesInTheirOrderSay() =>
        Gen.Select(Ranges.Array[0, 8], Ranges.Array[0, 8], Addresses).Sample((include, exclude, address) =>
        {
            var options = new InterceptOptions { IncludeCidrs = include, ExcludeCidrs = exclude };
            Assert.Equal(IsInterceptedByRules(options, address), IsInterceptedByMap(options, address));
        });

    [Fact]
    public void Ranges_OwnAddress_IsLeftAloneWhateverIsIncluded()
    {
        var options = new InterceptOptions { IncludeCidrs = [Range("198.51.100.10"), Range("0.0.0.0/0")] };

        Assert.True(IsInterceptedByMap(options, Address("198.51.100.11")));
        Assert.True(IsInterceptedByMap(options, Address("198.51.100.10")));
        Assert.False(IsInterceptedByMap(options, Address("198.51.100.10"), IPAddress.Parse("198.51.100.10")));
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("127.9.9.9"), InlineData("0.0.0.0"), InlineData("::1"), InlineData("::")]
    public void Ranges_Loopback_IsLeftAloneWhateverIsIncluded(string address) =>
        Assert.False(IsInterceptedByMap(new InterceptOptions { IncludeCidrs = [Range("0.0.0.0/0"), Range("::/0"), Range(address)] }, Address(address)));

    [Fact]
    public void Ports_EveryOne_IsThatOfTheOptions()
    {
        var ports = Of(RuleSets.Everything)[MapContents.Ports];
        for (var port = 1; port <= 65535; port++)
            Assert.Equal(RuleSets.Everything.Intercepts(port), (BinaryPrimitives.ReadUInt64LittleEndian(ports[MapContents.Number((uint)port / 64)]) >> port % 64 & 1) != 0);
    }

    [Fact]
    public void Contents_InWords_TellEveryOption()
    {
        var contents = Of(RuleSets.Everything);

        Assert.Equal(["TCP port 80 is intercepted", "TCP port 8000-8004 is intercepted", "TCP port 8007-8010 is intercepted"], MapWords.Of(MapContents.Ports, contents[MapContents.Ports]));
        Assert.Equal(["exempt gid 1337", "exempt uid 1337", "exempt uid 1338"], MapWords.Of(MapContents.Exempt, contents[MapContents.Exempt]).Order());
        Assert.Contains("TCP goes to port 16001", MapWords.Of(MapContents.Settings, contents[MapContents.Settings]));
        Assert.Contains("DNS goes to port 15053", MapWords.Of(MapContents.Settings, contents[MapContents.Settings]));
        Assert.Contains("UDP 443 is left alone", MapWords.Of(MapContents.Settings, contents[MapContents.Settings])); // as TCP 443 is
        Assert.Contains("range 2001:db8::/32 is intercepted", MapWords.Of(MapContents.Ranges, contents[MapContents.Ranges]));
        Assert.Contains("range 203.0.113.7/32 is left alone", MapWords.Of(MapContents.Ranges, contents[MapContents.Ranges]));
    }

    [Fact]
    public void Contents_SizesOfKeysAndValues_AreThoseOfTheMaps()
    {
        var maps = BpfObjectReader.Read(EgressObject.Bytes).Maps;
        Assert.All(Of(RuleSets.Everything), map => Assert.All(map.Value, entry =>
        {
            Assert.Equal(maps[map.Key].KeySize, (uint)entry.Key.Length);
            Assert.Equal(maps[map.Key].ValueSize, (uint)entry.Value.Length);
        }));
    }

    private static IReadOnlyDictionary<string, MapEntries> Of(InterceptOptions options, params IPAddress[] own) => MapContents.Of(options, 7, own, NoHash);

    private static bool IsInterceptedByRules(InterceptOptions options, IpValue address)
    {
        if (Range("127.0.0.0/8").Contains(address) || options.ExcludeCidrs.Any(range => Holds(range, address)))
            return false;
        return options.IncludeCidrs.Count == 0 || options.IncludeCidrs.Any(range => Holds(range, address));
    }

    // A rule of one family never sees a packet of the other.
    private static bool Holds(Cidr range, IpValue address) => InterceptOptions.IsV4(range) == address.IsV4 && range.Contains(address);

    // As the kernel does: the longest range that holds the address, or what addresses without one get.
    private static bool IsInterceptedByMap(InterceptOptions options, IpValue address, params IPAddress[] own)
    {
        var contents = Of(options, own);
        var found = contents[MapContents.Ranges].Where(entry => IsHeld(entry.Key, address)).OrderByDescending(entry => BinaryPrimitives.ReadInt32LittleEndian(entry.Key)).Select(entry => entry.Value).FirstOrDefault();
        return found is null ? contents[MapContents.Settings].Values.Single()[13] == 0 : (found[0] & MapContents.Intercepted) != 0;
    }

    private static bool IsHeld(byte[] key, IpValue address)
    {
        var network = new IpValue(BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(8)), BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(16)));
        return BinaryPrimitives.ReadInt32LittleEndian(key.AsSpan(4)) == (address.IsV4 ? 4 : 6) && new Cidr(network, BinaryPrimitives.ReadInt32LittleEndian(key) - MapContents.FamilyBits).Contains(address);
    }

    private static Cidr Range(string text) => Cidr.TryParse(text, out var range) ? range : throw new ArgumentException(text);

    private static IpValue Address(string text) => IpValue.TryParse(text, out var value) ? value : throw new ArgumentException(text);
}
