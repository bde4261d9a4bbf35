using EgressPipeline;
using Microsoft.Extensions.Logging;

namespace SamplePlugin;

/// <summary>Judges connections: refuses those whose name or first bytes are the forbidden ones, and tells how the others ended.</summary>
[EgressFilter("door", "1.0.0", Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.ReadsBody)]
public sealed partial class DoorFilter(FilterContext<DoorOptions> context) : IConnectionFilter
{
    private readonly FilterCounter _closed = context.Metrics.Counter("closed_total", "Connections that ended.");
    private readonly FilterCounter _sent = context.Metrics.Counter("sent_bytes_total", "Bytes of applications.");

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnConnectionAsync(EgressConnection connection, CancellationToken cancellationToken)
    {
        connection.State = connection.Protocol;
        var refused = connection.Host == context.Options.Host || (context.Options.FirstByte >= 0 && connection.FirstBytes.Length > 0 && connection.FirstBytes[0] == context.Options.FirstByte);
        return new(refused ? FilterResult.Deny("the door is shut") : FilterResult.Continue);
    }

    /// <inheritdoc/>
    public void OnClosed(EgressConnection connection)
    {
        _closed.Increment();
        _sent.Add(connection.BytesSent);
        Closed(context.Logger, connection.Protocol, connection.Service, connection.State);
    }

    [LoggerMessage(1, LogLevel.Information, "closed {Protocol} to '{Service}', judged as {State}")]
    private static partial void Closed(ILogger logger, ConnectionProtocol protocol, string service, object? state);
}
