using System.Diagnostics;
using System.Net;
using EgressPipeline.Clusters;
using EgressPipeline.Filters.Connections;
using EgressPipeline.Hosting;
using EgressPipeline.Limits;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Transport;

namespace EgressPipeline.Streams;

/// <summary>
/// One connection that is relayed as bytes: passed-through TLS, opaque TCP, or a CONNECT tunnel. Holds what was decided
/// about it and what came of it, for its one record.
/// </summary>
internal sealed class StreamCall(SocketConnection client, EgressSnapshot snapshot, CallKind kind, SidecarServices services)
{
    private ConnectionCaller? _process;

    public SocketConnection Client { get; } = client;
    public EgressSnapshot Snapshot { get; } = snapshot;
    public CallKind Kind { get; } = kind;
    public CallerIdentity Caller { get; } = services.Caller;

    /// <summary>The process that called, where a policy or the log asks for it.</summary>
    public LocalProcess? Process => !ConnectionCaller.IsAsked(services, Snapshot) ? null :
        (_process ??= new ConnectionCaller(services, Client, OriginalDestination)).For(Snapshot);

    public long StartTimestamp { get; } = Stopwatch.GetTimestamp();

    /// <summary>Normalised name: the SNI, or the host of CONNECT; empty for opaque TCP.</summary>
    public byte[] Host { get; init; } = [];
    public int Port { get; init; }
    public IPEndPoint? OriginalDestination { get; init; }

    /// <summary>Server name of the ClientHello, where one was seen.</summary>
    public string Sni { get; set; } = "";
    public Decision Decision { get; set; }
    public ClusterState? Cluster { get; set; }
    public EndpointState? Endpoint { get; set; }
    public EgressError Failure { get; set; }
    public string? Detail { get; set; }
    public long Sent { get; set; }
    public long Received { get; set; }

    /// <summary>The limits that the connection counts for.</summary>
    public CallLimits Limits { get; } = new();

    /// <summary>The filters of the connection; null when none is bound.</summary>
    public ConnectionRun? Filters { get; set; }

    /// <summary>Registry, authorization and routing in one go: nothing between them can change a byte stream.</summary>
    public void Decide()
    {
        Decision = PolicyEngine.Decide(Snapshot.Plan, Facts());
        if (!Decision.IsAllowed)
            Failure = RequestStages.ErrorOf(Decision.Reason);
    }

    /// <summary>Counts the connection for its limits. False when one of them refuses it.</summary>
    public bool TryEnterLimits()
    {
        if (Limits.TryEnter(Snapshot.Limits, new LimitedCall { Host = Decision.Host, Name = Host, Port = Port, Caller = Caller, IsConnection = true }))
            return true;
        FailByLimit();
        return false;
    }

    /// <summary>Notes that a limit refused or ended the connection.</summary>
    public void FailByLimit()
    {
        Failure = new EgressError(EgressErrorReason.LimitReached, FailureSide.Local, Retryability.Never);
        Detail = Limits.Refusal!.Text;
    }

    public CallFacts Facts() => new()
    {
        Kind = Kind,
        Host = Host,
        Port = Port,
        Method = Kind == CallKind.Connect ? "CONNECT"u8 : default,
        Sni = Kind == CallKind.Tls ? Host : default,
        Caller = Caller,
        Process = Process,
        SourceIp = Client.RemoteEndPoint is IPEndPoint source ? IpValue.From(source.Address) : IpValue.None,
        DestinationIp = OriginalDestination is null ? IpValue.None : IpValue.From(OriginalDestination.Address),
    };
}
