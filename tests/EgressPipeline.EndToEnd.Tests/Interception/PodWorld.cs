using System.Globalization;
using System.Net;
using EgressPipeline.TestKit;
using EgressPipeline.TestSupport.Dns;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>
/// A pod and the world outside of it, each a network namespace, joined by one link with IPv4 and IPv6. The world has
/// public addresses, servers and a name server; the pod runs the application, and the sidecar under a group of its own.
/// </summary>
internal sealed class PodWorld : IAsyncDisposable
{
    public const int ProxyId = 1337;
    public const int OutboundPort = 15001;
    public const string NeedsIptables = "iptables is not installed";

    private const int ResolverNumber = 53;
    private readonly NetNamespace _pod;
    private readonly NetNamespace _world;
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly List<IAsyncDisposable> _started = [];
    private DnsServer? _names;
    private BpfMounts? _bpf;

    private PodWorld(NetNamespace pod, NetNamespace world, bool isIpv6Only)
    {
        (_pod, _world) = (pod, world);
        Resolver = Addresses(ResolverNumber)[isIpv6Only ? 1 : 0];
    }

    public NetNamespace Pod => _pod;
    public NetNamespace Outside => _world;
    public DnsServer Names => _names!;

    /// <summary>Where <see cref="Names"/> is, which the pod's <c>resolv.conf</c> says.</summary>
    public IPAddress Resolver { get; }

    /// <summary>The file with the certificate that the application trusts.</summary>
    public string Authority => _folder.File("ca.pem");

    public static bool HasIptables => ExternalProgram.Find("iptables-legacy-restore") is not null;

    /// <param name="isIpv6Only">True: the pod has no IPv4 but its loopback, and its name server is reached over IPv6. The world has both.</param>
    public static async Task<PodWorld> CreateAsync(bool isIpv6Only = false)
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        var made = new PodWorld(await NetNamespace.CreateAsync(), await NetNamespace.CreateAsync(), isIpv6Only);
        try
        {
            await made.JoinAsync();
            if (isIpv6Only)
                await made.LeaveIpv4Async();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>A plain HTTP server for a name at its public addresses.</summary>
    public async Task<SimpleHttpServer[]> AddHttpAsync(string name, int number, int port = 80)
    {
        await NameAsync(name, number);
        return [.. Addresses(number).Select(address => Keep(_world.Make(() => SimpleHttpServer.Start(name, null, address, port))))];
    }

    /// <summary>The same with TLS, by an authority that the application trusts.</summary>
    public async Task<SimpleHttpServer[]> AddHttpsAsync(string name, int number)
    {
        await NameAsync(name, number);
        var tls = new TlsSettings { Certificate = _authority.IssueServer(name) };
        return [.. Addresses(number).Select(address => Keep(_world.Make(() => SimpleHttpServer.Start(name, tls, address, 443))))];
    }

    /// <summary>A server of any protocol at the addresses of a number.</summary>
    public async Task AddRawAsync(int number, int port, Func<RawConnection, Task> script)
    {
        await GiveAsync(number);
        foreach (var address in Addresses(number))
            Keep(_world.Make(() => RawServer.Start(script, null, address, port)));
    }

    /// <summary>The public addresses that a number stands for, IPv4 first.</summary>
    public static IPAddress[] Addresses(int number) => [IPAddress.Parse($"151.101.7.{number}"), IPAddress.Parse($"2a04:4e42:7::{number}")];

    /// <summary>Makes the addresses of a number exist in the world.</summary>
    public async Task GiveAsync(int number)
    {
        await RunAsync(_world, "ip", "address", "replace", $"151.101.7.{number}/32", "dev", "lo");
        await RunAsync(_world, "ip", "-6", "address", "replace", $"2a04:4e42:7::{number}/128", "dev", "lo", "nodad");
    }

    /// <summary>Makes the addresses of a number exist in the world, under a name.</summary>
    public async Task NameAsync(string name, int number)
    {
        await GiveAsync(number);
        Names.Set(name, ttlSeconds: 60, [.. Addresses(number).Select(address => address.ToString())]);
    }

    /// <summary>The sidecar, in the pod and under its own group.</summary>
    public Task<EgressProcess> StartSidecarAsync(string policy, params string[] arguments) =>
        StartSidecarBehindAsync(["setpriv", "--regid", ProxyId.ToString(CultureInfo.InvariantCulture), "--clear-groups"], policy, arguments);

    /// <summary>The sidecar, in the pod and with the rights that a launcher gives it.</summary>
    public async Task<EgressProcess> StartSidecarBehindAsync(string[] rights, string policy, params string[] arguments)
    {
        var policies = _folder.Write("policies/policy.yaml", policy);
        await PrepareAsync(arguments);
        var launcher = _pod.Enter(Inside(rights));
        return await EgressProcess.StartBehindAsync(launcher, policies, ["--outbound", $"127.0.0.1:{OutboundPort}", .. arguments]);
    }

    /// <summary><c>egress intercept</c> in the pod; what comes of it must be success.</summary>
    public async Task<ProgramResult> InterceptAsync(params string[] arguments)
    {
        await PrepareAsync(arguments);
        return await RunAsync(_pod, Inside([EgressProcess.Executable, "intercept", .. arguments]));
    }

    /// <summary>A cgroup of its own for programs of this world.</summary>
    public async Task<TestCgroup> MakeCgroupAsync()
    {
        await PrepareAsync(["ebpf"]);
        return new TestCgroup(_bpf!.Cgroups);
    }

    /// <summary>A program of the application, as root with the pod's name server.</summary>
    public Task<ProgramResult> RunAsync(params string[] command) => _pod.RunAsync(Inside(command));

    /// <summary>A program of the application as another user.</summary>
    public Task<ProgramResult> RunAsAsync(int uid, params string[] command) =>
        _pod.RunAsync(Inside(["setpriv", "--reuid", uid.ToString(CultureInfo.InvariantCulture), "--regid", "1000", "--clear-groups", .. command]));

    /// <summary>A connection of the application.</summary>
    public Task<PodClient> ConnectAsync(IPAddress address, int port) => PodClient.ConnectAsync(_pod, address, port);

    /// <summary>curl of the application; the status code is the last line of the output.</summary>
    public Task<ProgramResult> CurlAsync(params string[] arguments) => RunAsync(CurlCommand(arguments));

    public static string[] CurlCommand(params string[] arguments) => ["curl", "-sS", "--max-time", "10", "--noproxy", "*", "-w", "%{http_code}", .. arguments];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started)
            await server.DisposeAsync();
        _names?.Dispose();
        if (_bpf is not null)
            await _bpf.DisposeAsync();
        await _pod.DisposeAsync();
        await _world.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    private static async Task<ProgramResult> RunAsync(NetNamespace network, params string[] command)
    {
        var result = await network.RunAsync(command);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException($"{string.Join(' ', command)}: {result}");
    }

    private async Task PrepareAsync(string[] arguments)
    {
        if (arguments.Contains("ebpf"))
            _bpf ??= await BpfMounts.CreateAsync();
    }

    private async Task JoinAsync()
    {
        var world = Path.GetFileName(_world.Path);
        await RunAsync(_pod, "ip", "link", "add", "w0", "type", "veth", "peer", "name", "p0", "netns", world);
        foreach (var (network, link, last) in new[] { (_pod, "w0", 10), (_world, "p0", 1) })
        {
            await RunAsync(network, "ip", "address", "add", $"198.51.100.{last}/24", "dev", link);
            await RunAsync(network, "ip", "-6", "address", "add", $"2001:db8:1::{last}/64", "dev", link, "nodad");
            await RunAsync(network, "ip", "link", "set", link, "up");
        }
        await RunAsync(_pod, "ip", "route", "replace", "default", "via", "198.51.100.1");
        await RunAsync(_pod, "ip", "-6", "route", "replace", "default", "via", "2001:db8:1::1");
        await GiveAsync(ResolverNumber);
        _names = _world.Make(() => DnsServer.Start(new IPEndPoint(Resolver, 53)));
        _folder.Write("resolv.conf", $"nameserver {Resolver}\n");
        _folder.Write("hosts", "127.0.0.1 localhost\n");
        _authority.WriteCertificate(_folder);
        await RunAsync(_pod, "chmod", "755", _folder.Path); // other users read what is in it
    }

    private async Task LeaveIpv4Async()
    {
        foreach (var link in new[] { "eth0", "w0" })
            await RunAsync(_pod, "ip", "-4", "address", "flush", "dev", link);
    }

    private T Keep<T>(T server) where T : IAsyncDisposable
    {
        _started.Add(server);
        return server;
    }

    // The namespace's launcher makes a mount namespace of its own, so nobody else sees these files replaced.
    private string[] Inside(params string[] command)
    {
        const string Replace = """mount --bind "$1" /etc/resolv.conf && mount --bind "$2" /etc/hosts && export SSL_CERT_FILE="$3" && shift 3 && exec "$@" """;
        return ["sh", "-c", Replace, "sh", _folder.File("resolv.conf"), _folder.File("hosts"), _folder.File("ca.pem"), "env", .. _bpf?.Settings ?? [], .. command];
    }
}
