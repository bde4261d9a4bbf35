using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Registry;

/// <summary>
/// Says to which kind of network an address belongs. IPv4 addresses that hide in IPv6 forms (mapped, compatible,
/// NAT64, 6to4, Teredo, ISATAP) are taken out first, since the packet ends up there.
/// </summary>
internal static class AddressClassifier
{
    public static AddressClass Classify(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return address.AddressFamily == AddressFamily.InterNetwork && length == 4
            ? ClassifyV4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : ClassifyV6(bytes);
    }

    private static AddressClass ClassifyV4(uint address) => address switch
    {
        0 => AddressClass.Unspecified,
        0xFFFF_FFFF => AddressClass.Broadcast,
        0xA9FE_A9FE or 0xA9FE_AA02 or 0xA9FE_AA17 => AddressClass.Metadata, // 169.254.169.254, 169.254.170.2, 169.254.170.23
        0xA83F_8110 => AddressClass.Metadata, // 168.63.129.16
        0x6464_64C8 => AddressClass.Metadata, // 100.100.100.200
        0xC000_00C0 => AddressClass.Metadata, // 192.0.0.192
        _ when In(address, 0x0000_0000, 8) => AddressClass.Reserved,
        _ when In(address, 0x0A00_0000, 8) => AddressClass.Private,
        _ when In(address, 0x6440_0000, 10) => AddressClass.CarrierGrade,
        _ when In(address, 0x7F00_0000, 8) => AddressClass.Loopback,
        _ when In(address, 0xA9FE_0000, 16) => AddressClass.LinkLocal,
        _ when In(address, 0xAC10_0000, 12) => AddressClass.Private,
        _ when In(address, 0xC000_0000, 24) => AddressClass.Reserved,
        _ when In(address, 0xC000_0200, 24) => AddressClass.Documentation,
        _ when In(address, 0xC058_6300, 24) => AddressClass.Reserved,
        _ when In(address, 0xC0A8_0000, 16) => AddressClass.Private,
        _ when In(address, 0xC612_0000, 15) => AddressClass.Benchmark,
        _ when In(address, 0xC633_6400, 24) => AddressClass.Documentation,
        _ when In(address, 0xCB00_7100, 24) => AddressClass.Documentation,
        _ when In(address, 0xE000_0000, 4) => AddressClass.Multicast,
        _ when In(address, 0xF000_0000, 4) => AddressClass.Reserved,
        _ => AddressClass.Global,
    };

    private static AddressClass ClassifyV6(ReadOnlySpan<byte> bytes)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        if (high == 0 && low <= 1)
            return low == 0 ? AddressClass.Unspecified : AddressClass.Loopback;
        if (high == 0xFD00_0EC2_0000_0000 && low is 0x254 or 0x23)
            return AddressClass.Metadata;
        if (TryUnwrap(high, low, out var embedded))
            return embedded;
        return high switch
        {
            _ when high >> 56 == 0xFF => AddressClass.Multicast,
            _ when high >> 54 == 0xFE80 >> 6 => AddressClass.LinkLocal,
            _ when high >> 54 == 0xFEC0 >> 6 => AddressClass.UniqueLocal,
            _ when high >> 57 == 0xFC >> 1 => AddressClass.UniqueLocal,
            _ when high >> 61 != 1 => AddressClass.Reserved, // only 2000::/3 is given out
            _ when high >> 16 == 0x2001_0002_0000 => AddressClass.Benchmark,
            _ when high >> 32 == 0x2001_0DB8 => AddressClass.Documentation,
            _ when high >> 44 == 0x3FFF0 => AddressClass.Documentation,
            _ when high >> 41 == 0x2001_0000 >> 9 => AddressClass.Reserved, // 2001::/23, protocol assignments
            _ => AddressClass.Global,
        };
    }

    /// <summary>The class of the IPv4 address inside, when this form carries one.</summary>
    private static bool TryUnwrap(ulong high, ulong low, out AddressClass embedded)
    {
        embedded = AddressClass.Global;
        if (high == 0 && low >> 32 is 0 or 0xFFFF) // ::a.b.c.d (compatible), ::ffff:a.b.c.d (mapped)
            embedded = ClassifyV4((uint)low);
        else if (high == 0 && low >> 48 == 0xFFFF && (low >> 32 & 0xFFFF) == 0) // ::ffff:0:a.b.c.d (RFC 2765)
            embedded = ClassifyV4((uint)low);
        else if (high == 0x0064_FF9B_0000_0000 && low >> 32 == 0) // RFC 6052 §2.1
            embedded = ClassifyV4((uint)low);
        else if (high >> 48 == 0x2002) // RFC 3056
            embedded = ClassifyV4((uint)(high >> 16));
        else if (high >> 32 == 0x2001_0000) // RFC 4380: server, and client with inverted bits
            embedded = Worse(ClassifyV4((uint)high), ClassifyV4(~(uint)low));
        else if (low >> 32 is 0x0000_5EFE or 0x0200_5EFE && high >> 61 == 1) // RFC 5214
            embedded = ClassifyV4((uint)low);
        else
            return false;
        return true;
    }

    private static AddressClass Worse(AddressClass server, AddressClass client) =>
        client == AddressClass.Global ? server : client;

    private static bool In(uint address, uint network, int bits) => (address ^ network) >> (32 - bits) == 0;
}
