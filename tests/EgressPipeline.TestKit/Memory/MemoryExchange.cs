using System.Net;
using System.Text;

namespace EgressPipeline.TestKit;

/// <summary>
/// A request in memory: what a host is to a filter. The handles that it opens are the contract's own, so they die with their phase and
/// hold the filter to its capabilities. <see cref="PhaseDriver"/> opens and closes them.
/// </summary>
/// <remarks>For one request after another; not thread-safe.</remarks>
public sealed class MemoryExchange : EgressExchange
{
    private readonly byte[] _method;
    private readonly byte[] _host;
    private byte[] _target;
    private int _targetLength;

    /// <summary>A request as routing left it, to <c>outbound|443||host</c> over verified TLS.</summary>
    /// <param name="method">Method.</param>
    /// <param name="host">The called host; also the <c>Host</c> header.</param>
    /// <param name="target">Path and query.</param>
    public MemoryExchange(string method = "GET", string host = "api.example.com", string target = "/")
    {
        (_method, _host) = (Encoding.ASCII.GetBytes(method), Encoding.ASCII.GetBytes(host));
        _target = Encoding.Latin1.GetBytes(target);
        _targetLength = _target.Length;
        Sent.Append("Host"u8, _host);
        ClusterName = $"outbound|443||{host}";
    }

    /// <summary>The head that goes to the service.</summary>
    public MemoryHeaders Sent { get; } = new();

    /// <summary>The head of the answer.</summary>
    public MemoryHeaders Answered { get; } = new();

    /// <summary>Path and query that go to the service.</summary>
    public string Target => Encoding.Latin1.GetString(_target, 0, _targetLength);

    /// <summary>Status of the answer; 0 while there is none.</summary>
    public int AnsweredStatus { get; set; }

    /// <summary>See <see cref="EgressRequest.IsUpstreamSecure"/>.</summary>
    public bool IsSecure { get; set; } = true;

    /// <summary>See <see cref="EgressRequest.Cluster"/>.</summary>
    public string ClusterName { get; set; }

    /// <summary>See <see cref="EgressRequest.Service"/>.</summary>
    public string ServiceName { get; set; } = "default/api";

    /// <summary>See <see cref="EgressRequest.Route"/>.</summary>
    public string RouteName { get; set; } = "";

    /// <summary>See <see cref="EgressRequest.Principal"/>.</summary>
    public string Caller { get; set; } = "";

    /// <summary>See <see cref="EgressRequest.Error"/>.</summary>
    public EgressError Outcome { get; set; }

    /// <inheritdoc />
    public override ReadOnlySpan<byte> Method => _method;

    /// <inheritdoc />
    public override ReadOnlySpan<byte> Scheme => "http"u8;

    /// <inheritdoc />
    public override ReadOnlySpan<byte> Host => _host;

    /// <inheritdoc />
    public override int Port => 80;

    /// <inheritdoc />
    public override ReadOnlySpan<byte> Path => Split is >= 0 and var at ? _target.AsSpan(0, at) : _target.AsSpan(0, _targetLength);

    /// <inheritdoc />
    public override ReadOnlySpan<byte> Query => Split is >= 0 and var at ? _target.AsSpan((at + 1).._targetLength) : default;

    /// <inheritdoc />
    public override HeaderCollection RequestHeaders => Sent;

    /// <inheritdoc />
    public override int ResponseStatus => AnsweredStatus;

    /// <inheritdoc />
    public override HeaderCollection ResponseHeaders => Answered;

    /// <inheritdoc />
    public override string Principal => Caller;

    /// <inheritdoc />
    public override IPEndPoint? Source => null;

    /// <inheritdoc />
    public override string Service => ServiceName;

    /// <inheritdoc />
    public override string Cluster => ClusterName;

    /// <inheritdoc />
    public override string Route => RouteName;

    /// <inheritdoc />
    public override bool IsUpstreamSecure => IsSecure;

    /// <inheritdoc />
    public override int Attempts => AnsweredStatus == 0 ? 0 : 1;

    /// <inheritdoc />
    public override EgressError Error => Outcome;

    /// <inheritdoc />
    public override long RequestBytes => 0;

    /// <inheritdoc />
    public override long ResponseBytes => 0;

    /// <inheritdoc />
    public override TimeSpan Elapsed => TimeSpan.Zero;

    /// <inheritdoc />
    public override bool TrySetTarget(ReadOnlySpan<byte> pathAndQuery)
    {
        if (Sent.IsSealed)
            return false;
        if (_target.Length < pathAndQuery.Length)
            _target = new byte[pathAndQuery.Length * 2];
        pathAndQuery.CopyTo(_target);
        _targetLength = pathAndQuery.Length;
        return true;
    }

    private int Split => _target.AsSpan(0, _targetLength).IndexOf((byte)'?');
}
