using System.Net;

namespace EgressPipeline.Filters.Connections;

/// <summary>A connection as filters see it. Its own object for every connection, so that a filter that keeps it sees nobody else's.</summary>
/// <param name="states">How many filters may remember something.</param>
internal sealed class ConnectionFacts(int states) : EgressConnection
{
    private readonly object?[] _states = new object?[states];
    private byte[] _firstBytes = [];
    private int _slot;
    private EgressError _error;
    private long _sent;
    private long _received;

    public required ConnectionProtocol Kind { get; init; }
    public required IPEndPoint? From { get; init; }
    public IPEndPoint? Dialled { get; init; }
    public string Name { get; init; } = "";
    public int CalledPort { get; init; }
    public string HelloName { get; init; } = "";
    public string Caller { get; init; } = "";
    public string ServiceName { get; init; } = "";

    public override ConnectionProtocol Protocol => Kind;
    public override IPEndPoint? Source => From;
    public override IPEndPoint? OriginalDestination => Dialled;
    public override string Host => Name;
    public override int Port => CalledPort;
    public override string Sni => HelloName;
    public override string Principal => Caller;
    public override string Service => ServiceName;
    public override ReadOnlySpan<byte> FirstBytes => _firstBytes;
    public override long BytesSent => _sent;
    public override long BytesReceived => _received;
    public override EgressError Error => _error;

    public override object? State
    {
        get => _states[_slot];
        set => _states[_slot] = value;
    }

    /// <summary>A copy: what a filter that was given up still looks at is nobody else's.</summary>
    public void ShowFirstBytes(byte[] copy) => _firstBytes = copy;

    public void Select(FilterSlot slot) => _slot = slot.Index;

    public void HideFirstBytes() => _firstBytes = [];

    public void End(EgressError error, long sent, long received) => (_error, _sent, _received) = (error, sent, received);
}
