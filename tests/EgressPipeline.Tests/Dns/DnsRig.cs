using System.Net;
using EgressPipeline.Dns;
using EgressPipeline.Dns.Messages;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;
using EgressPipeline.TestKit;
using EgressPipeline.TestSupport.Dns;
using EgressPipeline.Tests.Dns.Messages;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Dns;

/// <summary>A resolver with policies, a name server of its own and a clock that stands still.</summary>
internal sealed class DnsRig : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EgressMetrics _metrics = new(WorkloadLabels.From("", "", new Dictionary<string, string>()));

    public DnsRig(string policy, DnsOptions? options = null, UnregisteredMode mode = UnregisteredMode.Deny, string identity = "", string resolvConf = "", TimeSpan? patience = null, IPEndPoint[]? servers = null)
    {
        Plan = Compile(policy, mode);
        _folder.Write("resolv.conf", resolvConf);
        options ??= new DnsOptions();
        Metrics = new DnsMetrics(_metrics.Registry);
        var system = new SystemResolver(_folder.File("resolv.conf"), Time);
        var list = new ServerList(servers ?? [Server.EndPoint], system, _ => false, Time);
        Forwarder = new Forwarder(list, new NameServerClient(TimeProvider.System), patience ?? Deadline.Default, Metrics);
        var caller = CallerIdentity.Anonymous;
        if (identity.Length > 0)
            Assert.True(CallerIdentity.TryParse(identity, out caller));
        Resolver = new Resolver(new DnsServices
        {
            Options = options,
            Plan = () => Plan,
            Caller = caller,
            System = system,
            Forwarder = Forwarder,
            Metrics = Metrics,
            Log = new QuestionLog(AccessLog.Off, Time),
            StaleFor = TimeSpan.FromMinutes(5),
            Time = Time,
        });
    }

    public FakeTimeProvider Time { get; } = new();

    public DnsServer Server { get; } = DnsServer.Start();

    public EgressPlan Plan { get; set; }

    public Resolver Resolver { get; }

    public Forwarder Forwarder { get; }

    public DnsMetrics Metrics { get; }

    public static EgressPlan Compile(string policy, UnregisteredMode mode = UnregisteredMode.Deny)
    {
        var result = PolicyCompiler.Compile([new PolicyFile("policy.yaml", policy)], new WorkloadContext("", new Dictionary<string, string>(), mode));
        Assert.True(result.Plan is not null, string.Join("\n", result.Diagnostics));
        return result.Plan;
    }

    /// <summary>Asks and takes the answer apart.</summary>
    public async Task<WireMessage> AskAsync(string host, DnsType type = DnsType.A, int? payload = 1232)
    {
        var exchange = Exchange(host, type, payload);
        var length = Resolver.TryAnswer(exchange);
        if (length == Resolver.Waits)
            length = await Resolver.AnswerAsync(exchange).Within("an answer");
        return Wire.Parse(exchange.Output.AsSpan(0, length));
    }

    public static DnsExchange Exchange(string host, DnsType type, int? payload = 1232)
    {
        var query = Wire.Query(host, type, payload);
        var exchange = new DnsExchange(isTcp: false) { Length = query.Length };
        query.CopyTo(exchange.Message, 0);
        return exchange;
    }

    public long Count(DnsOutcome outcome) => Metrics.Queries[outcome].Value;

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
        _metrics.Dispose();
    }
}
