using System.Net;
using EgressPipeline.TestKit;
using EgressPipeline.TestSupport.Dns;

namespace EgressPipeline.EndToEnd.Tests;

/// <summary>
/// A network of its own in which names of the real world exist: public addresses, the well-known ports, a name server
/// that <c>resolv.conf</c> names, and an authority that the system trusts. A sidecar started here runs with nothing but
/// the policies it is given, as it would in production.
/// </summary>
internal sealed class OutsideWorld : IAsyncDisposable
{
    public const string Unusable = NetNamespace.Unusable + ", the tests of samples also curl";

    private const string ProxyGroup = "1337";
    private static readonly IPAddress NameServer = IPAddress.Parse("127.0.0.53");
    private readonly NetNamespace _network;
    private readonly DnsServer _names;
    private readonly TestAuthority _authority = new();
    private readonly TempFolder _folder = new();
    private readonly List<IAsyncDisposable> _started = [];
    private EgressProcess? _egress;
    private byte _lastAddress;

    private OutsideWorld(NetNamespace network)
    {
        _network = network;
        _names = network.Make(() => DnsServer.Start(new IPEndPoint(NameServer, 53)));
        _folder.Write("resolv.conf", $"nameserver {NameServer}\n");
        _folder.Write("hosts", "127.0.0.1 localhost\n");
        _authority.WriteCertificate(_folder);
    }

    public static bool Usable => NetNamespace.Usable && Curl.Exists;

    public DnsServer Names => _names;

    public EgressProcess Egress => _egress ?? throw new InvalidOperationException("no sidecar was started");

    public static async Task<OutsideWorld> CreateAsync() => new(await NetNamespace.CreateAsync());

    /// <summary>An HTTP server for a name, at a public address of its own, answering <c>hello from NAME</c>.</summary>
    public async Task<SimpleHttpServer> AddHttpAsync(string name, int port = 80) => Serve(name, await GiveAddressAsync(name), port, null);

    /// <summary>The same with TLS and a certificate of an authority that the system trusts.</summary>
    public async Task<SimpleHttpServer> AddHttpsAsync(string name, int port = 443) =>
        Serve(name, await GiveAddressAsync(name), port, new TlsSettings { Certificate = _authority.IssueServer(name) });

    /// <summary>A plain server at an address that policies name.</summary>
    public async Task<SimpleHttpServer> AddAtAsync(string name, IPAddress address, int port)
    {
        if (!IPAddress.IsLoopback(address))
            await _network.AddAddressAsync(address);
        return Serve(name, address, port, null);
    }

    /// <summary>Starts the sidecar inside, with this world's name server and trust.</summary>
    public async Task RunAsync(string policies, params string[] arguments)
    {
        var launcher = _network.Enter(Inside("setpriv", "--regid", ProxyGroup, "--clear-groups"));
        _egress = await EgressProcess.StartBehindAsync(launcher, policies, arguments);
    }

    /// <summary>From now on every TCP connection but the sidecar's own is redirected to its transparent listener, as in a pod.</summary>
    public Task RedirectAsync() => _network.LoadRulesAsync($$"""
        table inet egress {
          chain output {
            type nat hook output priority -100; policy accept;
            meta skgid {{ProxyGroup}} return
            ip daddr 127.0.0.0/8 return
            meta l4proto tcp redirect to :{{Egress.Outbound.Port}}
          }
        }

        """);

    /// <summary>curl without a proxy.</summary>
    public Task<ProgramResult> CurlDirectlyAsync(params string[] arguments) =>
        _network.RunAsync(Inside(["curl", "-sS", "--max-time", "10", "--noproxy", "*", "--cacert", _folder.File("ca.pem"), .. arguments]));

    /// <summary>curl through the explicit proxy; the status is the last line of the output.</summary>
    public Task<ProgramResult> CurlAsync(params string[] arguments) =>
        _network.RunAsync(Inside(["curl", "-sS", "--max-time", "10", "--noproxy", "", "--proxy", $"http://{Egress.Proxy}", "--cacert", _folder.File("ca.pem"), .. arguments]));

    /// <summary>The status that curl gets through the explicit proxy; for CONNECT that of the proxy itself.</summary>
    public async Task<string> StatusAsync(string url)
    {
        var what = url.StartsWith("https:", StringComparison.Ordinal) ? "%{http_connect}" : "%{http_code}";
        return (await CurlAsync("-o", "/dev/null", "-w", what, url)).Output;
    }

    public async ValueTask DisposeAsync()
    {
        if (_egress is not null)
            await _egress.DisposeAsync();
        foreach (var server in _started)
            await server.DisposeAsync();
        _names.Dispose();
        await _network.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    // The namespace's launcher makes a mount namespace of its own, so nobody else sees these two files replaced.
    private string[] Inside(params string[] command)
    {
        const string Replace = """mount --bind "$1" /etc/resolv.conf && mount --bind "$2" /etc/hosts && export SSL_CERT_FILE="$3" && shift 3 && exec "$@" """;
        return ["sh", "-c", Replace, "sh", _folder.File("resolv.conf"), _folder.File("hosts"), _folder.File("ca.pem"), .. command];
    }

    /// <summary>A public address that nothing else here has, known to the name server.</summary>
    private async Task<IPAddress> GiveAddressAsync(string name)
    {
        var address = IPAddress.Parse($"151.101.7.{++_lastAddress}");
        await _network.AddAddressAsync(address);
        _names.Set(name, ttlSeconds: 60, address.ToString());
        return address;
    }

    private SimpleHttpServer Serve(string name, IPAddress address, int port, TlsSettings? tls)
    {
        var server = _network.Make(() => SimpleHttpServer.Start(name, tls, address, port));
        _started.Add(server);
        return server;
    }
}
