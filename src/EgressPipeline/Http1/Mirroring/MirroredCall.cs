using System.Buffers;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Upstream;

namespace EgressPipeline.Http1.Mirroring;

/// <summary>One copy on its way: (1) an endpoint, (2) a connection, (3) the copy, (4) its answer, which nobody reads.</summary>
internal sealed class MirroredCall(MirrorSender sender, RequestCopy copy, MirrorPlan mirror) : IThreadPoolWorkItem
{
    private readonly ClusterState _cluster = copy.Snapshot.StateOf(mirror.Cluster);

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        var outcome = EndpointOutcome.Neutral;
        try
        {
            if (_cluster.TryAdmit())
                outcome = await AdmittedAsync();
        }
        catch (Exception failure) when (IsPeerFailure(failure))
        {
            outcome = EndpointOutcome.Reset;
        }
        finally
        {
            sender.End(outcome is EndpointOutcome.Success or EndpointOutcome.ServerError or EndpointOutcome.GatewayError ? MirrorResult.Answered : MirrorResult.Failed);
        }
    }

    private async ValueTask<EndpointOutcome> AdmittedAsync()
    {
        using var head = new RequestHead();
        try
        {
            return TryRead(head) ? await PickedAsync(head) : EndpointOutcome.Neutral;
        }
        finally
        {
            _cluster.Release();
        }
    }

    private async ValueTask<EndpointOutcome> PickedAsync(RequestHead head)
    {
        using var timeout = new CancellationTokenSource(copy.Timeout, sender.Services.Time);
        var pick = new PickRequest { Host = mirror.Cluster.IsExactHost ? mirror.Cluster.Host : copy.Host, Port = copy.Port, OriginalDestination = copy.Dialled, Source = copy.Source };
        _cluster.HashKey?.Take(head, copy.Source, pick);
        var picked = await _cluster.PickAsync(pick, timeout.Token);
        if (picked.Endpoint is not { } endpoint)
            return EndpointOutcome.Neutral;
        var outcome = EndpointOutcome.Neutral;
        endpoint.BeginRequest();
        try
        {
            return outcome = await ConnectedAsync(head, await sender.Services.Connector.LeaseAsync(endpoint, pick, timeout.Token), timeout.Token);
        }
        finally
        {
            endpoint.EndRequest(outcome); // a mirror's answers tell of its health like any others
        }
    }

    private async ValueTask<EndpointOutcome> ConnectedAsync(RequestHead head, ConnectResult leased, CancellationToken timeout)
    {
        if (leased.Connection is not { } upstream)
            return leased.Error.Reason == EgressErrorReason.Overflow ? EndpointOutcome.Neutral : EndpointOutcome.ConnectFailure;
        var interrupt = timeout.UnsafeRegister(static connection => ((UpstreamConnection)connection!).Interrupt(), upstream);
        var answer = new MirrorAnswer(upstream, sender.Limits);
        var outcome = EndpointOutcome.Reset;
        try
        {
            head.WriteTo(upstream.Output);
            upstream.Output.Write(copy.Body);
            if (!(await upstream.Output.FlushAsync(CancellationToken.None)).IsCompleted)
                outcome = await answer.ReadAsync(head.KnownMethod);
        }
        catch (Exception failure) when (IsPeerFailure(failure))
        {
            // TLS streams report what the peer did as exceptions; it is a reset.
        }
        finally
        {
            await interrupt.DisposeAsync(); // from here on nothing resets the connection, which may be another call's in a moment
            if (answer.IsRead && !timeout.IsCancellationRequested)
                upstream.ReturnToPool();
            else
                upstream.Abort();
            answer.Dispose();
        }
        return timeout.IsCancellationRequested ? EndpointOutcome.Timeout : outcome;
    }

    /// <summary>The copy's head, with a host of its own so that the mirror can tell it from a call.</summary>
    private bool TryRead(RequestHead head)
    {
        if (head.TryParse(new ReadOnlySequence<byte>(copy.Head), sender.Limits, out _, out _) != ParseStatus.Done)
            return false;
        if (head.TryGet(KnownHeader.Host, out var host))
            head.SetHost(ShadowHost.Of(host));
        head.Remove("expect"u8); // the body follows at once
        if (mirror.Cluster.External)
            HeaderHygiene.StripForExternal(head);
        return true;
    }

    private static bool IsPeerFailure(Exception failure) =>
        failure is IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException;
}
