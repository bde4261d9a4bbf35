using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using EgressPipeline.Interception.Applying;
using Microsoft.Win32.SafeHandles;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>Finds programs that another process holds, by what is attached to a cgroup and the maps that it uses.</summary>
internal static unsafe class ProgramSearch
{
    private const int ProgramInfoSize = 80, MapCountOffset = 52, MapIdsOffset = 56, ProgramNameOffset = 64; // struct bpf_prog_info
    private const int MapInfoSize = 40, MapNameOffset = 24; // struct bpf_map_info
    private const int NameSize = 16, MaxMaps = 64;
    private const string Prefix = "egress_";

    /// <summary>Opens the maps of the programs that concern a network namespace.</summary>
    /// <returns>Programs that should be there and are not.</returns>
    /// <exception cref="BpfException">There are none, or they may not be looked at.</exception>
    public static IReadOnlyList<string> Run(string cgroup, ulong netns, Dictionary<string, SafeFileHandle> maps)
    {
        if (!ProcessCapabilities.ReadOwn().Has(ProcessCapabilities.SysAdmin))
            throw new BpfException("no programs are pinned for this network namespace, and those that a process may hold can be looked at with SYS_ADMIN only");
        using var folder = KernelFiles.OpenFolder(cgroup);
        var missing = new List<string>();
        foreach (var kind in BpfProgramKind.All)
            if (!Bpf.Query(folder, kind.AttachType).Any(id => TryOpen(id, kind, netns, maps)))
                missing.Add($"missing: the program {kind.Section}");
        return missing.Count < BpfProgramKind.All.Count ? missing : throw new BpfException("no programs are attached for this network namespace");
    }

    private static bool TryOpen(uint id, BpfProgramKind kind, ulong netns, Dictionary<string, SafeFileHandle> maps)
    {
        var info = new byte[ProgramInfoSize];
        var ids = new uint[MaxMaps];
        using var program = Bpf.OpenProgram(id);
        fixed (uint* at = ids)
        {
            BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(MapCountOffset), ids.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(info.AsSpan(MapIdsOffset), (ulong)at);
            Bpf.Info(program, info);
        }
        if (Text(info.AsSpan(ProgramNameOffset, NameSize)) != kind.Name)
            return false;
        var opened = ids.Take(BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(MapCountOffset))).Select(Bpf.OpenMap).ToDictionary(NameOf);
        var isOurs = opened.TryGetValue(MapContents.Settings, out var settings) && NetnsOf(settings) == netns;
        foreach (var (name, map) in opened)
            if (!isOurs || !maps.TryAdd(name, map))
                map.Dispose();
        return isOurs;
    }

    private static ulong NetnsOf(SafeFileHandle settings)
    {
        Span<byte> value = stackalloc byte[MapContents.SettingsSize];
        return Bpf.TryLookup(settings, MapContents.Number(0), value) ? MemoryMarshal.Read<ulong>(value) : 0;
    }

    private static string NameOf(SafeFileHandle map)
    {
        var info = new byte[MapInfoSize];
        Bpf.Info(map, info);
        var name = Text(info.AsSpan(MapNameOffset, NameSize));
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name).TrimEnd('\0');
}
