using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>Where the programs are attached, what they are concerned with, and where they are pinned.</summary>
/// <param name="Cgroup">Folder of the cgroup.</param>
/// <param name="Netns">The kernel's cookie of this network namespace; no other will have it until the next start of the machine.</param>
/// <param name="PinFolder">Where pins of this network namespace are: a folder an application of the rules.</param>
internal sealed record EbpfPlace(string Cgroup, ulong Netns, string PinFolder)
{
    private const string OwnFolder = "egress_pipeline";
    private const string FirstCgroupNamespace = "cgroup:[4026531835]"; // PROC_CGROUP_INIT_INO
    private const int SolSocket = 1, SoNetnsCookie = 71;

    /// <exception cref="BpfException">There is no such cgroup, or the kernel is too old.</exception>
    public static EbpfPlace Of(InterceptOptions options) => OfNetns(options.BpfFolder) with { Cgroup = CgroupOf(options) };

    /// <summary>Only what is needed for finding pins.</summary>
    public static EbpfPlace OfNetns(string bpfFolder)
    {
        var netns = ReadNetns();
        return new EbpfPlace("", netns, Path.Combine(bpfFolder, OwnFolder, netns.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>False where nothing of ours was ever pinned, which an old kernel can answer as well.</summary>
    public static bool MayHavePins(string bpfFolder) => Directory.Exists(Path.Combine(bpfFolder, OwnFolder));

    /// <summary>Addresses of this network namespace's interfaces; what goes there does not leave.</summary>
    public static IEnumerable<IPAddress> OwnAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(link => link.GetIPProperties().UnicastAddresses).Select(address => address.Address);

    private static string CgroupOf(InterceptOptions options)
    {
        if (options.Cgroup.Length > 0)
            return KernelFiles.IsCgroup(options.Cgroup) ? options.Cgroup : throw new BpfException($"{options.Cgroup} is no cgroup (of the second version), or none that this process may see");
        // In a namespace of its own a container sees its own cgroup as the whole tree, and not the application's.
        if (File.ResolveLinkTarget("/proc/self/ns/cgroup", returnFinalTarget: false)?.Name != FirstCgroupNamespace)
            throw new BpfException("this process sees no cgroup but its own; mount the node's, and name the pod's with --cgroup (of egress run: --intercept-cgroup)");
        return MountTable.Cgroup2() ?? throw new BpfException("no cgroup2 file system is mounted here; mount one, and name it or a folder of it with --cgroup (of egress run: --intercept-cgroup)");
    }

    private static ulong ReadNetns()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        ulong cookie = 0;
        return SocketOption.TryGet(socket, SolSocket, SoNetnsCookie, MemoryMarshal.AsBytes(new Span<ulong>(ref cookie)))
            ? cookie
            : throw new BpfException("this kernel is too old for eBPF interception; it takes Linux 5.15");
    }
}
