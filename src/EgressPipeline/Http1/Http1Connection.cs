using System.IO.Pipelines;
using EgressPipeline.Clusters;
using EgressPipeline.Filters;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Listening;
using EgressPipeline.Pipeline;
using EgressPipeline.Transport;
using EgressPipeline.Upstream;

namespace EgressPipeline.Http1;

/// <summary>
/// Serves one client connection that speaks HTTP/1.1, request after request, in one long-lived loop:
/// (1) read the head, (2) filters decide, (3) pick an endpoint and lease a connection, (4) send, (5) read the answer,
/// (6) repeat or answer, (7) copy the body, (8) record. Every step waits for at most one thing, so that the loop is the
/// only asynchronous method on the way of an ordinary request and a request allocates nothing.
/// </summary>
internal sealed partial class Http1Connection : IHeartbeatTarget, IDisposable
{
    private readonly HttpPipeline _pipeline;
    private readonly SidecarServices _services;
    private readonly IClientChannel _client;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly Http1Origin _origin;
    private readonly HttpExchange _exchange;
    private readonly HttpLimits _limits;
    private readonly CallInterrupt _interrupt;

    private Http1Step _step;
    private Http1Step _afterFlush;
    private UpstreamConnection? _upstream;
    private bool _admitted;
    private bool _keepClient;
    private bool _hadRequest;
    private long _moves;

    public Http1Connection(HttpPipeline pipeline, IClientChannel client, Http1Origin origin)
    {
        var services = pipeline.Services;
        _pipeline = pipeline;
        _services = services;
        _client = client;
        _input = client.Transport.Input;
        _output = client.Transport.Output;
        _origin = origin;
        _limits = pipeline.Limits;
        _exchange = new HttpExchange(services.Caller, client.RemoteEndPoint as System.Net.IPEndPoint, origin.OriginalDestination, new ConnectionCaller(services, client.Connection, origin.OriginalDestination)) { IsHttp2 = client.IsStream };
        _interrupt = new CallInterrupt(services.Time);
        _copier = new BodyCopier(_limits);
        _filters = new FilterCaller(_exchange, services.Filters);
    }

    /// <summary>The tunnel that a CONNECT asked for and that was allowed; the caller relays it after <see cref="RunAsync"/>.</summary>
    public ConnectRequest? Tunnel { get; private set; }

    /// <summary>True when the client began with the preface of HTTP/2, of which nothing is consumed: it wants to be served so.</summary>
    public bool IsHttp2 { get; private set; }

    /// <summary>Serves requests until the connection ends. Never throws for what a peer does.</summary>
    public async Task RunAsync()
    {
        _client.OnPeerClosed(static state => ((Http1Connection)state!)._interrupt.PeerClosed(), this);
        _services.Heartbeat.Register(this);
        // The drain is over: an idle connection ends now, a busy one after its exchange.
        using var closing = _client.IsStream ? default : _services.Lifetime.Closing.UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), _input);
        try
        {
            ExpectRequest();
            await DriveAsync(Http1Step.Stop);
        }
        finally
        {
            _services.Heartbeat.Unregister(this);
            _client.OnPeerClosed(null, null);
            DropUpstream();
            LeaveSnapshot();
        }
    }

    /// <summary>Runs steps until <paramref name="until"/> comes up. A retry drives its attempt through the same steps.</summary>
    private async ValueTask DriveAsync(Http1Step until)
    {
        while (_step != until && _step != Http1Step.Stop)
        {
            Volatile.Write(ref _moves, _moves + 1);
            try
            {
                switch (_step)
                {
                    case Http1Step.ReadRequest: OnClientRead(await _input.ReadAsync()); break;
                    case Http1Step.FilterRequest: OnRequestFiltered(await CallRequestFilters()); break;
                    case Http1Step.Slow: OnSlowed(await _exchange.Limits.WaitAsync(_slowed, _interrupt.Token)); break;
                    case Http1Step.SendHead: SendFormedHead(); break;
                    case Http1Step.Fault: OnFaultInjected(await _pipeline.Faults.InjectAsync(_exchange.Decision.Route!.Fault!, _interrupt.Token)); break;
                    case Http1Step.PrepareBody: OnBodyPrepared(await _filteredBody!.PrepareAsync(_client, _bodyBuffered)); break;
                    case Http1Step.Exchange: await _exchangeRun!.RunAsync(); OnExchanged(); break;
                    case Http1Step.Pick: OnPicked(await _exchange.ClusterState!.PickAsync(_exchange.Pick, _interrupt.Token)); break;
                    case Http1Step.Lease: OnLeased(await _services.Connector.LeaseAsync(_exchange.Endpoint!, _exchange.Pick, _interrupt.Token)); break;
                    case Http1Step.SendRequest: OnRequestSent(await _upstream!.Output.FlushAsync()); break;
                    case Http1Step.ReadResponse: OnUpstreamRead(await _upstream!.Input.ReadAsync()); break;
                    case Http1Step.AttemptEnded: OnAttemptEnded(); break;
                    case Http1Step.Retry: await RetryAsync(); break;
                    case Http1Step.FilterResponse: OnResponseFiltered(await CallResponseFilters()); break;
                    case Http1Step.ReadResponseBody: OnResponseBodyRead(await _upstream!.Input.ReadAsync()); break;
                    case Http1Step.FilterResponseBody: OnResponsePieceFiltered(await FilterResponsePiece()); break;
                    case Http1Step.FlushClient: OnClientFlushed(await _output.FlushAsync()); break;
                    case Http1Step.Upgraded: await RelayUpgradedAsync(); break;
                    case Http1Step.AwaitBodyPump: await _pump!.Ended; _step = Http1Step.Complete; break;
                    case Http1Step.Complete: CompleteExchange(); break;
                    default: throw new InvalidOperationException($"no step {_step}");
                }
            }
            catch (Exception failure) when (IsPeerFailure(failure))
            {
                OnPeerFailure(failure);
            }
        }
    }

    /// <summary>The client gave this call up. From any thread.</summary>
    public void EndCall() => _interrupt.Fire(EgressErrorReason.ClientClosed);

    public void Dispose()
    {
        _interrupt.Dispose();
        _filters.Dispose();
        _filteredBody?.Dispose();
        _responseChain?.Dispose();
        _exchangeRun?.Dispose();
        _exchange.Dispose();
        _copier.Dispose();
    }

    /// <summary>TLS streams report what the peer did as exceptions; on plain sockets these are values already.</summary>
    private static bool IsPeerFailure(Exception failure) =>
        failure is IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException;

    private void OnPeerFailure(Exception failure)
    {
        if (_step == Http1Step.ReadRequest)
        {
            _step = Http1Step.Stop;
            return;
        }
        if (_step is Http1Step.FlushClient or Http1Step.Upgraded or Http1Step.PrepareBody)
        {
            EndClient(ResponseFlags.DownstreamClosed);
            return;
        }
        if (_step == Http1Step.ReadResponseBody)
        {
            AbortResponse(failure.Message);
            return;
        }
        FailAttempt(UpstreamReset, failure.Message);
    }
}
