using EgressPipeline.Faults;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Http1.Mirroring;
using EgressPipeline.Http2;
using EgressPipeline.Retry;
using EgressPipeline.Sniffing;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Pipeline;

/// <summary>What every HTTP connection of one sidecar shares: limits, faults, mirrors and the retry machinery.</summary>
internal sealed class HttpPipeline
{
    public HttpPipeline(SidecarServices services)
    {
        Services = services;
        Limits = new HttpLimits { MaxHeadBytes = services.Options.Limits.MaxHeadBytes, MaxHeaders = services.Options.Limits.MaxHeaders };
        Http2 = new Http2Options { MaxStreams = services.Options.Limits.MaxStreams, StreamWindow = services.Options.Limits.StreamWindow, ConnectionWindow = services.Options.Limits.ConnectionWindow };
        Faults = new FaultInjector(services.Time, services.Metrics, Random.Shared, services.Options.Limits.MaxDelayedCalls);
        Mirrors = new MirrorSender(services, Random.Shared);
        RetryPipelines = new RetryPipelines(services.Time);
        RetryBudgets = new RetryBudgets();
        Sniffer = new ProtocolSniffer(services.Heartbeat, new SniffLimits { Timeout = services.Options.Limits.DetectionTimeout });
        Logger = services.LoggerFactory.CreateLogger("EgressPipeline.Http1");
    }

    /// <summary>Bounds of HTTP/2 connections of clients.</summary>
    public Http2Options Http2 { get; }

    public SidecarServices Services { get; }
    public HttpLimits Limits { get; }
    public FaultInjector Faults { get; }
    public MirrorSender Mirrors { get; }
    public RetryPipelines RetryPipelines { get; }
    public RetryBudgets RetryBudgets { get; }
    public ProtocolSniffer Sniffer { get; }
    public ILogger Logger { get; }
}
