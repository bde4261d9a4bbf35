using System.Net;
using EgressPipeline.Filters.Connections;
using EgressPipeline.Hosting;
using EgressPipeline.Transport;

namespace EgressPipeline.Pipeline;

/// <summary>Lets connection filters judge an HTTP connection before its first request, and tells them when it is over.</summary>
internal sealed class HttpGate(SidecarServices services)
{
    private static readonly Passage Free = new(null, null, null, isOpen: true);

    /// <summary>Judges the connection. Only filters that are bound to everything are asked: what will be called is not known yet.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="original">The address that was dialled, or null.</param>
    /// <param name="mayPeek">True when bytes have arrived.</param>
    public async ValueTask<Passage> OpenAsync(SocketConnection client, IPEndPoint? original, bool mayPeek)
    {
        if (services.Snapshots.Current.Filters.Connection.Length == 0)
            return Free;
        var filters = services.Snapshots.Enter().Filters;
        var run = ConnectionGate.Open(filters, services, states => Facts(client, original, states), mayPeek ? client.Transport.Input : null);
        var isOpen = run is null || (await run.JudgeAsync(default, default, services.Lifetime.Quit)).IsContinue;
        return new Passage(run, filters, client, isOpen);
    }

    private ConnectionFacts Facts(SocketConnection client, IPEndPoint? original, int states) => new(states)
    {
        Kind = ConnectionProtocol.Http,
        From = client.RemoteEndPoint as IPEndPoint,
        Dialled = original,
        CalledPort = original?.Port ?? 0,
        Caller = services.Caller.Principal,
    };

    /// <summary>The filters' hold on a connection while it is served; disposing it tells them that it is over.</summary>
    internal sealed class Passage(ConnectionRun? run, Filters.FilterSet? filters, SocketConnection? client, bool isOpen) : IDisposable
    {
        private bool _isClosed;

        /// <summary>False when a filter refused the connection.</summary>
        public bool IsOpen => isOpen;

        public void Dispose()
        {
            if (filters is null || _isClosed)
                return;
            _isClosed = true;
            var error = isOpen ? EgressError.None : new EgressError(EgressErrorReason.Denied, FailureSide.Local, Retryability.Never);
            run?.Close(error, client!.TotalReceived, client.TotalSent);
            filters.Leave();
        }
    }
}
