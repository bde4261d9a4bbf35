using System.Net;
using EgressPipeline.Dns;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Hosting;

/// <summary>
/// Every setting of one sidecar, validated: the settings reader makes it from flags, environment and file, code
/// may make it directly. Immutable; the units are in the types, the ranges in the setting catalogue.
/// </summary>
internal sealed record SidecarOptions
{
    /// <summary>Policy files and folders (read recursively), in the order given.</summary>
    public IReadOnlyList<string> Policies { get; init; } = ["./policies"];

    /// <summary>Folder with one sub-folder a plugin, or null for none.</summary>
    public string? Plugins { get; init; }

    /// <summary>True: a plugin that cannot be loaded keeps the sidecar from starting. False: it is reported and left out.</summary>
    public bool PluginsStrict { get; init; } = true;

    /// <summary>File with the SHA-256 hashes of the plugin files that may be loaded, or null for all.</summary>
    public string? PluginsAllow { get; init; }

    /// <summary>Transparent listener, or null for none. Port 0 = any free port.</summary>
    public IPEndPoint? Outbound { get; init; } = new(IPAddress.Loopback, 15001);

    /// <summary>True: the transparent listener also takes what TPROXY hands over. Needs CAP_NET_ADMIN; REDIRECT does not need it.</summary>
    public bool OutboundTproxy { get; init; }

    /// <summary>Explicit forward proxy, or null for none. Port 0 = any free port.</summary>
    public IPEndPoint? Proxy { get; init; } = new(IPAddress.Loopback, 15080);

    /// <summary>The DNS proxy; off without an address.</summary>
    public DnsOptions Dns { get; init; } = new();

    /// <summary>Admin API, or null for none. Port 0 = any free port.</summary>
    public IPEndPoint? Admin { get; init; } = new(IPAddress.Loopback, 15000);

    /// <summary>Metrics and health, or null for none. Port 0 = any free port.</summary>
    public IPEndPoint? Metrics { get; init; } = new(IPAddress.Loopback, 15020);

    /// <summary>What is intercepted; with a mode other than off it is applied while the sidecar runs.</summary>
    public InterceptOptions Intercept { get; init; } = new();

    /// <summary>What an undeclared destination gets, unless a Sidecar resource says otherwise.</summary>
    public UnregisteredMode Unregistered { get; init; } = UnregisteredMode.Deny;

    /// <summary>Who calls; <see cref="CallerIdentity.Anonymous"/> matches no principal condition.</summary>
    public CallerIdentity Identity { get; init; } = CallerIdentity.Anonymous;

    /// <summary>The workload's namespace; empty = policies of every namespace apply.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The workload's labels, for the selectors of policies; empty = every selector applies.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Event-loop threads, 1 to 1024.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>How long new calls are still served after a stop was asked for, 0 s to 1 h; less when nothing is connected.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long calls in flight may take to finish after the drain before they are cut off, 0 s to 24 h.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How access records are written.</summary>
    public AccessLogMode AccessLog { get; init; } = AccessLogMode.Json;

    /// <summary>True leaves the query of a URL out of the access records: it may carry keys.</summary>
    public bool RedactQuery { get; init; }

    /// <summary>True looks up user, process and program of every connection for its access record.</summary>
    public bool LogProcess { get; init; }

    /// <summary>Which trace headers are read and written.</summary>
    public TraceMode Trace { get; init; } = TraceMode.Both;

    /// <summary>OTLP collector (http or https, gRPC port) that gets spans, or null for none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Bounds and timeouts of the data plane.</summary>
    public LimitOptions Limits { get; init; } = new();
}
