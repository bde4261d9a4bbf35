using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EgressPipeline.TestSupport;

/// <summary>
/// A network namespace with a link to this one, as a pod has: loopback, one address, and a route for everything over
/// <see cref="Host"/>. Needs root; tests skip otherwise: <c>Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable)</c>.
/// </summary>
public sealed class NetNamespace : IAsyncDisposable
{
    public const string Unusable = "network namespaces need root and the programs ip and nft";

    private const int CloneNewNet = 0x4000_0000;
    private static readonly string? Ip = ExternalProgram.Find("ip");
    private readonly string _name;
    private readonly string _link;

    private NetNamespace(string id, byte net)
    {
        _name = "egress-" + id;
        _link = "eg" + id;
        Host = IPAddress.Parse($"10.213.{net}.1");
        Address = IPAddress.Parse($"10.213.{net}.2");
    }

    public static bool Usable { get; } = Environment.IsPrivilegedProcess && Ip is not null && ExternalProgram.Find("nft") is not null && CanCreate();

    /// <summary>The file that stands for the namespace: a thread that enters it makes its sockets there.</summary>
    public string Path => "/run/netns/" + _name;

    /// <summary>This machine's end of the link; a test's servers listen here.</summary>
    public IPAddress Host { get; }

    /// <summary>The namespace's end of the link.</summary>
    public IPAddress Address { get; }

    public static async Task<NetNamespace> CreateAsync()
    {
        var made = new NetNamespace(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)), FreeNet());
        try
        {
            await RunIpAsync("netns", "add", made._name);
            await RunIpAsync("link", "add", made._link, "type", "veth", "peer", "name", "eth0", "netns", made._name);
            await RunIpAsync("address", "add", made.Host + "/24", "dev", made._link);
            await RunIpAsync("link", "set", made._link, "up");
            await RunIpAsync("-n", made._name, "link", "set", "lo", "up");
            await RunIpAsync("-n", made._name, "address", "add", made.Address + "/24", "dev", "eth0");
            await RunIpAsync("-n", made._name, "link", "set", "eth0", "up");
            await RunIpAsync("-n", made._name, "route", "add", "default", "via", made.Host.ToString());
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>The command line that runs a program inside the namespace.</summary>
    public IReadOnlyList<string> Enter(params string[] command) => [Ip!, "netns", "exec", _name, .. command];

    /// <summary>Runs a program inside the namespace to its end.</summary>
    public Task<ProgramResult> RunAsync(params string[] command) => ExternalProgram.RunAsync(Ip!, Enter(command).Skip(1));

    /// <summary>
    /// Makes something whose sockets live inside the namespace, on a thread that enters it and ends afterwards. What is
    /// made may be used from every thread: a socket stays where it was made.
    /// </summary>
    public T Make<T>(Func<T> make)
    {
        T? made = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(Path);
                if (SetNamespace(file, CloneNewNet) != 0)
                    throw new InvalidOperationException($"{Path} cannot be entered: error {Marshal.GetLastPInvokeError()}");
                made = make();
            }
            catch (Exception error)
            {
                failure = error;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? made! : throw new InvalidOperationException("nothing was made inside the namespace", failure);
    }

    /// <summary>Gives the namespace one more address, on its loopback: an outside world that lives inside.</summary>
    public Task AddAddressAsync(IPAddress address) => RunIpAsync("-n", _name, "address", "add", address.ToString(), "dev", "lo");

    /// <summary>Loads nftables rules inside the namespace.</summary>
    public async Task LoadRulesAsync(string rules)
    {
        var result = await ExternalProgram.RunAsync(Ip!, Enter("nft", "-f", "-").Skip(1), input: rules);
        if (result.ExitCode != 0)
            throw new InvalidOperationException("nft: " + result.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await ExternalProgram.RunAsync(Ip!, ["link", "delete", _link]);
        await ExternalProgram.RunAsync(Ip!, ["netns", "delete", _name]);
    }

    /// <summary>
    /// A network that no link of this machine has: of two links with the same one, a test's server answers over the other.
    /// Runs that were killed leave theirs behind.
    /// </summary>
    private static byte FreeNet()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.ToString()).ToHashSet();
        while (true)
        {
            var net = (byte)RandomNumberGenerator.GetInt32(1, 255);
            if (!taken.Contains($"10.213.{net}.1") || taken.Count > 250)
                return net;
        }
    }

    /// <summary>Containers are often root without the right to make namespaces: only trying tells.</summary>
    private static bool CanCreate()
    {
        var name = "egress-probe-" + Environment.ProcessId;
        var added = ExternalProgram.RunAsync(Ip!, ["netns", "add", name]).GetAwaiter().GetResult().ExitCode == 0;
        if (added)
            ExternalProgram.RunAsync(Ip!, ["netns", "delete", name]).GetAwaiter().GetResult();
        return added;
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(SafeHandle file, int kind);

    private static async Task RunIpAsync(params string[] arguments)
    {
        var result = await ExternalProgram.RunAsync(Ip!, arguments);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {result.Error}");
    }
}
