using System.Security.Cryptography;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>
/// Keeps the programs attached: held by this process, so that they end with it, or pinned, so that they outlive it. A second
/// application attaches its own before it takes the first one's away, so that there is no moment without.
/// </summary>
/// <param name="narrate">Gets what would be changed instead of changing it; null changes it.</param>
/// <param name="holds">True: held by this process; false: pinned.</param>
internal sealed class EbpfKeeper(TextWriter? narrate, bool holds) : IRuleKeeper
{
    private AttachedPrograms? _held;

    /// <summary>Where to look for pins of earlier applications, also when another mode is applied.</summary>
    public string BpfFolder { get; set; } = InterceptOptions.DefaultBpfFolder;

    public IReadOnlyList<string> Missing(InterceptOptions options) => Trying(() =>
    {
        BpfFolder = options.BpfFolder;
        EbpfPlace.Of(options);
        if (!holds && narrate is null)
            BpfFileSystem.Ensure(options.BpfFolder);
        return [];
    });

    public Task<IReadOnlyList<string>> ApplyAsync(InterceptOptions options) => Task.FromResult(Trying(() =>
    {
        var place = EbpfPlace.Of(options);
        if (narrate is not null)
            narrate.Write(EbpfText.Of(options, place, holds));
        else if (holds)
            Hold(options, place);
        else
            Pin(options, place);
        return [];
    }));

    public Task<IReadOnlyList<string>> RemoveAsync() => Task.FromResult(Trying(() =>
    {
        _held?.Dispose();
        _held = null;
        if (EbpfPlace.MayHavePins(BpfFolder))
            Pinned(EbpfPlace.OfNetns(BpfFolder)).ForEach(Unpin);
        return [];
    }));

    public Task<IReadOnlyList<string>> DifferencesAsync(InterceptOptions options) => Task.FromResult(Trying(() =>
    {
        var place = EbpfPlace.Of(options);
        if (_held is not null)
            return Differences(_held, options, place);
        switch (Pinned(place))
        {
            case []:
                using (var found = AttachedPrograms.Find(place.Cgroup, place.Netns, out var missing))
                    return [.. missing, .. Differences(found, options, place)];
            case [var folder]:
                using (var opened = AttachedPrograms.Open(folder))
                    return Differences(opened, options, place);
            default:
                return ["left over from an application that did not finish: apply again"];
        }
    }));

    private static IReadOnlyList<string> Differences(AttachedPrograms programs, InterceptOptions options, EbpfPlace place) =>
        [.. programs.Differences(Contents(options, place), KernelFiles.Inode(place.Cgroup))];

    private static IReadOnlyDictionary<string, MapEntries> Contents(InterceptOptions options, EbpfPlace place) =>
        MapContents.Of(options, place.Netns, EbpfPlace.OwnAddresses(), EgressObject.Hash);

    private void Hold(InterceptOptions options, EbpfPlace place)
    {
        var pinned = Pinned(place);
        using var former = _held ?? OpenFirst(pinned);
        _held = AttachedPrograms.Attach(Contents(options, place), place.Cgroup, former);
        pinned.ForEach(Unpin);
    }

    private void Pin(InterceptOptions options, EbpfPlace place)
    {
        var former = Pinned(place);
        using var opened = OpenFirst(former);
        if (former.Count == 1 && opened is not null && Differences(opened, options, place).Count == 0)
            return;
        var folder = Path.Combine(place.PinFolder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        using var attached = AttachedPrograms.Attach(Contents(options, place), place.Cgroup, opened);
        try
        {
            Directory.CreateDirectory(folder);
            attached.PinTo(folder);
        }
        catch
        {
            Unpin(folder);
            throw;
        }
        former.ForEach(Unpin);
    }

    // Pins of another version may lack something that this one has: then nothing of them can be used further.
    private static AttachedPrograms? OpenFirst(List<string> folders)
    {
        try
        {
            return folders.Count > 0 ? AttachedPrograms.Open(folders[0]) : null;
        }
        catch (BpfException)
        {
            return null;
        }
    }

    private static List<string> Pinned(EbpfPlace place) =>
        Directory.Exists(place.PinFolder) && KernelFiles.IsBpf(place.PinFolder) ? [.. Directory.EnumerateDirectories(place.PinFolder)] : [];

    private void Unpin(string folder)
    {
        narrate?.WriteLine($"rm -r {folder}");
        if (narrate is not null || !Directory.Exists(folder))
            return;
        // What changes where a connection goes ends first.
        foreach (var pin in Directory.EnumerateFiles(folder).OrderByDescending(pin => Array.FindIndex([.. BpfProgramKind.All], kind => pin.EndsWith("link_" + kind.Name, StringComparison.Ordinal))))
            File.Delete(pin);
        Directory.Delete(folder);
        var parent = Path.GetDirectoryName(folder)!;
        if (!Directory.EnumerateFileSystemEntries(parent).Any())
            Directory.Delete(parent);
    }

    private static IReadOnlyList<string> Trying(Func<IReadOnlyList<string>> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is BpfException or IOException or UnauthorizedAccessException)
        {
            return [e.Message];
        }
    }
}
