using System.Collections.Concurrent;
using System.Net;
using EgressPipeline.Authentication;
using EgressPipeline.Pipeline;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Telemetry;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Tests.Policies;

/// <summary>A reloader over real files, with a clock and a compiler that the test owns.</summary>
internal sealed class ReloadRig : IAsyncDisposable
{
    private readonly EgressMetrics _metrics = new(new WorkloadLabels());

    public ReloadRig()
    {
        Write("a.example.com");
        Reloader = new PolicyReloader([Folder.Path], WorkloadContext.Unknown, Snapshots, Upstream.Services, _metrics, StandardFilters.BuilderFor(_metrics), new AuthenticationServices(TimeProvider.System, NullLogger.Instance, _metrics.Registry, CancellationToken.None), new Recorder<PolicyReloader>(Log), (files, workload) =>
            Fault is { } fault ? throw fault : PolicyLoader.Compile(files, workload));
    }

    public TempFolder Folder { get; } = new();

    public UpstreamRig Upstream { get; } = new();

    public SnapshotSource Snapshots { get; } = new();

    public PolicyReloader Reloader { get; }

    /// <summary>What the reloader logged, with its level.</summary>
    public ConcurrentQueue<(LogLevel Level, string Text)> Log { get; } = new();

    /// <summary>When set, compiling throws it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Puts the first plan in force.</summary>
    public async Task StartAsync() => Assert.Empty((await Reloader.StartAsync(PolicyLoader.Load([Folder.Path], WorkloadContext.Unknown), CancellationToken.None)).Problems);

    /// <summary>Declares one host and nothing else.</summary>
    public void Write(string host) => Folder.Write("policy.yaml", PolicyText.Service(host, 80, "HTTP", new IPEndPoint(IPAddress.Loopback, 1)));

    /// <summary>Writes a file that cannot be meant.</summary>
    public void WriteBroken() => Folder.Write("policy.yaml", "kind: [");

    /// <summary>The host of the plan in force.</summary>
    public string Host => Assert.Single(Snapshots.Current.Plan.Hosts).Pattern;

    public async ValueTask DisposeAsync()
    {
        await Reloader.DisposeAsync();
        _metrics.Dispose();
        Upstream.Dispose();
        Folder.Dispose();
    }

    private sealed class Recorder<T>(ConcurrentQueue<(LogLevel, string)> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, formatter(state, exception)));
    }
}
