using System.Net.Security;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class ClientHelloReaderTests
{
    [Fact]
    public void Hello_WithNameAndProtocols_IsRead()
    {
        var hello = Read(new HelloBuilder().Extension(43, [2, 3, 4]).Sni("Api.Example.COM").Alpn("h2", "http/1.1").Records());
        Assert.Equal("api.example.com", hello.Sni);
        Assert.Equal(["h2", "http/1.1"], hello.Alpn);
        Assert.False(hello.HasEch);
    }

    [Fact]
    public void Hello_EncryptedClientHello_IsNoticed() =>
        Assert.True(Read(new HelloBuilder().Sni("outer.example").Extension(0xFE0D, [0]).Records()).HasEch);

    [Fact]
    public void Hello_WithoutExtensions_HasNoName()
    {
        Assert.Equal("", Read(new HelloBuilder { HasExtensions = false }.Records()).Sni);
        Assert.Equal("", Read(new HelloBuilder().Records()).Sni);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void Hello_AcrossRecords_IsReassembled(int recordPayload) =>
        Assert.Equal("api.example.com", Read(new HelloBuilder().Sni("api.example.com").Alpn("h2").Records(recordPayload)).Sni);

    [Fact]
    public void Hello_LargerThanOneRecord_IsReassembled()
    {
        var bytes = new HelloBuilder().Extension(21, new byte[30_000]).Sni("late.example").Records();
        Assert.Equal(ClientHelloStatus.Done, ClientHelloReader.TryRead(Segments.Whole(bytes), out var hello));
        Assert.Equal("late.example", hello.Sni);
    }

    [Fact]
    public void Hello_FollowedByOtherBytes_IsDone() =>
        Assert.Equal("a.example", Read([.. new HelloBuilder().Sni("a.example").Records(), 22, 3, 1, 1, 2]).Sni);

    [Theory]
    [InlineData("a.example.", "a.example")]
    [InlineData("under_score.example", "under_score.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("192.0.2.1", "")]
    [InlineData("2001:db8::1", "")]
    [InlineData("[2001:db8::1]", "")]
    public void Sni_Valid_IsNormalisedAndAnAddressIsNoName(string sent, string expected) =>
        Assert.Equal(expected, Read(new HelloBuilder().Sni(sent).Records()).Sni);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a\0.evil.example")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("*.example")]
    [InlineData("a:443")]
    [InlineData("\u00e9.example")]
    public void Sni_NoDnsName_IsMalformed(string sent) => Malformed(new HelloBuilder().Sni(sent).Records());

    [Fact]
    public void Sni_TooLong_IsMalformed()
    {
        Malformed(new HelloBuilder().Sni(new string('a', 64) + ".example").Records());
        Malformed(new HelloBuilder().Sni(string.Join('.', Enumerable.Repeat("aaaaaaa", 32))).Records());
    }

    public static TheoryData<string, byte[]> BadServerNameLists => new()
    {
        { "no content", [] },
        { "empty list", [0, 0] },
        { "two names", HelloBuilder.Vector16([0, 0, 1, (byte)'a', 0, 0, 1, (byte)'b']) },
        { "other type", HelloBuilder.Vector16([1, 0, 1, (byte)'a']) },
        { "name longer than the list", HelloBuilder.Vector16([0, 0, 9, (byte)'a']) },
        { "list longer than the extension", [0, 9, 0, 0, 1, (byte)'a'] },
        { "bytes behind the list", [.. HelloBuilder.Vector16([0, 0, 1, (byte)'a']), 0] },
    };

    [Theory]
    [MemberData(nameof(BadServerNameLists))]
    public void Sni_ListMalformed_IsMalformed(string reason, byte[] content)
    {
        Assert.NotEmpty(reason);
        Malformed(new HelloBuilder().Extension(0, content).Records());
    }

    [Fact]
    public void Extensions_OneTypeTwice_IsMalformed()
    {
        Malformed(new HelloBuilder().Sni("a.example").Sni("b.example").Records());
        Malformed(new HelloBuilder().Extension(99, []).Extension(99, []).Records());
    }

    [Fact]
    public void Alpn_Malformed_IsMalformed()
    {
        Malformed(new HelloBuilder().Extension(16, []).Records());
        Malformed(new HelloBuilder().Extension(16, [0, 0]).Records());
        Malformed(new HelloBuilder().Alpn("").Records());
        Malformed(new HelloBuilder().Extension(16, [0, 3, 9, (byte)'h', (byte)'2']).Records());
    }

    [Fact]
    public void Message_FieldOutOfRange_IsMalformed()
    {
        Malformed(new HelloBuilder { SessionId = new byte[33] }.Records());
        Malformed(new HelloBuilder { Suites = [] }.Records());
        Malformed(new HelloBuilder { Suites = [1] }.Records());
        Malformed(new HelloBuilder { Compression = [] }.Records());
        Malformed(new HelloBuilder { Tail = [0] }.Records());
        Malformed(new HelloBuilder { HasExtensions = false, Tail = [0] }.Records());
        Malformed(new HelloBuilder { MessageType = 2 }.Records());
    }

    [Fact]
    public void Message_LengthSmallerThanItsExtensions_IsReadToTheEndOfTheRecord()
    {
        var bytes = new HelloBuilder().Sni("a.example").Records();
        bytes[8] -= 2;
        Assert.Equal("a.example", Read(bytes).Sni);
    }

    [Fact]
    public void Message_LengthLargerThanItsExtensions_IsMalformed()
    {
        var bytes = new HelloBuilder().Sni("a.example").Records();
        bytes[8] += 1;
        bytes[4] += 1;
        Malformed([.. bytes, 0]);
    }

    [Fact]
    public void Record_Empty_IsMalformed() => Malformed([22, 3, 1, 0, 0, .. new HelloBuilder().Sni("a.example").Records()]);

    [Fact]
    public void Record_TooLarge_IsMalformed() => Malformed([22, 3, 1, 0x40, 0x01, 1]);

    [Fact]
    public void Record_OtherTypeInBetween_IsMalformed()
    {
        var records = new HelloBuilder().Sni("a.example").Records(50);
        byte[] bytes = [.. records[..55], 21, 3, 1, 0, 2, 1, 0, .. records[55..]];
        Malformed(bytes);
    }

    [Fact]
    public void Message_BeyondTheBound_IsMalformed()
    {
        Malformed([22, 3, 1, 0x40, 0, 1, 1, 0, 0]);
        byte[] endless = [.. Enumerable.Range(0, 5).SelectMany(static i => (byte[])[22, 3, 1, 0x40, 0, .. i == 0 ? [1, 0, 0xff, 0xfc] : new byte[4], .. new byte[16380]])];
        Assert.Equal(ClientHelloStatus.Malformed, ClientHelloReader.TryRead(Segments.Whole(endless[..65536]), out _));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\u0015\u0003\u0001")]
    [InlineData("\u0016\u0002\u0001")]
    [InlineData("\u0080\u0067\u0001\u0003\u0001")]
    [InlineData("SSH-2.0-OpenSSH")]
    public void Bytes_OtherProtocol_AreNotTls(string text) =>
        Assert.Equal(ClientHelloStatus.NotTls, ClientHelloReader.TryRead(Segments.Whole(Segments.Bytes(text)), out _));

    [Fact]
    public void Bytes_None_NeedMore() =>
        Assert.Equal(ClientHelloStatus.NeedMore, ClientHelloReader.TryRead(Segments.Whole([]), out _));

    [Fact]
    public async Task Hello_OfThePlatform_IsRead()
    {
        using var wire = new CapturedHello();
        await using var tls = new SslStream(wire);
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "platform.example",
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        }));
        var hello = Read(wire.Sent);
        Assert.Equal("platform.example", hello.Sni);
        Assert.Equal(["h2", "http/1.1"], hello.Alpn);
    }

    private static void Malformed(byte[] bytes)
    {
        Assert.Equal(ClientHelloStatus.Malformed, ClientHelloReader.TryRead(Segments.Whole(bytes), out var hello));
        Assert.Equal("", hello.Sni);
        Assert.Equal(ClientHelloStatus.Malformed, ClientHelloReader.TryRead(Segments.OneByteEach(bytes), out _));
    }

    // In one piece, one byte a segment, and cut short at every byte, which must never be Done.
    private static ClientHello Read(byte[] bytes)
    {
        Assert.Equal(ClientHelloStatus.Done, ClientHelloReader.TryRead(Segments.Whole(bytes), out var whole));
        Assert.Equal(ClientHelloStatus.Done, ClientHelloReader.TryRead(Segments.OneByteEach(bytes), out var segmented));
        Assert.Equal((whole.Sni, whole.HasEch), (segmented.Sni, segmented.HasEch));
        Assert.Equal(whole.Alpn, segmented.Alpn);

        var end = 0;
        while (ClientHelloReader.TryRead(Segments.Whole(bytes[..end]), out _) == ClientHelloStatus.NeedMore)
            end++;
        var isWhole = ClientHelloReader.TryRead(Segments.Whole(bytes[..end]), out var first) == ClientHelloStatus.Done;
        Assert.True(isWhole && first.Sni == whole.Sni && end >= bytes.Length - 5, $"{end} of {bytes.Length}");
        return whole;
    }
}
