using System.Diagnostics;
using System.Net;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Pipeline;

/// <summary>
/// All facts of the request that a connection is serving. Made once per connection and reset for each request, so that a
/// request allocates nothing. Only the connection's loop touches it.
/// </summary>
internal sealed class HttpExchange : EgressRequest, IDisposable
{
    private const int MaxHostBytes = 253;

    private readonly byte[] _host = new byte[MaxHostBytes + 3];
    private readonly HeadHeaders _requestHeaders = new();
    private readonly HeadHeaders _responseHeaders = new();
    private byte[] _path = [];
    private int _hostLength;
    private int _port;
    private int _pathLength;
    private bool _pathChanged;
    private bool _targetRewritten;
    private string _hostText = "";

    public HttpExchange(CallerIdentity caller, IPEndPoint? source, IPEndPoint? originalDestination)
    {
        Caller = caller;
        Source = source;
        SourceIp = source is null ? IpValue.None : IpValue.From(source.Address);
        OriginalDestination = originalDestination;
        DestinationIp = originalDestination is null ? IpValue.None : IpValue.From(originalDestination.Address);
        _requestHeaders.Show(RequestHead);
    }

    public RequestHead RequestHead { get; } = new();

    /// <summary>The answer that will be sent, or null; lives in the upstream connection.</summary>
    public ResponseHead? ResponseHead { get; private set; }

    public CallerIdentity Caller { get; }
    public IPEndPoint? Source { get; }
    public IpValue SourceIp { get; }

    /// <summary>The address that the application dialled, or null on the explicit proxy.</summary>
    public IPEndPoint? OriginalDestination { get; }
    public IpValue DestinationIp { get; }

    public CallKind Kind { get; private set; }
    public EgressSnapshot Snapshot { get; private set; } = null!;
    public Decision Decision { get; set; }
    public ClusterState? ClusterState { get; set; }
    public EndpointState? Endpoint { get; set; }
    public PickRequest Pick { get; } = new();
    public TraceContext Trace { get; set; }

    /// <summary>Header operations of the chosen destination; none before routing.</summary>
    public HeaderOperations? DestinationHeaders { get; set; }

    /// <summary>True once the filters have been asked: what came before was no request.</summary>
    public bool IsJudged { get; set; }

    public long StartTimestamp { get; private set; }

    /// <summary>Ticks of 100 ns from sending the last try to the head of its answer; -1 when there was none.</summary>
    public long UpstreamTicks { get; set; }

    /// <summary>Bytes of request and response bodies.</summary>
    public long RequestBytes { get; set; }
    public long ResponseBytes { get; set; }
    public int Status { get; set; }
    public ResponseFlags Flags { get; set; }

    /// <summary>Why the exchange failed, in words; null when it did not.</summary>
    public string? Detail { get; set; }
    public EgressError Failure { get; set; }
    public int AttemptCount { get; set; }

    /// <summary>The scheme the application used; the sidecar terminates no TLS of the application yet.</summary>
    public ReadOnlySpan<byte> Scheme => RequestHead.Scheme.IsEmpty ? "http"u8 : RequestHead.Scheme;

    public override ReadOnlySpan<byte> Method => RequestHead.Method;
    public override ReadOnlySpan<byte> Host => _host.AsSpan(0, _hostLength);
    public override int Port => _port;
    public override ReadOnlySpan<byte> Path => _pathChanged ? _path.AsSpan(0, _pathLength) : RequestHead.Path;
    public override ReadOnlySpan<byte> Query => RequestHead.Query;
    public override HeaderCollection Headers => _requestHeaders;
    public override int ResponseStatus => Status;
    public override HeaderCollection ResponseHeaders => _responseHeaders;
    public override string Principal => Caller.Principal;
    public override string Cluster => ClusterState?.Plan.Name ?? "";
    public override string Route => Decision.Route?.Name ?? "";
    public override int Attempts => AttemptCount;
    public override EgressError Error => Failure;

    /// <summary>Replaces path and query of what is forwarded; the facts that were judged stay.</summary>
    public void RewriteTarget(ReadOnlySpan<byte> pathAndQuery)
    {
        RequestHead.SetOriginForm(pathAndQuery);
        _targetRewritten = true;
    }

    /// <summary>
    /// Gives the target the form that a server expects. A path that normalisation changed is forwarded normalised:
    /// what was judged is what is sent.
    /// </summary>
    public void FinishTarget()
    {
        if (_targetRewritten)
            return;
        if (!_pathChanged)
        {
            if (RequestHead.Form == TargetForm.Absolute)
                RequestHead.SetOriginForm();
            return;
        }
        var query = RequestHead.Query;
        var length = _pathLength;
        if (!query.IsEmpty)
        {
            if (_path.Length < length + 1 + query.Length)
                Array.Resize(ref _path, length + 1 + query.Length);
            _path[length++] = (byte)'?';
            query.CopyTo(_path.AsSpan(length));
            length += query.Length;
        }
        RequestHead.SetOriginForm(_path.AsSpan(0, length));
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
        Snapshot = snapshot;
        Kind = kind;
        StartTimestamp = Stopwatch.GetTimestamp();
        Decision = default;
        ClusterState = null;
        Endpoint = null;
        DestinationHeaders = null;
        IsJudged = _targetRewritten = false;
        RequestBytes = ResponseBytes = 0;
        UpstreamTicks = -1;
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
        RequestBytes = ResponseBytes = 0;
        UpstreamTicks = -1;
        IsJudged = _pathChanged = false;
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
        Path = Path,
        Query = RequestHead.Query,
        Scheme = Scheme,
        Headers = _requestHeaders,
        Caller = Caller,
        SourceIp = SourceIp,
        DestinationIp = DestinationIp,
    };

    public void Dispose() => RequestHead.Dispose();

    private void NormalizePath()
    {
        var raw = RequestHead.Path;
        if (_path.Length <= raw.Length)
            _path = new byte[Math.Max(256, raw.Length + 1)]; // normalising may put a slash in front
        var normalized = PathNormalizer.Normalize(raw, _path);
        _pathChanged = !normalized.SequenceEqual(raw);
        if (!_pathChanged)
            return;
        _pathLength = normalized.Length;
        if (!normalized.Overlaps(_path))
            normalized.CopyTo(_path);
    }
}
