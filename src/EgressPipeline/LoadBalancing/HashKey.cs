using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.LoadBalancing;

/// <summary>Takes the key of consistent hashing from a call, as Envoy's hash policies do. Allocates nothing. Safe for concurrent use.</summary>
internal sealed class HashKey
{
    /// <summary>Lines of one header that count; more of them are left out.</summary>
    private const int MaxLines = 64;

    private const int CookieDigits = 16;

    private readonly HashSource _source;
    private readonly byte[] _name;
    private readonly byte[]? _cookieEnd;

    public HashKey(HashPlan plan)
    {
        _source = plan.Source;
        _name = Encoding.UTF8.GetBytes(plan.Name);
        _cookieEnd = plan.NewCookie is { } cookie ? Encoding.ASCII.GetBytes("\"" + cookie) : null;
    }

    /// <summary>Puts the request's key into <paramref name="pick"/>, or asks for a cookie to be handed out.</summary>
    public void Take(RequestHead head, IPEndPoint? source, PickRequest pick)
    {
        switch (_source)
        {
            case HashSource.Header:
                pick.Hash = OfHeader(head);
                break;
            case HashSource.Cookie:
                TakeCookie(head, source, pick);
                break;
            case HashSource.QueryParameter when QueryString.TryGet(head.Query, _name, out var value):
                pick.Hash = XxHash64.HashToUInt64(value);
                break;
            case HashSource.SourceAddress:
                pick.Hash = OfAddress(source);
                break;
        }
    }

    /// <summary>The same for a connection that is relayed: only its source address can be the key.</summary>
    public void Take(IPEndPoint? source, PickRequest pick)
    {
        if (_source == HashSource.SourceAddress)
            pick.Hash = OfAddress(source);
    }

    /// <summary>Adds the Set-Cookie that <see cref="Take(RequestHead, IPEndPoint?, PickRequest)"/> asked for.</summary>
    public void GiveCookie(ResponseHead head, PickRequest pick)
    {
        var end = _cookieEnd!;
        Span<byte> line = stackalloc byte[512];
        var length = _name.Length + 2 + CookieDigits + end.Length;
        if (length > line.Length)
            line = new byte[length];
        _name.CopyTo(line);
        "=\""u8.CopyTo(line[_name.Length..]);
        Digits(pick.NewCookie!.Value, line[(_name.Length + 2)..]);
        end.CopyTo(line[(_name.Length + 2 + CookieDigits)..]);
        head.Add("set-cookie"u8, line[..length]);
    }

    private void TakeCookie(RequestHead head, IPEndPoint? source, PickRequest pick)
    {
        if (head.TryGet(KnownHeader.Cookie, out var cookies) && Cookie(cookies) is { IsEmpty: false } value)
        {
            pick.Hash = XxHash64.HashToUInt64(value);
            return;
        }
        if (_cookieEnd is null)
            return;
        // The same for all calls of one connection: those on their way at once must not end at several endpoints.
        var cookie = OfConnection(source);
        pick.NewCookie = cookie;
        Span<byte> digits = stackalloc byte[CookieDigits];
        Digits(cookie, digits);
        pick.Hash = XxHash64.HashToUInt64(digits);
    }

    /// <summary>The value of our cookie without quotes; empty when it is not there.</summary>
    private ReadOnlySpan<byte> Cookie(ReadOnlySpan<byte> cookies)
    {
        while (!cookies.IsEmpty)
        {
            var end = cookies.IndexOf((byte)';');
            var pair = (end < 0 ? cookies : cookies[..end]).Trim((byte)' ');
            cookies = end < 0 ? default : cookies[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            if (equals < 0 || !pair[..equals].SequenceEqual(_name))
                continue;
            var value = pair[(equals + 1)..];
            return value is [(byte)'"', .., (byte)'"'] ? value[1..^1] : value;
        }
        return default;
    }

    private ulong? OfHeader(RequestHead head)
    {
        if (_name[0] == ':')
            return OfPseudoHeader(head);
        Span<int> lines = stackalloc int[MaxLines];
        var count = 0;
        for (var i = 0; i < head.HeaderCount && count < MaxLines; i++)
            if (Ascii.EqualsIgnoreCase(head.Name(i), _name))
                lines[count++] = i;
        if (count == 0)
            return null;
        return count == 1 ? XxHash64.HashToUInt64(head.Value(lines[0])) : OfLines(head, lines[..count]);
    }

    /// <summary>Several lines count in the order of their values, so that it does not matter in which they came.</summary>
    private static ulong OfLines(RequestHead head, Span<int> lines)
    {
        for (var i = 1; i < lines.Length; i++)
            for (var j = i; j > 0 && head.Value(lines[j]).SequenceCompareTo(head.Value(lines[j - 1])) < 0; j--)
                (lines[j], lines[j - 1]) = (lines[j - 1], lines[j]);
        var hash = 0UL;
        foreach (var line in lines)
            hash = XxHash64.HashToUInt64(head.Value(line), (long)hash);
        return hash;
    }

    private ulong OfPseudoHeader(RequestHead head) => _name[1] switch
    {
        (byte)'a' => XxHash64.HashToUInt64(head.Authority),
        (byte)'m' => XxHash64.HashToUInt64(head.Method),
        _ => XxHash64.HashToUInt64(head.Target),
    };

    private static ulong? OfAddress(IPEndPoint? source)
    {
        if (source is null)
            return null;
        Span<byte> text = stackalloc byte[64];
        var address = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : source.Address;
        return address.TryFormat(text, out var length) ? XxHash64.HashToUInt64(text[..length]) : null;
    }

    private static ulong OfConnection(IPEndPoint? source)
    {
        Span<byte> bytes = stackalloc byte[18];
        if (source is null || !source.Address.TryWriteBytes(bytes, out var length))
            return 0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[length..], (ushort)source.Port);
        return XxHash64.HashToUInt64(bytes[..(length + 2)]);
    }

    private static void Digits(ulong value, Span<byte> target) => Utf8Formatter.TryFormat(value, target, out _, new System.Buffers.StandardFormat('x', CookieDigits));
}
