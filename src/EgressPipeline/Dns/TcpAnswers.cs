using System.Buffers.Binary;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Dns;

/// <summary>Answers the questions of one TCP connection, in whatever order the answers come. One question is handed in at a time.</summary>
internal sealed class TcpAnswers(ConnectionContext connection, Resolver resolver, int maxWaiting) : IDisposable
{
    private readonly SemaphoreSlim _room = new(maxWaiting);
    private readonly SemaphoreSlim _writing = new(1);
    private volatile bool _isBroken;

    /// <summary>Answers at once or later; waits while too many questions wait already.</summary>
    /// <returns>False when the connection takes no answers any more.</returns>
    public async ValueTask<bool> AnswerAsync(DnsExchange exchange)
    {
        var length = resolver.TryAnswer(exchange);
        if (length != Resolver.Waits)
        {
            await WriteAsync(exchange, length);
            return !_isBroken;
        }
        await _room.WaitAsync();
        _ = AnswerLaterAsync(exchange);
        return !_isBroken;
    }

    /// <summary>Ends when every question that was handed in has been answered.</summary>
    public async Task FinishAsync()
    {
        for (var i = 0; i < maxWaiting; i++)
            await _room.WaitAsync();
    }

    public void Dispose()
    {
        _room.Dispose();
        _writing.Dispose();
    }

    private async Task AnswerLaterAsync(DnsExchange exchange)
    {
        try
        {
            await WriteAsync(exchange, await resolver.AnswerAsync(exchange));
        }
        finally
        {
            _room.Release();
        }
    }

    private async ValueTask WriteAsync(DnsExchange exchange, int length)
    {
        if (length == 0)
            return;
        await _writing.WaitAsync();
        try
        {
            var span = connection.Transport.Output.GetSpan(2 + length);
            BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)length);
            exchange.Output.AsSpan(0, length).CopyTo(span[2..]);
            connection.Transport.Output.Advance(2 + length);
            var flushed = await connection.Transport.Output.FlushAsync();
            _isBroken |= flushed.IsCompleted;
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or ConnectionAbortedException)
        {
            _isBroken = true; // the asker is gone
        }
        finally
        {
            _writing.Release();
        }
    }
}
