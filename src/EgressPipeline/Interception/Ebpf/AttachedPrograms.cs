using System.Buffers.Binary;
using EgressPipeline.Interception.Applying;
using Microsoft.Win32.SafeHandles;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>
/// The programs attached to a cgroup, and their maps, as handles: attached as long as these are open or pinned. Not for
/// concurrent use.
/// </summary>
internal sealed class AttachedPrograms : IDisposable
{
    private const int LinkInfoSize = 64, CgroupIdOffset = 16, AttachTypeOffset = 24;

    private readonly Dictionary<string, SafeFileHandle> _maps = [];
    private readonly Dictionary<BpfProgramKind, SafeFileHandle> _links = [];

    /// <summary>Loads and attaches everything, or nothing.</summary>
    /// <param name="contents">What the maps hold.</param>
    /// <param name="cgroup">Its folder.</param>
    /// <param name="former">Programs that are there already: what they remember of open connections is used further, so that none is lost.</param>
    /// <exception cref="BpfException">Refused; nothing is attached.</exception>
    public static AttachedPrograms Attach(IReadOnlyDictionary<string, MapEntries> contents, string cgroup, AttachedPrograms? former)
    {
        var parts = BpfObjectReader.Read(EgressObject.Bytes);
        var made = new AttachedPrograms();
        try
        {
            foreach (var (name, shape) in parts.Maps)
                made._maps[name] = former is not null && MapContents.IsState(name) && former._maps.Remove(name, out var state) ? state : Bpf.CreateMap("egress_" + name, shape);
            foreach (var (name, entries) in contents)
                foreach (var (key, value) in entries)
                    Bpf.Update(made._maps[name], key, value);
            made.AttachTo(cgroup, parts);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Opens what was pinned.</summary>
    /// <exception cref="BpfException">Something of it is missing.</exception>
    public static AttachedPrograms Open(string folder)
    {
        var opened = new AttachedPrograms();
        try
        {
            foreach (var name in BpfObjectReader.Read(EgressObject.Bytes).Maps.Keys)
                opened._maps[name] = Bpf.Open(MapPin(folder, name));
            foreach (var kind in BpfProgramKind.All)
                opened._links[kind] = Bpf.Open(LinkPin(folder, kind));
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Opens what another process holds for a network namespace, for comparison; needs SYS_ADMIN.</summary>
    /// <param name="cgroup">The folder of the cgroup that they are attached to.</param>
    /// <param name="netns">The network namespace.</param>
    /// <param name="missing">Programs that are not attached there.</param>
    /// <exception cref="BpfException">There are none, or they may not be looked at.</exception>
    public static AttachedPrograms Find(string cgroup, ulong netns, out IReadOnlyList<string> missing)
    {
        var opened = new AttachedPrograms();
        try
        {
            missing = ProgramSearch.Run(cgroup, netns, opened._maps);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Makes them outlive this process.</summary>
    /// <param name="folder">In a bpffs, there and empty.</param>
    public void PinTo(string folder)
    {
        foreach (var (name, map) in _maps)
            Bpf.Pin(map, MapPin(folder, name));
        foreach (var (kind, link) in _links)
            Bpf.Pin(link, LinkPin(folder, kind));
    }

    /// <summary>How they differ from what they should be, one line each.</summary>
    public IEnumerable<string> Differences(IReadOnlyDictionary<string, MapEntries> contents, ulong cgroup)
    {
        foreach (var (kind, link) in _links)
        {
            var info = new byte[LinkInfoSize];
            Bpf.Info(link, info);
            var attachedTo = BinaryPrimitives.ReadUInt64LittleEndian(info.AsSpan(CgroupIdOffset));
            if (attachedTo == 0)
                yield return $"missing: the program {kind.Section} was detached";
            else if (attachedTo != cgroup || BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(AttachTypeOffset)) != kind.AttachType)
                yield return $"the program {kind.Section} is attached to another cgroup";
        }
        foreach (var (name, entries) in contents)
            foreach (var difference in RuleDifference.Of(Sorted(name, entries), Sorted(name, Entries(name, entries))))
                yield return difference;
    }

    public void Dispose()
    {
        // The other way round: what changes where a connection goes ends first.
        foreach (var link in _links.Reverse())
            link.Value.Dispose();
        foreach (var map in _maps.Values)
            map.Dispose();
    }

    private static IEnumerable<string> Sorted(string map, MapEntries entries) => MapWords.Of(map, entries).Order(StringComparer.Ordinal);

    private static string MapPin(string folder, string name) => Path.Combine(folder, "map_" + name);

    private static string LinkPin(string folder, BpfProgramKind kind) => Path.Combine(folder, "link_" + kind.Name);

    private void AttachTo(string cgroup, BpfObject parts)
    {
        using var folder = KernelFiles.OpenFolder(cgroup);
        foreach (var kind in BpfProgramKind.All)
        {
            if (!parts.Programs.TryGetValue(kind.Section, out var code))
                throw new BpfException($"the program {kind.Section} is not in the object file");
            using var program = Bpf.LoadProgram(kind, code.With(map => (int)_maps[map].DangerousGetHandle()), parts.License);
            _links[kind] = Bpf.CreateLink(program, folder, kind); // which keeps the program, as the program keeps its maps
        }
    }

    private MapEntries Entries(string name, MapEntries like)
    {
        var (keySize, valueSize) = like.Count > 0 ? (like.Keys.First().Length, like.Values.First().Length) : (8, 4);
        var found = new MapEntries();
        byte[] key = [];
        var next = new byte[keySize];
        while (Bpf.TryNextKey(_maps[name], key, next) && found.Count <= MapContents.MaxEntries)
        {
            key = [.. next];
            var value = new byte[valueSize];
            if (Bpf.TryLookup(_maps[name], key, value))
                found[key] = value;
        }
        return found;
    }
}
