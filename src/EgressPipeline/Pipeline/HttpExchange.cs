using System.Diagnostics;
using System.Net;
using System.Text;
using EgressPipeline.Authentication;
using EgressPipeline.Clusters;
using EgressPipeline.Filters;
using EgressPipeline.Http;
using EgressPipeline.Http1.Mirroring;
using EgressPipeline.Limits;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Pipeline;

/// <summary>
/// All facts of the request that a connection is serving. Made once per connection and reset for each request, so that a
/// request allocates nothing. Only the connection's loop touches it.
/// </summary>
internal sealed partial class HttpExchange : EgressExchange, IDisposable
{
    private const int MaxHostBytes = 253;
    private const int HttpPort = 80;

    private byte[] _host = new byte[MaxHostBytes + 3];
    private readonly HeadHeaders _requestHeaders = new();
    private readonly HeadHeaders _responseHeaders = new();
    private byte[] _path = [];
    private int _hostLength;
    private int _port;
    private string _hostText = "";
    private bool _headSent;
    private FilterMarks[] _marks = [];

    private readonly ConnectionCaller? _process;

    public HttpExchange(CallerIdentity caller, IPEndPoint? source, IPEndPoint? originalDestination, ConnectionCaller? process = null)
    {
        _process = process;
        Caller = caller;
        Source = source;
        SourceIp = source is null ? IpValue.None : IpValue.From(source.Address);
        OriginalDestination = originalDestination;
        DestinationIp = originalDestination is null ? IpValue.None : IpValue.From(originalDestination.Address);
        _requestHeaders.Show(RequestHead);
    }

    public RequestHead RequestHead { get; } = new();

    /// <summary>True when the client speaks HTTP/2, although the head says HTTP/1.1.</summary>
    public bool IsHttp2 { get; init; }

    /// <summary>The answer that will be sent, or null; lives in the upstream connection.</summary>
    public ResponseHead? ResponseHead { get; private set; }

    public CallerIdentity Caller { get; }
    public override IPEndPoint? Source { get; }
    public IpValue SourceIp { get; }

    /// <summary>The address that the application dialled, or null on the explicit proxy.</summary>
    public IPEndPoint? OriginalDestination { get; }
    public IpValue DestinationIp { get; }

    /// <summary>The process that called, where a policy or the log asks for it.</summary>
    public LocalProcess? Process => _process?.For(Snapshot);

    /// <summary>What the request's verified token says; null until its tokens were judged.</summary>
    public RequestClaims? Claims { get; set; }

    /// <summary>A judgement of its tokens that waits for keys; null when there is none.</summary>
    public PendingTokens? PendingTokens { get; set; }

    public CallKind Kind { get; private set; }
    public EgressSnapshot Snapshot { get; private set; } = null!;
    public Decision Decision { get; set; }
    public ClusterState? ClusterState { get; set; }
    public EndpointState? Endpoint { get; set; }
    public PickRequest Pick { get; } = new();

    /// <summary>The limits that the request counts for.</summary>
    public CallLimits Limits { get; } = new();
    public TraceContext Trace { get; set; }

    /// <summary>Header operations of the chosen destination; none before routing.</summary>
    public HeaderOperations? DestinationHeaders { get; set; }

    /// <summary>What the route's corsPolicy made of the call; null while no call of the connection met one.</summary>
    public CrossOriginCall? CrossOrigin { get; set; }

    /// <summary>The bound filter that refused or answered the request; null when none did.</summary>
    public FilterSlot? ConcludedBy { get; set; }

    /// <summary>True when a filter sent the request to another service than the application called.</summary>
    public bool IsRedirected { get; private set; }

    /// <summary>True once the filters have been asked: what came before was no request.</summary>
    public bool IsJudged { get; set; }

    public long StartTimestamp { get; private set; }

    /// <summary>How long a fault held the call back, which its time-out does not count.</summary>
    public TimeSpan Delayed { get; set; }

    /// <summary>The copy for mirrors that is made while the body streams; null when there is none.</summary>
    public RequestCopy? Copy { get; set; }

    /// <summary>Ticks of 100 ns from sending the last try to the head of its answer; -1 when there was none.</summary>
    public long UpstreamTicks { get; set; }

    /// <summary>Payload of the request body that was read from the client.</summary>
    public long BytesFromClient { get; set; }

    /// <summary>Payload of the response body that was read from the service.</summary>
    public long BytesFromService { get; set; }
    public int Status { get; set; }
    public ResponseFlags Flags { get; set; }

    /// <summary>Why the exchange failed, in words; null when it did not.</summary>
    public string? Detail { get; set; }
    public EgressError Failure { get; set; }
    public int AttemptCount { get; set; }

    /// <summary>The scheme the application used; the sidecar terminates no TLS of the application yet.</summary>
    public override ReadOnlySpan<byte> Scheme => RequestHead.Scheme.IsEmpty ? "http"u8 : RequestHead.Scheme;

    public override ReadOnlySpan<byte> Method => RequestHead.Method;
    public override ReadOnlySpan<byte> Host => _host.AsSpan(0, _hostLength);
    public override int Port => _port;

    /// <summary>The path that was judged and is logged, normalised.</summary>
    public ReadOnlySpan<byte> JudgedPath => _pathChanged || _targetRewritten ? _path.AsSpan(0, _pathLength) : RequestHead.Path;

    /// <summary>The query that was judged and is logged: what a filter puts in afterwards may be a secret.</summary>
    public ReadOnlySpan<byte> JudgedQuery => _targetRewritten ? _judgedQuery.AsSpan(0, _judgedQueryLength) : RequestHead.Query;

    public override ReadOnlySpan<byte> Path => _targetRewritten ? RequestHead.Path : JudgedPath;
    public override ReadOnlySpan<byte> Query => RequestHead.Query;
    public override HeaderCollection RequestHeaders => _requestHeaders;
    public override int ResponseStatus => Status;
    public override HeaderCollection ResponseHeaders => _responseHeaders;
    public override string Principal => Caller.Principal;
    public override string Service => ServiceNames.Of(Decision);
    public override string Cluster => ClusterState?.Plan.Name ?? "";
    public override string Route => Decision.Route?.Name ?? "";
    public override bool IsUpstreamSecure => ClusterState?.Plan.Tls is { Mode: not TlsMode.Disable, InsecureSkipVerify: false };
    public override int Attempts => AttemptCount;
    public override EgressError Error => Failure;
    public override long RequestBytes => BytesFromClient;
    public override long ResponseBytes => BytesFromService;
    public override TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartTimestamp);

    /// <summary>The exchange behind a handle, for the sidecar's own stages.</summary>
    public static HttpExchange Of(EgressRequest request) => (HttpExchange)request.Exchange;

    /// <summary>Opens a phase of a filter: its handle is valid until the phase is closed.</summary>
    public EgressRequest OpenPhase(FilterSlot slot) => OpenPhase(slot.Index, slot.Capabilities);

    /// <summary>What happened to a filter during this request.</summary>
    public FilterMarks MarksOf(int filter) => _marks[filter];

    public void Mark(int filter, FilterMarks mark) => _marks[filter] |= mark;

    /// <summary>Takes marks from all filters.</summary>
    public void Unmark(FilterMarks marks)
    {
        foreach (ref var one in _marks.AsSpan())
            one &= ~marks;
    }

    /// <summary>From now on the request is one to another service, not judged yet. False, and nothing changed, for a host that is none.</summary>
    public bool TryRedirect(FilterDestination destination)
    {
        var authority = Encoding.UTF8.GetBytes(destination.Port == HttpPort ? destination.Host : $"{destination.Host}:{destination.Port}");
        if (!HostName.TryNormalize(authority, _host, out var length, out _))
            return false;
        _hostLength = length;
        _port = destination.Port;
        RequestHead.SetHost(authority);
        IsRedirected = true;
        Decision = default;
        ClusterState = null;
        DestinationHeaders = null;
        return true;
    }

    /// <summary>A filter used a handle that was dead. Any thread.</summary>
    public void CountUseAfterPhase(int slot)
    {
        var slots = Snapshot.Filters.Slots;
        if (slot < slots.Length && !slots[slot].IsBuiltIn)
            FilterFailures.Count(slots[slot], FilterFault.UseAfterPhase, null, "over for it already");
    }

    /// <summary>Goes on in other buffers: a filter that was given up may still look at these.</summary>
    public void Isolate(FilterSlot slot)
    {
        RequestHead.Isolate();
        ResponseHead?.Isolate();
        _host = [.. _host];
        _path = [.. _path];
        ForgetState(slot.Index);
    }

    /// <summary>The head of the request went out: from now on it is only read.</summary>
    public void SealRequestHead()
    {
        _headSent = true;
        _requestHeaders.IsSealed = true;
    }

    /// <summary>The called host as text; the same object for the same host in a row, so keep-alive calls make none.</summary>
    public string HostText
    {
        get
        {
            if (!Ascii.Equals(Host, _hostText))
                _hostText = Encoding.ASCII.GetString(Host);
            return _hostText;
        }
    }

    /// <summary>Starts a request whose head was just parsed.</summary>
    /// <returns>What is wrong with its target, or null.</returns>
    public string? Begin(EgressSnapshot snapshot, CallKind kind, int defaultPort)
    {
        TakeSnapshot(snapshot);
        Kind = kind;
        Claims = snapshot.Authenticator is null ? RequestClaims.None : null;
        PendingTokens = null;
        StartTimestamp = Stopwatch.GetTimestamp();
        Decision = default;
        ClusterState = null;
        Endpoint = null;
        DestinationHeaders = null;
        CrossOrigin?.Reset();
        ConcludedBy = null;
        IsRedirected = IsJudged = _targetRewritten = _headSent = _requestHeaders.IsSealed = false;
        BytesFromClient = BytesFromService = 0;
        UpstreamTicks = -1;
        Delayed = TimeSpan.Zero;
        Status = AttemptCount = 0;
        Flags = ResponseFlags.None;
        Detail = null;
        Failure = EgressError.None;
        ShowResponse(null);
        NormalizePath();
        if (!HostName.TryNormalize(RequestHead.Authority, _host, out _hostLength, out var port))
            return "the authority is no host name or address";
        if (!PathNormalizer.IsAcceptable(RequestHead.Path))
            return "the path holds a broken or forbidden percent-encoding";
        _port = OriginalDestination?.Port ?? (port != 0 ? port : defaultPort);
        return null;
    }

    /// <summary>Marks the start of something that never became a request, for its one record.</summary>
    public void BeginUnparsed()
    {
        StartTimestamp = Stopwatch.GetTimestamp();
        RequestHead.Reset();
        Decision = default;
        ClusterState = null;
        Endpoint = null;
        _hostLength = _port = AttemptCount = Status = 0;
        BytesFromClient = BytesFromService = 0;
        UpstreamTicks = -1;
        ConcludedBy = null;
        IsRedirected = IsJudged = _pathChanged = _targetRewritten = false;
        Flags = ResponseFlags.None;
        Detail = null;
        Failure = EgressError.None;
        ShowResponse(null);
    }

    public void ShowResponse(ResponseHead? head)
    {
        ResponseHead = head;
        _responseHeaders.Show(head);
    }

    /// <summary>The facts for a policy decision; the spans live until the head changes.</summary>
    public CallFacts Facts() => new()
    {
        Kind = Kind,
        Host = Host,
        Port = _port,
        Method = RequestHead.Method,
        Path = JudgedPath,
        Query = JudgedQuery,
        Scheme = Scheme,
        Headers = _requestHeaders,
        Caller = Caller,
        Claims = Claims,
        Process = Process,
        SourceIp = SourceIp,
        DestinationIp = IsRedirected ? IpValue.None : DestinationIp,
    };

    /// <summary>Counts the request for its limits. False when one of them refuses it.</summary>
    public bool TryEnterLimits() => Limits.TryEnter(Snapshot.Limits, new LimitedCall { Host = Decision.Host, Name = Host, Port = _port, Caller = Caller, IsConnection = false });

    public void Dispose()
    {
        Limits.Leave();
        RequestHead.Dispose();
    }

    protected override void OnUseAfterPhase(int slot) => CountUseAfterPhase(slot);

    private void TakeSnapshot(EgressSnapshot snapshot)
    {
        Array.Clear(_marks);
        if (ReferenceEquals(Snapshot, snapshot))
            return;
        Snapshot = snapshot;
        if (_marks.Length != snapshot.Filters.Slots.Length)
            _marks = new FilterMarks[snapshot.Filters.Slots.Length];
        ForgetStates(snapshot.Filters.HasBound ? snapshot.Filters.Slots.Length : 0);
    }
}
