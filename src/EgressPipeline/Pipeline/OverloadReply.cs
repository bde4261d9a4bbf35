using EgressPipeline.Http1;
using EgressPipeline.Listening;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Pipeline;

/// <summary>
/// Turns a connection away from an HTTP listener: 503 with <c>x-envoy-overloaded</c>, then an orderly close, so that the
/// application learns that the sidecar is full and not that the service is broken.
/// </summary>
internal sealed class OverloadReply(Heartbeat heartbeat)
{
    /// <summary>Answers under way at once. Each lasts up to a second; a flood beyond that is reset without one.</summary>
    private const int MaxAnswers = 256;

    private static readonly EgressError Overload = new(EgressErrorReason.Overload, FailureSide.Local, Retryability.NotProcessed);

    private int _answers;

    public Task OnConnectionAsync(ConnectionContext context)
    {
        if (Interlocked.Increment(ref _answers) <= MaxAnswers)
            return AnswerAsync((SocketConnection)context);
        Interlocked.Decrement(ref _answers);
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(SocketConnection client)
    {
        try
        {
            LocalReply.WriteAndClose(client.Transport.Output, Overload, default, "the sidecar serves as many connections as it may (--max-connections)");
            await client.Transport.Output.FlushAsync();
            await LingeringClose.RunAsync(client, heartbeat);
        }
        finally
        {
            Interlocked.Decrement(ref _answers);
        }
    }
}
