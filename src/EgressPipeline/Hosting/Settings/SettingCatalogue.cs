using EgressPipeline.Dns;
using EgressPipeline.Dns.Messages;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policy.Plan;
using static EgressPipeline.Hosting.Settings.SettingForms;

namespace EgressPipeline.Hosting.Settings;

/// <summary>Every setting of <c>egress run</c>, in the order of the help text. Help, flags, environment and file read this list.</summary>
internal static class SettingCatalogue
{
    private static readonly SidecarOptions Defaults = new();
    private static readonly LimitOptions Limits = Defaults.Limits;

    public static IReadOnlyList<Setting> All { get; } = [.. Policy(), .. Plugins(), .. Listeners(), .. Dns(), .. Interception(), .. Identity(), .. Running(), .. Client(), .. Upstream()];

    /// <summary>The setting with this name, or null.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static IEnumerable<Setting> Policy() =>
    [
        new("policies", "PATH", "./policies", "Policies", "YAML files or folders (read recursively), may be repeated; or one policy assembly (.dll)", WorkloadSettings.Policies) { IsRepeatable = true },
        Choice("unregistered", "Policies", "deny", "What a destination that no ServiceEntry declares gets; a Sidecar resource's outboundTrafficPolicy overrides it",
            [("deny", UnregisteredMode.Deny), ("audit", UnregisteredMode.Audit), ("allow", UnregisteredMode.Allow)], (o, v) => o with { Unregistered = v }),
    ];

    private static IEnumerable<Setting> Plugins() =>
    [
        new("plugins", "DIR", "none", "Plugins", "Folder with one sub-folder a plugin", WorkloadSettings.Plugins),
        Choice("plugins-strict", "Plugins", "true", "Whether a plugin that cannot be loaded keeps the sidecar from starting; otherwise it is reported and left out",
            [("true", true), ("false", false)], (o, v) => o with { PluginsStrict = v }),
        Bound("filter-stall", "Plugins", Limits.FilterStall, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "How long one call of a filter may hold its thread before that is reported", (l, v) => l with { FilterStall = v }),
        new("plugins-allow", "FILE", "none", "Plugins", "File with the SHA-256 of every plugin file that may be loaded, as sha256sum writes it", WorkloadSettings.PluginsAllow),
    ];

    private static IEnumerable<Setting> Listeners() =>
    [
        Listener("outbound", Defaults.Outbound, "Transparent listener: original destination, or Host when not redirected", (o, v) => o with { Outbound = v }),
        Choice("outbound-tproxy", "Listeners", "off", "Whether that listener also takes what TPROXY hands over, which needs the capability NET_ADMIN; on with --intercept tproxy",
            [("off", false), ("on", true)], (o, v) => o with { OutboundTproxy = v }),
        Listener("proxy", Defaults.Proxy, "Explicit forward proxy (HTTP_PROXY, HTTPS_PROXY): absolute-form and CONNECT", (o, v) => o with { Proxy = v }),
        Listener("dns", Defaults.Dns.Address, "DNS proxy, UDP and TCP: declared names, and others as the policies allow", (o, v) => o with { Dns = o.Dns with { Address = v } }),
        Listener("admin", Defaults.Admin, "Admin API", (o, v) => o with { Admin = v }),
        Listener("metrics", Defaults.Metrics, "/metrics, /healthz/live and /healthz/ready", (o, v) => o with { Metrics = v }),
    ];

    private static IEnumerable<Setting> Dns() =>
    [
        new("dns-servers", "ADDR", "resolv.conf", "DNS", "Name servers to ask, IP or IP:PORT, in this order; may be repeated", DnsSettings.Servers) { IsRepeatable = true },
        Choice("dns-undeclared", "DNS", "policy", "Names that no ServiceEntry declares; policy: forwarded unless undeclared destinations are denied",
            [("policy", UndeclaredNames.Policy), ("forward", UndeclaredNames.Forward), ("refuse", UndeclaredNames.Refuse)], (o, v) => o with { Dns = o.Dns with { Undeclared = v } }),
        Choice("dns-refusal", "DNS", "nxdomain", "How a refused name is answered; after REFUSED some resolvers ask elsewhere or give up",
            [("nxdomain", DnsCode.NXDomain), ("refused", DnsCode.Refused)], (o, v) => o with { Dns = o.Dns with { Refusal = v } }),
        new("dns-internal", "SUFFIX", "none", "DNS", "Undeclared names at or below it are forwarded in every mode and may have private addresses, for example cluster.local; may be repeated", DnsSettings.Internal) { IsRepeatable = true },
        Number("dns-cache", "DNS", Defaults.Dns.CacheEntries, 0, 1_000_000, "Answers of name servers that are remembered", (o, v) => o with { Dns = o.Dns with { CacheEntries = v } }),
    ];

    private static IEnumerable<Setting> Interception() =>
    [
        Choice("intercept", "Interception", "off", "Puts rules into the kernel while running that send the application's connections here, and takes them back at the end",
            [("off", InterceptMode.Off), ("nft", InterceptMode.Nft), ("iptables", InterceptMode.Iptables), ("tproxy", InterceptMode.Tproxy), ("ebpf", InterceptMode.Ebpf)], (o, v) => o with { Intercept = o.Intercept with { Mode = v } }),
        Choice("intercept-iptables", "Interception", "default", "Which iptables programs are used in that mode; default: what iptables-restore stands for",
            [("default", IptablesFrontEnd.Default), ("nft", IptablesFrontEnd.Nft), ("legacy", IptablesFrontEnd.Legacy)], (o, v) => o with { Intercept = o.Intercept with { FrontEnd = v } }),
        new("intercept-dns", "PORT", "as --dns", "Interception", "Port of the DNS proxy that gets every query (port 53, UDP and TCP); off leaves queries alone", InterceptSettings.Dns),
        InterceptSettings.Ids("intercept-exempt-uid", "Users whose traffic is left alone: the sidecar's; none for nobody", (o, v) => o with { ExemptUids = v }),
        InterceptSettings.Ids("intercept-exempt-gid", "Groups whose traffic is left alone: the sidecar's; none for nobody", (o, v) => o with { ExemptGids = v }),
        InterceptSettings.Ports("intercept-include-ports", "all", "The only destination ports that are intercepted, for example 80,443,8000-8010", (o, v) => o with { IncludePorts = v }),
        InterceptSettings.Ports("intercept-exclude-ports", "none", "Destination ports that are left alone", (o, v) => o with { ExcludePorts = v }),
        InterceptSettings.Cidrs("intercept-include-cidrs", "all", "The only destination addresses that are intercepted, for example 0.0.0.0/0 for IPv4", (o, v) => o with { IncludeCidrs = v }),
        InterceptSettings.Cidrs("intercept-exclude-cidrs", "none", "Destination addresses that are left alone", (o, v) => o with { ExcludeCidrs = v }),
        Choice("intercept-quic", "Interception", "refuse", "UDP port 443: refused, so that clients of HTTP/3 fall back to what is intercepted, or left alone",
            [("refuse", true), ("allow", false)], (o, v) => o with { Intercept = o.Intercept with { RefuseQuic = v } }),
        InterceptSettings.Folder("intercept-cgroup", "all", "Of ebpf mode: the cgroup whose programs are concerned, the sidecar's among them (a folder of a cgroup2 file system); all: every one of this network namespace", (o, v) => o with { Cgroup = v == "all" ? "" : v }),
        InterceptSettings.Folder("intercept-bpffs", InterceptOptions.DefaultBpfFolder, "Of ebpf mode: the bpffs in which 'egress intercept apply' pins, and where its pins are looked for", (o, v) => o with { BpfFolder = v }),
    ];

    private static IEnumerable<Setting> Identity() =>
    [
        new("identity", "ID", "none", "Identity", "This workload's SPIFFE id, which gives its namespace and service account; or @FILE with the id or an X.509 SVID (PEM)", WorkloadSettings.Identity),
        new("namespace", "NAME", "none", "Identity", "The workload's namespace where there is no id; none = policies of every namespace apply", WorkloadSettings.Namespace),
        new("labels", "K=V", "none", "Identity", "The workload's labels, for workload selectors: k=v[,k=v], may be repeated; or @FILE as the downward API writes it", WorkloadSettings.Labels) { IsRepeatable = true },
    ];

    private static IEnumerable<Setting> Running() =>
    [
        Number("concurrency", "Running", Defaults.Concurrency, 1, 1024, "Event-loop threads; by default as many as the cgroup has CPUs", (o, v) => o with { Concurrency = v }) with { Default = "CPUs" },
        Duration("drain", "Running", Defaults.Drain, TimeSpan.Zero, TimeSpan.FromHours(1), "How long the application's new calls are still served after SIGTERM; ends early when nothing is connected", (o, v) => o with { Drain = v }),
        Duration("drain-limit", "Running", Defaults.DrainLimit, TimeSpan.Zero, TimeSpan.FromHours(24), "How long calls in flight may take to finish after that", (o, v) => o with { DrainLimit = v }),
        Choice("access-log", "Running", "json", "Access records on standard output", [("json", AccessLogMode.Json), ("text", AccessLogMode.Text), ("off", AccessLogMode.Off)], (o, v) => o with { AccessLog = v }),
        Choice("access-log-query", "Running", "keep", "Whether access records show the query of a URL, which may carry keys", [("keep", false), ("redact", true)], (o, v) => o with { RedactQuery = v }),
        Choice("access-log-process", "Running", "off", "Whether access records show user, process and program of the caller; without it only where a policy asks for them",
            [("off", false), ("on", true)], (o, v) => o with { LogProcess = v }),
        Choice("trace", "Running", "both", "Trace headers that are read and passed on (strip: spans, but nothing leaves)", [("w3c", TraceMode.W3C), ("b3", TraceMode.B3), ("both", TraceMode.Both), ("strip", TraceMode.Strip), ("off", TraceMode.Off)], (o, v) => o with { Trace = v }),
        new("otlp-endpoint", "URL", "none", "Running", "OTLP collector (gRPC) that gets a span per attempt", WorkloadSettings.OtlpEndpoint),
    ];

    private static IEnumerable<Setting> Client() =>
    [
        Number("max-connections", "Limits, client side", Limits.MaxConnections, 1, 1_000_000, "Connections at once over all listeners", With((l, v) => l with { MaxConnections = v })),
        Number("max-head-bytes", "Limits, client side", Limits.MaxHeadBytes, 1024, 1 << 20, "Bytes of a request or response head", With((l, v) => l with { MaxHeadBytes = v })),
        Number("max-headers", "Limits, client side", Limits.MaxHeaders, 8, 4096, "Header fields of a head", With((l, v) => l with { MaxHeaders = v })),
        Bound("head-timeout", "Limits, client side", Limits.HeadTimeout, TenthSecond, TimeSpan.FromMinutes(10), "From the first byte of a request head to its end", (l, v) => l with { HeadTimeout = v }),
        Bound("idle-timeout", "Limits, client side", Limits.IdleTimeout, TenthSecond, TimeSpan.FromHours(24), "A kept connection without a request", (l, v) => l with { IdleTimeout = v }),
        Bound("relay-idle-timeout", "Limits, client side", Limits.RelayIdleTimeout, TenthSecond, TimeSpan.FromHours(24), "A relayed connection (TCP, CONNECT, WebSocket) without a byte in either direction", (l, v) => l with { RelayIdleTimeout = v }),
        Bound("stream-idle-timeout", "Limits, client side", Limits.StreamIdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), "A call in which neither side moves a byte", (l, v) => l with { StreamIdleTimeout = v }),
        Number("min-body-rate", "Limits, client side", Limits.MinBodyRate, 0, 1 << 30, "Bytes per second a body must make on average; 0 = no bound", With((l, v) => l with { MinBodyRate = v })),
        Bound("body-rate-grace", "Limits, client side", Limits.BodyRateGrace, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), "How long a body may be slower than that", (l, v) => l with { BodyRateGrace = v }),
        Number("max-streams", "Limits, client side", Limits.MaxStreams, 1, 10_000, "Requests at once on one HTTP/2 connection; more are refused so that the client tries them again", With((l, v) => l with { MaxStreams = v })),
        Number("stream-window", "Limits, client side", Limits.StreamWindow, 64 << 10, 16 << 20, "Bytes of one request body that an HTTP/2 client may send ahead of its service", With((l, v) => l with { StreamWindow = v })),
        Number("connection-window", "Limits, client side", Limits.ConnectionWindow, 64 << 10, 64 << 20, "The same of all requests on one HTTP/2 connection", With((l, v) => l with { ConnectionWindow = v })),
        Number("max-delayed-calls", "Limits, client side", Limits.MaxDelayedCalls, 0, 1_000_000, "Calls that injected faults delay at once; more go on undelayed", With((l, v) => l with { MaxDelayedCalls = v })),
        Bound("detection-timeout", "Limits, client side", Limits.DetectionTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "Wait for the bytes that tell a transparent connection's protocol; then it is opaque TCP", (l, v) => l with { DetectionTimeout = v }),
    ];

    private static IEnumerable<Setting> Upstream() =>
    [
        Number("max-mirrored-calls", "Limits, service side", Limits.MaxMirroredCalls, 0, 100_000, "Copies for mirrors under way at once; more are dropped", With((l, v) => l with { MaxMirroredCalls = v })),
        Number("max-mirrored-body", "Limits, service side", Limits.MaxMirroredBody, 0, 16 << 20, "Bytes of a body that is copied for mirrors; requests with more are not mirrored", With((l, v) => l with { MaxMirroredBody = v })),
        Bound("connect-timeout", "Limits, service side", Limits.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), "TCP connect and TLS handshake where no DestinationRule bounds them", (l, v) => l with { ConnectTimeout = v }),
        Bound("upstream-idle-timeout", "Limits, service side", Limits.UpstreamIdleTimeout, TenthSecond, TimeSpan.FromHours(1), "A pooled connection without a call, where no DestinationRule bounds it", (l, v) => l with { UpstreamIdleTimeout = v }),
        Bound("dns-timeout", "Limits, service side", Limits.DnsTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "Wait for a name server's answer", (l, v) => l with { DnsTimeout = v }),
        Bound("dns-max-stale", "Limits, service side", Limits.DnsMaxStale, TimeSpan.Zero, TimeSpan.FromHours(24), "How long old addresses are used while a resolver fails", (l, v) => l with { DnsMaxStale = v }),
    ];

    private static TimeSpan TenthSecond => TimeSpan.FromMilliseconds(100);

    private static Setting Bound(string name, string group, TimeSpan initial, TimeSpan min, TimeSpan max, string meaning, Func<LimitOptions, TimeSpan, LimitOptions> set) =>
        Duration(name, group, initial, min, max, meaning, (o, v) => o with { Limits = set(o.Limits, v) });

    private static Func<SidecarOptions, int, SidecarOptions> With(Func<LimitOptions, int, LimitOptions> set) =>
        (o, v) => o with { Limits = set(o.Limits, v) };
}
