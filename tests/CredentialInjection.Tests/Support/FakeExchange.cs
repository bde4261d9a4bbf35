using System.Net;
using System.Text;
using EgressPipeline;

namespace CredentialInjection.Tests.Support;

/// <summary>A request in memory: what a host is to a filter.</summary>
internal sealed class FakeExchange : EgressExchange
{
    private byte[] _target;
    private int _targetLength;

    public FakeExchange(string method, string host, string target)
    {
        (MethodText, HostText) = (Encoding.ASCII.GetBytes(method), Encoding.ASCII.GetBytes(host));
        _target = Encoding.Latin1.GetBytes(target);
        _targetLength = _target.Length;
        Sent.Append("Host"u8, HostText);
        ClusterName = $"outbound|443||{host}";
    }

    public byte[] MethodText { get; }
    public byte[] HostText { get; }

    /// <summary>The head that goes to the service.</summary>
    public FakeHeaders Sent { get; } = new();

    /// <summary>The head of the answer.</summary>
    public FakeHeaders Answered { get; } = new();

    /// <summary>Path and query that go to the service.</summary>
    public string Target => Encoding.Latin1.GetString(_target, 0, _targetLength);

    public int AnsweredStatus { get; set; }
    public bool IsSecure { get; set; } = true;

    /// <summary>Where the call goes, as routing left it.</summary>
    public string ClusterName { get; set; }

    public override ReadOnlySpan<byte> Method => MethodText;
    public override ReadOnlySpan<byte> Scheme => "http"u8;
    public override ReadOnlySpan<byte> Host => HostText;
    public override int Port => 80;
    public override ReadOnlySpan<byte> Path => Split is >= 0 and var at ? _target.AsSpan(0, at) : _target.AsSpan(0, _targetLength);
    public override ReadOnlySpan<byte> Query => Split is >= 0 and var at ? _target.AsSpan((at + 1).._targetLength) : default;
    public override HeaderCollection RequestHeaders => Sent;
    public override int ResponseStatus => AnsweredStatus;
    public override HeaderCollection ResponseHeaders => Answered;
    public override string Principal => "";
    public override IPEndPoint? Source => null;
    public override string Service => "default/api";
    public override string Cluster => ClusterName;
    public override string Route => "";
    public override bool IsUpstreamSecure => IsSecure;
    public override int Attempts => 0;
    public override EgressError Error => EgressError.None;
    public override long RequestBytes => 0;
    public override long ResponseBytes => 0;
    public override TimeSpan Elapsed => TimeSpan.Zero;

    public override bool TrySetTarget(ReadOnlySpan<byte> pathAndQuery)
    {
        if (_target.Length < pathAndQuery.Length)
            _target = new byte[pathAndQuery.Length * 2];
        pathAndQuery.CopyTo(_target);
        _targetLength = pathAndQuery.Length;
        return true;
    }

    private int Split => _target.AsSpan(0, _targetLength).IndexOf((byte)'?');
}
