using System.Globalization;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Telemetry;

/// <summary>
/// Istio's standard metrics of one destination. A snapshot keeps it, so a call reaches its slot without a look-up by name.
/// Lock-free, and without allocation once an outcome was seen. One that never counted is small: a plan may have thousands.
/// </summary>
internal sealed class RequestSeries
{
    /// <summary>Distinct outcomes (status, flags, gRPC status) per destination; more share <c>response_code="other"</c>.</summary>
    internal const int MaxOutcomes = 64;

    private const int NoGrpcStatus = -1;
    private const int UnknownGrpcStatus = 2;

    private readonly LabelSet _source;
    private readonly ClusterPlan? _cluster;
    private readonly string _wellKnown;
    private readonly RequestInstruments _instruments;
    private readonly OutcomeTable<RequestSlot> _requests;
    private readonly OutcomeTable<TcpSlot> _connections;
    private LabelSet? _destination;
    private long _plaintext;

    /// <param name="source">The labels of this workload.</param>
    /// <param name="cluster">The declared destination, or null.</param>
    /// <param name="wellKnown">Istio's cluster name for what is not declared.</param>
    /// <param name="instruments">For listeners of the meter.</param>
    internal RequestSeries(LabelSet source, ClusterPlan? cluster, string wellKnown, RequestInstruments instruments)
    {
        _source = source;
        _cluster = cluster;
        _wellKnown = wellKnown;
        _instruments = instruments;
        _requests = new OutcomeTable<RequestSlot>(RequestSlotOf, MaxOutcomes);
        _connections = new OutcomeTable<TcpSlot>(TcpSlotOf, MaxOutcomes);
    }

    internal LabelSet Destination => _destination ??= IstioMetrics.DestinationLabels(_source, _cluster, _wellKnown);

    internal RequestSlot[] Requests => _requests.Slots;

    internal TcpSlot[] Connections => _connections.Slots;

    /// <summary>Requests whose last hop from this process was not encrypted.</summary>
    internal long Plaintext => Volatile.Read(ref _plaintext);

    /// <summary>Counts one finished HTTP request.</summary>
    /// <param name="status">Status the application got; 0 when it got none.</param>
    /// <param name="flags">Why it was not a plain answer.</param>
    /// <param name="tls">True when the upstream hop was encrypted (or there was none).</param>
    /// <param name="requestBytes">Bytes of the request's body.</param>
    /// <param name="responseBytes">Bytes of the response's body.</param>
    /// <param name="microseconds">From the first byte of the request to the last byte of the response.</param>
    public void Record(int status, ResponseFlags flags, bool tls, long requestBytes, long responseBytes, long microseconds) =>
        Record(Key(status, NoGrpcStatus, flags), tls, requestBytes, responseBytes, microseconds);

    /// <summary>Counts one finished gRPC call.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="grpcStatus">The trailer's <c>grpc-status</c>; anything but 0 to 16 counts as 2 (UNKNOWN).</param>
    /// <param name="flags">Why it was not a plain answer.</param>
    /// <param name="tls">True when the upstream hop was encrypted (or there was none).</param>
    /// <param name="requestBytes">Bytes of the request's body.</param>
    /// <param name="responseBytes">Bytes of the response's body.</param>
    /// <param name="microseconds">From the first byte of the request to the last byte of the response.</param>
    public void RecordGrpc(int status, int grpcStatus, ResponseFlags flags, bool tls, long requestBytes, long responseBytes, long microseconds) =>
        Record(Key(status, grpcStatus is >= 0 and <= 16 ? grpcStatus : UnknownGrpcStatus, flags), tls, requestBytes, responseBytes, microseconds);

    /// <summary>Counts a relayed connection that was opened.</summary>
    public void TcpOpened() => _connections[0].Open();

    /// <summary>Counts a relayed connection that ended.</summary>
    /// <param name="sent">Bytes to the application.</param>
    /// <param name="received">Bytes from the application.</param>
    /// <param name="flags">Why it ended, if not plainly.</param>
    public void TcpClosed(long sent, long received, ResponseFlags flags) => _connections[(ulong)flags].Close(sent, received);

    private void Record(ulong key, bool tls, long requestBytes, long responseBytes, long microseconds)
    {
        var slot = _requests[key];
        slot.Record(requestBytes, responseBytes, microseconds);
        if (!tls)
            Interlocked.Increment(ref _plaintext);
        if (_instruments.IsEnabled)
            _instruments.Record(slot, requestBytes, responseBytes, microseconds);
    }

    private static ulong Key(int status, int grpcStatus, ResponseFlags flags)
    {
        var code = (uint)status < 1000 ? (uint)status : 0;
        return (ulong)flags << 16 | (uint)(grpcStatus + 1) << 10 | code;
    }

    private RequestSlot RequestSlotOf(ulong key)
    {
        if (key == OutcomeTable<RequestSlot>.Overflow)
            return new RequestSlot(Outcome("http", "other", null, "other"));
        var code = ((int)key & 0x3FF).ToString(CultureInfo.InvariantCulture);
        var flags = ResponseFlagNames.Of((ResponseFlags)(key >> 16));
        var grpcStatus = (int)(key >> 10 & 0x3F) - 1;
        return new RequestSlot(grpcStatus == NoGrpcStatus
            ? Outcome("http", code, null, flags)
            : Outcome("grpc", code, grpcStatus.ToString(CultureInfo.InvariantCulture), flags));
    }

    private TcpSlot TcpSlotOf(ulong key) =>
        new(Outcome("tcp", null, null, key == OutcomeTable<TcpSlot>.Overflow ? "other" : ResponseFlagNames.Of((ResponseFlags)key)));

    private LabelSet Outcome(string protocol, string? code, string? grpcStatus, string flags)
    {
        var labels = new List<KeyValuePair<string, string>>(5) { new("request_protocol", protocol) };
        if (code is not null)
            labels.Add(new("response_code", code));
        if (grpcStatus is not null)
            labels.Add(new("grpc_response_status", grpcStatus));
        labels.Add(new("response_flags", flags));
        labels.Add(new("connection_security_policy", "unknown"));
        return Destination.With([.. labels]);
    }
}
