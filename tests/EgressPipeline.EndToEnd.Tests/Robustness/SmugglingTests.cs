using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>Messages that two parsers could read differently are refused and the connection ends; the upstream never sees them.</summary>
public sealed class SmugglingTests
{
    private const string Host = "api.example.com";
    private const string Line = $"POST http://{Host}/smuggle HTTP/1.1\r\nHost: {Host}\r\n";

    public static TheoryData<string, string> Refused => new()
    {
        { "both lengths", Line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "two content lengths", Line + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" },
        { "list of content lengths", Line + "Content-Length: 5, 6\r\n\r\nhello" },
        { "signed content length", Line + "Content-Length: +5\r\n\r\nhello" },
        { "negative content length", Line + "Content-Length: -1\r\n\r\n" },
        { "hexadecimal content length", Line + "Content-Length: 0x5\r\n\r\nhello" },
        { "content length with inner space", Line + "Content-Length: 5 5\r\n\r\nhello" },
        { "content length beyond 64 bits", Line + "Content-Length: 99999999999999999999\r\n\r\n" },
        { "space before the colon", Line + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
        { "tab before the colon", Line + "Content-Length\t: 5\r\n\r\nhello" },
        { "folded line", Line + "X-A: b\r\n c\r\n\r\n" },
        { "folded transfer encoding", Line + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" },
        { "chunked not last", Line + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" },
        { "chunked twice", Line + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" },
        { "unknown coding", Line + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
        { "vertical tab before chunked", Line + "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" },
        { "bare LF after the start line", $"POST http://{Host}/smuggle HTTP/1.1\nHost: {Host}\r\n\r\n" },
        { "bare LF after a field", Line + "X-A: b\n\r\n" },
        { "bare CR in a value", Line + "X-A: b\rTransfer-Encoding: chunked\r\n\r\n" },
        { "NUL in a value", Line + "X-A: b\0c\r\n\r\n" },
        { "control byte in a name", Line + "X\x01A: b\r\n\r\n" },
        { "no colon", Line + "Transfer-Encoding chunked\r\n\r\n" },
        { "empty name", Line + ": b\r\n\r\n" },
        { "two hosts", Line + "Host: other.example.com\r\n\r\n" },
        { "bad method", $"PO\"ST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n" },
        { "space in the target", $"GET http://{Host}/a b HTTP/1.1\r\nHost: {Host}\r\n\r\n" },
        { "version 2 in text", $"GET http://{Host}/ HTTP/2.0\r\nHost: {Host}\r\n\r\n" },
        { "lower-case version", $"GET http://{Host}/ http/1.1\r\nHost: {Host}\r\n\r\n" },
        { "userinfo", $"GET http://user@{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n" },
        { "transfer encoding in HTTP/1.0", $"POST http://{Host}/ HTTP/1.0\r\nHost: {Host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "first line is folded", $"GET http://{Host}/ HTTP/1.1\r\n Host: {Host}\r\n\r\n" },
    };

    public static TheoryData<string, string> BadChunks => new()
    {
        { "no size", "\r\nhello\r\n0\r\n\r\n" },
        { "not hexadecimal", "g\r\nhello\r\n0\r\n\r\n" },
        { "signed", "+5\r\nhello\r\n0\r\n\r\n" },
        { "0x prefix", "0x5\r\nhello\r\n0\r\n\r\n" },
        { "beyond 64 bits", "fffffffffffffffff\r\nhello\r\n" },
        { "bare LF after the size", "5\nhello\r\n0\r\n\r\n" },
        { "too long for its size", "5\r\nhello!\r\n0\r\n\r\n" },
        { "space before the size", " 5\r\nhello\r\n0\r\n\r\n" },
        { "bare CR in an extension", "5;a=\rb\r\nhello\r\n0\r\n\r\n" },
        { "no CRLF after the data", "5\r\nhello0\r\n\r\n" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task AmbiguousHead_Is400AndClosed_NeverForwarded(string what, string request)
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync(request + $"GET http://{Host}/second HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        var answer = await client.ReadResponseAsync("POST");
        Assert.True(answer.Status is 400 or 431 or 501 or 505, $"{what}: {answer}");
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal(0, upstream.Connections);
    }

    [Theory, MemberData(nameof(BadChunks))]
    public async Task BadChunk_EndsTheConnection_NothingAfterItIsForwarded(string what, string body)
    {
        await using var upstream = RawServer.Start();
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync(Line + "Transfer-Encoding: chunked\r\n\r\n" + body + $"GET http://{Host}/second HTTP/1.1\r\nHost: {Host}\r\n\r\n");

        var answer = System.Text.Encoding.Latin1.GetString(await client.ReadToEndAsync());
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{what}: {answer}");
        if (upstream.Connections > 0)
        {
            await using var server = await upstream.AcceptAsync();
            await server.ReadToEndAsync();
            Assert.DoesNotContain("/second", server.ReceivedText, StringComparison.Ordinal);
            Assert.DoesNotContain("\r\n0\r\n", server.ReceivedText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\r\n\r\n")]
    public async Task AmbiguousResponse_Is502_NothingOfItIsPassedOn(string response)
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(response);
            connection.ShutdownSend();
            await connection.ReadToEndAsync();
        });
        await using var scene = await Scene.StartHttpAsync(Host, upstream.EndPoint);

        var answer = await scene.GetAsync($"http://{Host}/");

        Assert.Equal(502, answer.Status);
        Assert.NotNull(answer.Header("x-egress-decision"));
    }
}
