using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Listening;
using EgressPipeline.Transport;

namespace EgressPipeline.Relay;

/// <summary>
/// Carries bytes between a client and an upstream in both directions, without looking at them: what is received into
/// a reader's buffer is sent from that very buffer, up to 64 KiB a call, and an idle direction holds next to nothing.
/// </summary>
/// <remarks>
/// An end of stream is passed on as such and the other direction goes on. A failure of one side is told to the other
/// by a reset: a client whose connection was accepted here has no other way to learn that the far side is broken, and
/// a clean end would pass a truncated answer off as a whole one. The connections stay the caller's to dispose.
/// </remarks>
internal sealed class TcpRelay : IHeartbeatTarget
{
    /// <summary>
    /// After so many bytes without one real wait a direction lets others run: the event loop is shared, and a peer as
    /// fast as the memory would keep it for itself.
    /// </summary>
    private const long FairShare = 2 * 1024 * 1024;

    private readonly RelayPeer _client;
    private readonly RelayPeer _upstream;
    private readonly RelayLimits _limits;
    private readonly RelayCounters _counters;
    private readonly long _idleMilliseconds;
    private readonly long _endsAt;
    private long _lastActivity;
    private int _end = (int)RelayEnd.Completed;

    private TcpRelay(RelayPeer client, RelayPeer upstream, RelayLimits limits, RelayCounters counters)
    {
        _client = client;
        _upstream = upstream;
        _limits = limits;
        _counters = counters;
        _idleMilliseconds = (long)limits.IdleTimeout.TotalMilliseconds;
        _lastActivity = limits.Heartbeat.NowMilliseconds;
        _endsAt = limits.MaxDuration > TimeSpan.Zero ? _lastActivity + (long)limits.MaxDuration.TotalMilliseconds : long.MaxValue;
    }

    /// <summary>Relays until both sides ended, one failed, nothing moved for the idle time, or the time was over or the token fired (both are reset then).</summary>
    public static Task<RelayResult> RunAsync(RelayPeer client, RelayPeer upstream, RelayLimits limits, CancellationToken cancellationToken) =>
        RunAsync(client, upstream, limits, new RelayCounters(), cancellationToken);

    /// <summary>As the other overload; <paramref name="counters"/> can be read while it runs.</summary>
    public static async Task<RelayResult> RunAsync(RelayPeer client, RelayPeer upstream, RelayLimits limits, RelayCounters counters, CancellationToken cancellationToken)
    {
        var relay = new TcpRelay(client, upstream, limits, counters);
        if (relay._idleMilliseconds > 0 || relay._endsAt != long.MaxValue)
            limits.Heartbeat.Register(relay);
        try
        {
            await using (cancellationToken.UnsafeRegister(static relay => ((TcpRelay)relay!).Fail(RelayEnd.Cancelled), relay))
            {
                var sending = relay.CopyAsync(client, upstream, isSending: true);
                var receiving = relay.CopyAsync(upstream, client, isSending: false);
                await sending;
                await receiving;
            }
        }
        finally
        {
            limits.Heartbeat.Unregister(relay);
        }
        return new RelayResult(counters.Sent, counters.Received, (RelayEnd)relay._end);
    }

    void IHeartbeatTarget.OnHeartbeat(long nowMilliseconds)
    {
        if (nowMilliseconds >= _endsAt)
        {
            Fail(RelayEnd.DurationReached);
            return;
        }
        if (_idleMilliseconds <= 0 || nowMilliseconds - Volatile.Read(ref _lastActivity) < _idleMilliseconds)
            return;
        if (Interlocked.CompareExchange(ref _end, (int)RelayEnd.IdleTimeout, (int)RelayEnd.Completed) == (int)RelayEnd.Completed)
        {
            // Idle on both sides: no byte is on its way, so an orderly end loses nothing.
            _client.Input.CancelPendingRead();
            _upstream.Input.CancelPendingRead();
            return;
        }
        // Still here a beat later: a direction is stuck in a send to a peer that does not read.
        _client.Connection.Abort();
        _upstream.Connection.Abort();
    }

    private async Task CopyAsync(RelayPeer from, RelayPeer to, bool isSending)
    {
        var outcome = await PumpAsync(from.Input, to.Output, isSending);
        if (outcome == PumpOutcome.Metered)
            Fail(RelayEnd.Metered);
        else if (outcome == PumpOutcome.TargetFailed || (outcome == PumpOutcome.Ended && to.HasFailed))
            Fail(isSending ? RelayEnd.UpstreamFailed : RelayEnd.ClientFailed);
        else if (outcome == PumpOutcome.Ended && from.HasFailed)
            Fail(isSending ? RelayEnd.ClientFailed : RelayEnd.UpstreamFailed);
        else if (outcome == PumpOutcome.Ended)
            await to.Output.CompleteAsync();
    }

    private async ValueTask<PumpOutcome> PumpAsync(PipeReader from, PipeWriter to, bool isSending)
    {
        var share = FairShare;
        while (true)
        {
            var reading = from.ReadAsync(CancellationToken.None);
            if (!reading.IsCompleted)
                share = FairShare;
            var read = await reading;
            if (read.IsCanceled)
                return PumpOutcome.Stopped;

            var buffer = read.Buffer;
            if (_limits.Meter is { } meter && !await MayPassAsync(meter, buffer.Length, isSending))
            {
                from.AdvanceTo(buffer.Start);
                return PumpOutcome.Metered;
            }
            foreach (var segment in buffer)
            {
                if ((await to.WriteAsync(segment, CancellationToken.None)).IsCompleted)
                {
                    from.AdvanceTo(buffer.End);
                    return PumpOutcome.TargetFailed;
                }
            }
            Count(buffer.Length, isSending);
            share -= buffer.Length;
            from.AdvanceTo(buffer.End);
            if (read.IsCompleted)
                return PumpOutcome.Ended;
            if (share > 0)
                continue;
            share = FairShare;
            await LoopTurn.YieldAsync();
        }
    }

    private async ValueTask<bool> MayPassAsync(IRelayMeter meter, long bytes, bool isSending)
    {
        if (!meter.TryPass(bytes, isSending, out var wait))
            return false;
        while (wait > TimeSpan.Zero && Volatile.Read(ref _end) == (int)RelayEnd.Completed)
        {
            wait = await meter.WaitAsync(wait, CancellationToken.None);
            Touch();
        }
        return true;
    }

    private void Touch() => Volatile.Write(ref _lastActivity, _limits.Heartbeat.NowMilliseconds);

    private void Count(long bytes, bool isSending)
    {
        if (isSending)
            _counters.AddSent(bytes);
        else
            _counters.AddReceived(bytes);
        Touch();
    }

    private void Fail(RelayEnd end)
    {
        // The first failure names the end; what follows from the aborts below does not.
        Interlocked.CompareExchange(ref _end, (int)end, (int)RelayEnd.Completed);
        _client.Connection.Abort();
        _upstream.Connection.Abort();
    }

    private enum PumpOutcome
    {
        Ended,
        TargetFailed,
        Stopped,
        Metered,
    }
}
