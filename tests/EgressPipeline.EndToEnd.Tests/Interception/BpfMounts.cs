using EgressPipeline.Interception.Ebpf;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>
/// The file systems that eBPF interception needs, mounted for one test: programs in a network namespace do not see the
/// machine's, and pins of one test are gone with its mount.
/// </summary>
internal sealed class BpfMounts : IAsyncDisposable
{
    public const string Unusable = "eBPF needs root with the right to load programs and to mount cgroup2 and bpffs";

    private static readonly string? Mount = ExternalProgram.Find("mount");
    private static readonly Lazy<bool> Tried = new(() => Environment.IsPrivilegedProcess && Mount is not null && ExternalProgram.Find("umount") is not null && CanLoad() && CanMountAsync().GetAwaiter().GetResult());
    private readonly TempFolder _folder = new();

    private BpfMounts()
    {
    }

    public static bool Usable => Tried.Value;

    /// <summary>The root of the tree of cgroups, in which every program of this machine is.</summary>
    public string Cgroups => _folder.File("cgroups");

    public string Pins => _folder.File("pins");

    /// <summary>Settings of every <c>egress</c> that is to use these mounts, as words for <c>env</c>.</summary>
    public string[] Settings => [$"EGRESS_INTERCEPT_CGROUP={Cgroups}", $"EGRESS_INTERCEPT_BPFFS={Pins}"];

    public static async Task<BpfMounts> CreateAsync()
    {
        Assert.SkipUnless(Usable, Unusable);
        var made = new BpfMounts();
        if (await made.MountAsync())
            return made;
        await made.DisposeAsync();
        throw new InvalidOperationException("cgroup2 or bpffs could be mounted before, and cannot now");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var place in new[] { Cgroups, Pins })
            await ExternalProgram.RunAsync(ExternalProgram.Find("umount")!, ["--lazy", place]);
        _folder.Dispose();
    }

    private async Task<bool> MountAsync()
    {
        await ExternalProgram.RunAsync(ExternalProgram.Find("chmod")!, ["755", _folder.Path]); // other users use it, too
        foreach (var (kind, place) in new[] { ("cgroup2", Cgroups), ("bpf", Pins) })
        {
            Directory.CreateDirectory(place);
            if ((await ExternalProgram.RunAsync(Mount!, ["-t", kind, "none", place])).ExitCode != 0)
                return false;
        }
        return true;
    }

    private static async Task<bool> CanMountAsync()
    {
        await using var tried = new BpfMounts();
        return await tried.MountAsync();
    }

    private static bool CanLoad()
    {
        try
        {
            using var map = Bpf.CreateMap("egress_probe", new MapShape(Type: 2, KeySize: 4, ValueSize: 4, MaxEntries: 1, Flags: 0));
            return true;
        }
        catch (BpfException)
        {
            return false;
        }
    }
}
