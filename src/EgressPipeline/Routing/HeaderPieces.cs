using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>Writes pieces of header values behind each other. What is not there writes nothing. Not thread-safe.</summary>
internal sealed class HeaderPieces
{
    private const int LongestNumber = 20;
    private const int LongestAddress = 65;
    private const int LongestTime = 24;

    private static readonly byte[] HostName = Encoding.UTF8.GetBytes(Environment.MachineName);

    private byte[] _bytes = new byte[512];
    private int _length;
    private HttpExchange _call = null!;
    private ResponseHead? _answer;

    /// <summary>All that was written; valid until the next piece.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Forgets what was written and goes on with another call.</summary>
    public void Begin(HttpExchange call, ResponseHead? answer)
    {
        _call = call;
        _answer = answer;
        _length = 0;
    }

    public void Add(HeaderSegment segment)
    {
        var start = _length;
        Write(segment);
        if (segment.MaxLength > 0)
            _length = Math.Min(_length, start + segment.MaxLength);
    }

    private void Write(HeaderSegment segment)
    {
        switch (segment.Source)
        {
            case HeaderSource.Literal: Write(segment.Text); break;
            case HeaderSource.RequestField:
                if (!TryWriteOfRequest(segment.Text) && segment.Alternative.Length > 0)
                    TryWriteOfRequest(segment.Alternative);
                break;
            case HeaderSource.ResponseField:
                if (_answer is not null && !TryWriteField(_answer, segment.Text) && segment.Alternative.Length > 0)
                    TryWriteField(_answer, segment.Alternative);
                break;
            case HeaderSource.Caller: Write(_call.Source, withAddress: true, withPort: true); break;
            case HeaderSource.CallerAddress: Write(_call.Source, withAddress: true, withPort: false); break;
            case HeaderSource.CallerPort: Write(_call.Source, withAddress: false, withPort: true); break;
            case HeaderSource.Dialled: Write(_call.OriginalDestination, withAddress: true, withPort: true); break;
            case HeaderSource.DialledAddress: Write(_call.OriginalDestination, withAddress: true, withPort: false); break;
            case HeaderSource.DialledPort: Write(_call.OriginalDestination, withAddress: false, withPort: true); break;
            case HeaderSource.Protocol: Write(_call.IsHttp2 ? "HTTP/2"u8 : _call.RequestHead.MinorVersion == 0 ? "HTTP/1.0"u8 : "HTTP/1.1"u8); break;
            case HeaderSource.StartTime: WriteStart(); break;
            case HeaderSource.HostName: Write(HostName); break;
            case HeaderSource.Cluster: WriteText(_call.Cluster); break;
            case HeaderSource.Route: WriteText(_call.Route); break;
            case HeaderSource.Endpoint: Write(_call.Endpoint?.Address, withAddress: true, withPort: true); break;
            case HeaderSource.EndpointAddress: Write(_call.Endpoint?.Address, withAddress: true, withPort: false); break;
            case HeaderSource.EndpointPort: Write(_call.Endpoint?.Address, withAddress: false, withPort: true); break;
            case HeaderSource.Status: Write(_call.ResponseStatus); break;
            case HeaderSource.Attempts: Write(_call.AttemptCount); break;
        }
    }

    private bool TryWriteOfRequest(byte[] name)
    {
        var head = _call.RequestHead;
        if (name[0] != ':')
            return TryWriteField(head, name);
        switch (name[1])
        {
            case (byte)'m': Write(head.Method); break;
            case (byte)'s': Write(_call.Scheme); break;
            case (byte)'a': Write(head.Authority); break;
            default:
                Write(_call.Path);
                if (_call.Query.IsEmpty)
                    break;
                Write("?"u8);
                Write(_call.Query);
                break;
        }
        return true;
    }

    /// <summary>The first line of a name, as Envoy takes it.</summary>
    private bool TryWriteField(HttpHead head, byte[] name)
    {
        for (var i = 0; i < head.HeaderCount; i++)
        {
            if (!Ascii.EqualsIgnoreCase(head.Name(i), name))
                continue;
            Write(head.Value(i));
            return true;
        }
        return false;
    }

    private void Write(IPEndPoint? address, bool withAddress, bool withPort)
    {
        if (address is null)
            return;
        var isBracketed = withAddress && withPort && address.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        if (isBracketed)
            Write("["u8);
        if (withAddress && address.Address.TryFormat(Reserve(LongestAddress), out int written))
            _length += written;
        if (isBracketed)
            Write("]"u8);
        if (withAddress && withPort)
            Write(":"u8);
        if (withPort)
            Write(address.Port);
    }

    private void Write(int number)
    {
        Utf8Formatter.TryFormat(number, Reserve(LongestNumber), out var written);
        _length += written;
    }

    private void WriteStart()
    {
        // Only shown: nothing is decided by this clock.
        (TimeProvider.System.GetUtcNow() - _call.Elapsed).UtcDateTime.TryFormat(Reserve(LongestTime), out var written, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>A name of a policy: it may hold what no header may.</summary>
    private void WriteText(string text)
    {
        var span = Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = Encoding.UTF8.GetBytes(text, span);
        foreach (ref var one in span[..written])
            if (one is < 0x20 or 0x7F)
                one = (byte)'?';
        _length += written;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        return _bytes.AsSpan(_length, size);
    }
}
