using System.Buffers.Text;
using System.Net;
using System.Text;
using EgressPipeline;
using ExternalAuthorization.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ExternalAuthorization.Checks;

/// <summary>
/// Describes a call to the authorizer as Envoy does: what the application asked for, before routes rewrite it and before other filters add
/// credentials. Safe for concurrent use.
/// </summary>
internal sealed class QuestionWriter(ExternalAuthorizationOptions options, TimeProvider time)
{
    private const string PartialBody = "x-envoy-auth-partial-body";

    private readonly HeaderSelection _selection = new(options.Headers, options.WithoutHeaders);

    /// <summary>A question without the body.</summary>
    public CheckRequest Of(EgressRequest request)
    {
        var call = HttpCallOf(request);
        var attributes = new CallAttributes
        {
            Source = SourceOf(request),
            Destination = new Peer { Address = Address(Text(request.Host), request.Port), Service = request.Service },
            Request = new CallMessage { Time = Timestamp.FromDateTimeOffset(time.GetUtcNow() - request.Elapsed), Http = call },
        };
        foreach (var (name, value) in options.Context)
            attributes.ContextExtensions.Add(name, value);
        return new CheckRequest { Attributes = attributes };
    }

    /// <summary>Adds the body.</summary>
    /// <param name="question">From <see cref="Of"/>.</param>
    /// <param name="bytes">The body, or its beginning.</param>
    /// <param name="isWhole">That was all of it.</param>
    public void AddBody(CheckRequest question, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var call = question.Attributes.Request.Http;
        if (options.Body!.PackAsBytes)
            call.RawBody = ByteString.CopyFrom(bytes);
        else
            call.Body = Text(bytes);
        call.Headers[PartialBody] = isWhole ? "false" : "true";
    }

    private HttpCall HttpCallOf(EgressRequest request)
    {
        var headers = request.Headers;
        var query = request.Query;
        var call = new HttpCall
        {
            Id = headers.TryGet("x-request-id"u8, out var id) ? Text(id) : Guid.NewGuid().ToString(),
            Method = Text(request.Method),
            Path = query.IsEmpty ? Text(request.Path) : $"{Text(request.Path)}?{Text(query)}",
            Host = headers.TryGet("host"u8, out var host) ? Text(host) : Text(request.Host),
            Scheme = Text(request.Scheme),
            Size = SizeOf(headers),
        };
        foreach (var (name, value) in new[] { (":method", call.Method), (":path", call.Path), (":authority", call.Host), (":scheme", call.Scheme) })
            if (_selection.Has(name))
                call.Headers[name] = value;
        AddHeaders(headers, call);
        return call;
    }

    private void AddHeaders(EgressHeaders headers, HttpCall call)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            var name = Text(headers.NameAt(i)).ToLowerInvariant();
            if (name == "host" || !_selection.Has(name))
                continue; // the host has a place of its own
            var value = Text(headers.ValueAt(i));
            call.Headers[name] = call.Headers.TryGetValue(name, out var before) ? $"{before}{(name == "cookie" ? "; " : ",")}{value}" : value;
        }
    }

    // The published meaning: -1 for a length that nobody knows yet.
    private static long SizeOf(EgressHeaders headers)
    {
        if (headers.Contains("transfer-encoding"u8))
            return -1;
        return headers.TryGet("content-length"u8, out var digits) && Utf8Parser.TryParse(digits, out long length, out _) ? length : 0;
    }

    private static Peer SourceOf(EgressRequest request)
    {
        var peer = new Peer();
        if (request.Source is { } source)
            peer.Address = Address(Plain(source.Address).ToString(), source.Port);
        if (request.Principal.Length > 0)
            peer.Principal = "spiffe://" + request.Principal;
        return peer;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static PeerAddress Address(string host, int port) => new() { SocketAddress = new HostAndPort { Address = host, PortValue = (uint)port } };

    // What is no UTF-8 arrives with replacement characters: the protocol's texts can hold nothing else.
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
