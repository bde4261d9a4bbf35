using System.Net;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Telemetry;

/// <summary>
/// What one request or relayed connection was, as the access log prints it. A view: spans are borrowed for the call of
/// <see cref="AccessLog.Write(in AccessRecord)"/> only, empty or null means "not known". Nothing secret belongs here; authorization headers
/// have no field.
/// </summary>
internal ref struct AccessRecord
{
    /// <summary>The <see cref="HttpVersion"/> of HTTP/2.</summary>
    public const int Http2 = 20;

    public AccessRecord()
    {
    }

    /// <summary>UTC ticks (100 ns since year 1) of the first byte or of accepting the connection.</summary>
    public long StartTicks;

    /// <summary>Ticks of 100 ns to the last byte.</summary>
    public long DurationTicks;

    /// <summary>True for a request; false for a relayed connection, which has no method, path or status.</summary>
    public bool IsHttp;

    /// <summary>Minor version of HTTP/1, or 20 for HTTP/2; ignored unless <see cref="IsHttp"/>.</summary>
    public int HttpVersion = 1;

    public ReadOnlySpan<byte> Method;

    /// <summary>As the application sent it, without query.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>Without the question mark; may be redacted by setting.</summary>
    public ReadOnlySpan<byte> Query;

    /// <summary>Host header or :authority; user information is cut off.</summary>
    public ReadOnlySpan<byte> Authority;

    public ReadOnlySpan<byte> UserAgent;
    public ReadOnlySpan<byte> ForwardedFor;
    public ReadOnlySpan<byte> RequestId;

    /// <summary>The ClientHello's server name.</summary>
    public ReadOnlySpan<byte> Sni;

    /// <summary>Status the application got; 0 when it got none.</summary>
    public int Status;
    public ResponseFlags Flags;

    /// <summary>Envoy's response code details (<c>via_upstream</c>), from a bounded set.</summary>
    public string? Details;

    /// <summary>Why the connection ended, if not plainly.</summary>
    public string? TerminationDetails;

    /// <summary>Why connecting or TLS to the upstream failed.</summary>
    public string? TransportFailure;

    /// <summary>Bytes of body (or relay) from the application.</summary>
    public long BytesReceived;

    /// <summary>Bytes of body (or relay) to the application.</summary>
    public long BytesSent;

    /// <summary>Ticks of 100 ns from the last byte of the request to the first of the response; -1 when there was no answer.</summary>
    public long UpstreamTicks = -1;

    /// <summary>The endpoint that was tried last.</summary>
    public IPEndPoint? UpstreamHost;
    public IPEndPoint? UpstreamLocal;

    /// <summary>The address that the application dialled, as Istio prints it; the listener's own where nothing was redirected.</summary>
    public IPEndPoint? DownstreamLocal;

    /// <summary>The address that the application dialled; null where nothing was redirected, as on the explicit proxy.</summary>
    public IPEndPoint? OriginalDestination;
    public IPEndPoint? DownstreamRemote;

    /// <summary><c>outbound|443||api.example.com</c>, or Istio's well-known name for an undeclared destination.</summary>
    public string? Cluster;
    public string? RouteName;

    /// <summary>Attempts made; 0 when none was.</summary>
    public int Attempts;

    public DecisionReason Decision;

    /// <summary>What decided, with its place in the YAML.</summary>
    public RuleRef? Rule;

    /// <summary>An AUDIT rule that matched, or null.</summary>
    public RuleRef? Audit;

    /// <summary>What policies on trial would change.</summary>
    public DryRunResult DryRun;

    /// <summary>The rule on trial that would change it, or null.</summary>
    public RuleRef? DryRunRule;

    /// <summary>The EgressLimits that refused or ended it, or null.</summary>
    public RuleRef? Limit;

    /// <summary>The bound of <see cref="Limit"/> that was reached.</summary>
    public string? LimitBound;

    /// <summary>SPIFFE id of the caller without its scheme; empty when unknown.</summary>
    public string? Principal;

    /// <summary>The process that called, where a policy or the log asked for it.</summary>
    public LocalProcess? Process;

    /// <summary>For a refusal: the nearest rule that would have matched, and which condition failed.</summary>
    public string? NearestMiss;

    /// <summary>The trace the call belongs to.</summary>
    public TraceContext Trace;
}
