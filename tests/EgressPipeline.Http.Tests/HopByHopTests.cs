using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class HopByHopTests
{
    [Fact]
    public void RemoveHopByHop_StandardFields_AreRemoved() => Check(
        "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: x\r\n"
        + "Proxy-Authenticate: y\r\nproxy-anything: z\r\nTE: gzip\r\nUpgrade: websocket\r\nA: b\r\n",
        "A: b\r\n");

    [Fact]
    public void RemoveHopByHop_ListedFields_AreRemoved() => Check(
        "Connection: close, X-Hop ,,x-other\r\nX-Hop: 1\r\nA: b\r\nx-hop: 2\r\nConnection: Cookie\r\nCookie: c\r\nX-Other: 3\r\n",
        "A: b\r\n");

    [Theory]
    [InlineData("Content-Length: 0\r\n", "content-length")]
    [InlineData("Transfer-Encoding: chunked\r\n", "transfer-encoding")]
    [InlineData("X-Forwarded-For: 192.0.2.1\r\n", "x-forwarded-for")]
    [InlineData("Via: 1.1 a\r\n", "via")]
    public void RemoveHopByHop_ProtectedFieldListed_Stays(string line, string listed) =>
        Check($"Connection: {listed}, host\r\n{line}", line);

    [Theory]
    [InlineData("TE: trailers\r\n")]
    [InlineData("TE: gzip;q=0.5, Trailers\r\n")]
    [InlineData("TE: gzip\r\nTE: trailers\r\nConnection: TE\r\n")]
    public void RemoveHopByHop_TeWithTrailers_KeepsJustThat(string lines) => Check(lines, "TE: trailers\r\n");

    [Fact]
    public void RemoveHopByHop_KeepUpgrade_KeepsUpgradeWithAFreshConnection()
    {
        using var head = Parsed("Connection: keep-alive, Upgrade, X-Hop\r\nX-Hop: 1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n");
        head.RemoveHopByHop(keepUpgrade: true);
        Assert.Equal(Expected("Upgrade: websocket\r\nSec-WebSocket-Key: k\r\nConnection: Upgrade\r\n"), HeadReading.Written(head));
    }

    [Fact]
    public void RemoveHopByHop_KeepUpgradeWithoutOne_AddsNothing()
    {
        using var head = Parsed("A: b\r\n");
        head.RemoveHopByHop(keepUpgrade: true);
        Assert.Equal(Expected("A: b\r\n"), HeadReading.Written(head));
    }

    [Fact]
    public void RemoveListed_WhatIsWrittenAfterwards_StaysWhateverConnectionLists()
    {
        using var head = Parsed("Connection: Authorization, keep-alive\r\nAuthorization: theirs\r\nKeep-Alive: timeout=5\r\n");
        head.RemoveListed();
        head.Add("authorization"u8, "ours"u8);
        head.RemoveHopByHop(keepUpgrade: false);
        Assert.Equal(Expected("authorization: ours\r\n"), HeadReading.Written(head));
    }

    private static void Check(string lines, string expected)
    {
        using var head = Parsed(lines);
        head.RemoveHopByHop(keepUpgrade: false);
        Assert.Equal(Expected(expected), HeadReading.Written(head));
        Assert.False(head.Contains(KnownHeader.Connection));
        Assert.True(head.Contains(KnownHeader.Host));
    }

    private static RequestHead Parsed(string lines) => HeadReading.ParsedRequest(Expected(lines));

    private static string Expected(string lines) => $"GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n";
}
