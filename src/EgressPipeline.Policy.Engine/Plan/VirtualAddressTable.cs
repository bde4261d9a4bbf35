using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>
/// The virtual addresses of a plan, by service and by number. Which number a service prefers depends on its name alone, so
/// that an address that an application remembers survives restarts and reloads. Immutable, safe for concurrent use.
/// </summary>
public sealed class VirtualAddressTable
{
    /// <summary>Services that can have a virtual address. The first and the last address of 240.240.0.0/16 are left out.</summary>
    public const int Capacity = 0xFFFE;

    private const ulong V4Network = 0xFFFF_F0F0_0000;
    private const ulong V6High = 0x2001_0002_0000_0000;
    private const ulong V6Low = 0xF0F0_0000;

    private readonly VirtualAddress[] _byHost;
    private readonly VirtualAddress[] _byNumber;

    private VirtualAddressTable(VirtualAddress[] byHost, VirtualAddress[] byNumber) => (_byHost, _byNumber) = (byHost, byNumber);

    public static VirtualAddressTable Empty { get; } = new([], []);

    /// <summary>Every one, ascending by host.</summary>
    public ReadOnlySpan<VirtualAddress> All => _byHost;

    /// <summary>240.240.0.0/16.</summary>
    public static Cidr V4Range { get; } = new(new IpValue(0, V4Network), 112);

    /// <summary>2001:2::/48.</summary>
    public static Cidr V6Range { get; } = new(new IpValue(V6High, 0), 48);

    /// <summary>Hosts and numbers must each differ.</summary>
    /// <returns>The table, or null when two share a host or a number.</returns>
    public static VirtualAddressTable? TryBuild(IEnumerable<VirtualAddress> addresses)
    {
        VirtualAddress[] byHost = [.. addresses];
        if (byHost.Length == 0)
            return Empty;
        var byNumber = (VirtualAddress[])byHost.Clone();
        Array.Sort(byHost, static (left, right) => left.HostIndex.CompareTo(right.HostIndex));
        Array.Sort(byNumber, static (left, right) => left.Number.CompareTo(right.Number));
        for (var i = 1; i < byHost.Length; i++)
            if (byHost[i].HostIndex == byHost[i - 1].HostIndex || byNumber[i].Number == byNumber[i - 1].Number)
                return null;
        return new VirtualAddressTable(byHost, byNumber);
    }

    /// <summary>True for whatever lies in one of the two ranges, given out or not.</summary>
    public static bool IsVirtual(IpValue address) => V4Range.Contains(address) || V6Range.Contains(address);

    /// <summary>The number that a service of this name asks for at its n-th attempt (0 and up): 1 to <see cref="Capacity"/>.</summary>
    public static int Preferred(string name, int attempt)
    {
        // FNV-1a, then the finaliser of MurmurHash3, so that names that differ in one letter lie apart.
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
            hash = (hash ^ letter) * 1099511628211UL;
        hash += (ulong)attempt * 0x9E3779B97F4A7C15UL;
        hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53UL;
        return (int)((hash ^ hash >> 33) % Capacity) + 1;
    }

    /// <summary>The address of a service, or null.</summary>
    public VirtualAddress? Find(HostPlan host) => Search(_byHost, host.Index, static address => address.HostIndex);

    /// <summary>Whose number this is, or null.</summary>
    public VirtualAddress? FindNumber(int number) => Search(_byNumber, number, static address => address.Number);

    internal static IpValue V4(int number) => new(0, V4Network | (uint)number);

    internal static IpValue V6(int number) => new(V6High, V6Low | (uint)number);

    private static VirtualAddress? Search(VirtualAddress[] addresses, int key, Func<VirtualAddress, int> keyOf)
    {
        var low = 0;
        var high = addresses.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = keyOf(addresses[middle]);
            if (found == key)
                return addresses[middle];
            if (found < key)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }
}
