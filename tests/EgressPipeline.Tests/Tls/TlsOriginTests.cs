using System.Buffers;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;
using EgressPipeline.Upstream;

namespace EgressPipeline.Tests.Tls;

/// <summary>TLS origination against real servers with certificates of an authority of the test's own.</summary>
public sealed class TlsOriginTests : IDisposable
{
    private readonly UpstreamRig _rig = new();
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly TlsPlan _simple;

    public TlsOriginTests() => _simple = new TlsPlan { Mode = TlsMode.Simple, CaCertificates = _authority.WriteCertificate(_folder) };

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Lease_TrustedServerOfTheCalledName_ExchangesEncrypted()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example"), Alpn = ["h2", "http/1.1"] });
        var connection = await LeaseAsync(server, _simple);
        await using var peer = await server.AcceptAsync();
        Assert.Equal("a.example", peer.Tls!.ServerName);
        Assert.Equal("http/1.1", peer.Tls.Alpn);
        Assert.Equal("CN=a.example", connection.PeerSubject);
        Assert.True(connection.IsTls);
        await EchoAsync(connection, peer, "ping");
    }

    [Fact]
    public async Task Lease_ConfiguredSni_IsSentAndVerified()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("inner.example") });
        await LeaseAsync(server, _simple with { Sni = "inner.example" });
        await using var peer = await server.AcceptAsync();
        Assert.Equal("inner.example", peer.Tls!.ServerName);
    }

    [Theory]
    [InlineData("*.example")]
    [InlineData("A.EXAMPLE")]
    public async Task Lease_NameCoversTheHost_Connects(string name)
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer(name) });
        await LeaseAsync(server, _simple);
    }

    [Theory]
    [InlineData("b.example")]
    [InlineData("*.a.example")]
    [InlineData("example")]
    [InlineData("127.0.0.1")]
    public async Task Lease_NameOfAnotherHost_IsRefusedWithBothNames(string name)
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer(name) });
        await RefusedAsync(server, _simple, $"certificate for {name} does not carry name a.example");
    }

    [Fact]
    public async Task Lease_OneOfTheSubjectAltNames_Connects()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("b.example", "spiffe://td/ns/x/sa/y") });
        await LeaseAsync(server, _simple with { SubjectAltNames = ["c.example", "spiffe://td/ns/x/sa/y"] });
    }

    [Fact]
    public async Task Lease_NoneOfTheSubjectAltNames_IsRefused()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        await RefusedAsync(server, _simple with { SubjectAltNames = ["c.example"] }, "carries none of c.example");
    }

    [Fact]
    public async Task Lease_UnknownAuthority_IsRefused()
    {
        using var stranger = new TestAuthority("a stranger");
        await using var server = Server(new TlsSettings { Certificate = stranger.IssueServer("a.example") });
        await RefusedAsync(server, _simple, "issued by CN=a stranger");
    }

    [Fact]
    public async Task Lease_SystemRoots_DoNotTrustTheTestAuthority()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        await RefusedAsync(server, new TlsPlan { Mode = TlsMode.Simple }, "which this system does not trust");
    }

    [Fact]
    public async Task Lease_ExpiredCertificate_IsRefusedWithTheDate()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueExpiredServer("a.example") });
        await RefusedAsync(server, _simple, "certificate for CN=a.example expired on");
    }

    [Fact]
    public async Task Lease_SkipVerify_ConnectsToAnything()
    {
        using var stranger = new TestAuthority("a stranger");
        await using var server = Server(new TlsSettings { Certificate = stranger.IssueExpiredServer("b.example") });
        await LeaseAsync(server, new TlsPlan { Mode = TlsMode.Simple, InsecureSkipVerify = true });
    }

    [Fact]
    public async Task Lease_PlaintextServer_IsRefusedNotFallenBackTo()
    {
        await using var server = RawServer.Start(async peer => await peer.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"));
        await RefusedAsync(server, _simple, "TLS with");
    }

    [Fact]
    public async Task Lease_ServerStallsInTheHandshake_EndsAtTheConnectTimeout()
    {
        await using var server = RawServer.Start();
        var leasing = _rig.Connector.LeaseAsync(Endpoint(server, _simple), Request("a.example"), default).AsTask();
        await using var peer = await server.AcceptAsync();
        await peer.ReadExactlyAsync(1); // the hello is there: the handshake is under way
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        var result = await leasing.Within();
        Assert.Equal(EgressErrorReason.ConnectFailed, result.Error.Reason);
        Assert.Contains("not done within 10000 ms", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_DestinationRuleBoundsTheConnect_ItsBoundGoesFirst()
    {
        await using var server = RawServer.Start();
        var leasing = _rig.Connector.LeaseAsync(Endpoint(server, _simple, new ConnectionPoolPlan { ConnectTimeout = TimeSpan.FromSeconds(3) }), Request("a.example"), default).AsTask();
        await using var peer = await server.AcceptAsync();
        await peer.ReadExactlyAsync(1);
        _rig.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("not done within 3000 ms", (await leasing.Within()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_Mutual_ShowsTheClientCertificate()
    {
        using var clients = new TestAuthority("clients");
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example"), ClientAuthority = clients });
        await LeaseAsync(server, Mutual(clients.IssueClient("spiffe://td/ns/x/sa/web")));
        await using var peer = await server.AcceptAsync();
        Assert.NotNull(peer.Tls!.PeerCertificate);
    }

    [Fact]
    public async Task Reload_ClientCertificateReplaced_NewConnectionsShowTheNewOne()
    {
        using var clients = new TestAuthority("clients");
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example"), ClientAuthority = clients });
        var plan = Mutual(clients.IssueClient("one"));
        var endpoint = Endpoint(server, plan);
        Assert.NotNull((await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection);
        await using var first = await server.AcceptAsync();
        var replacement = clients.IssueClient("two");
        TestAuthority.WritePair(_folder, replacement, "client");
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull((await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection);
        await using var second = await server.AcceptAsync();
        Assert.NotEqual(replacement.SerialNumber, first.Tls!.PeerCertificate!.SerialNumber);
        Assert.Equal(replacement.SerialNumber, second.Tls!.PeerCertificate!.SerialNumber);
    }

    [Fact]
    public async Task Lease_ClientCertificateExpiredWhileInUse_FailsWithoutShowingIt()
    {
        using var clients = new TestAuthority("clients");
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example"), ClientAuthority = clients });
        var endpoint = Endpoint(server, Mutual(clients.IssueClient("one")));
        _rig.Services.Credentials.Dispose(); // its timer would read the files a million times
        _rig.Time.Advance(TimeSpan.FromDays(91));
        var result = await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default);
        Assert.Equal(EgressErrorReason.UpstreamTls, result.Error.Reason);
        Assert.Matches("client.* expired on .* and was not replaced", result.Detail);
    }

    [Fact]
    public async Task Lease_ServerCertificateExpiredWhileInUse_IsJudgedAnew()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var endpoint = Endpoint(server, _simple);
        var first = (await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection!;
        first.ReturnToPool();
        _rig.Services.IdleSweep.Dispose(); // it would close it, too
        _rig.Services.Credentials.Dispose();
        _rig.Time.Advance(TimeSpan.FromDays(91));
        Assert.NotSame(first, (await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection);
        Assert.Equal("CN=a.example", endpoint.Cluster.Tls!.LastPeer!.Subject);
    }

    [Fact]
    public async Task Reload_FilesBecomeBad_LastGoodOnesStayAndTheProblemIsVisible()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var endpoint = Endpoint(server, _simple);
        _folder.Write("ca.pem", "no certificate");
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("holds no certificate", endpoint.Cluster.Tls!.Credentials.Problem, StringComparison.Ordinal);
        Assert.NotNull((await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection);
    }

    [Fact]
    public async Task Lease_CredentialsMissing_FailsWithoutConnectingInPlaintext()
    {
        await using var server = RawServer.Start();
        var result = await _rig.Connector.LeaseAsync(Endpoint(server, _simple with { CaCertificates = "/nowhere/ca.pem" }), Request("a.example"), default);
        Assert.Equal(EgressErrorReason.UpstreamTls, result.Error.Reason);
        Assert.Contains("/nowhere/ca.pem does not exist", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_AnotherServerName_DoesNotShareTheConnection()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example", "b.example") });
        var endpoint = Endpoint(server, _simple);
        var first = (await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection!;
        first.ReturnToPool();
        Assert.NotSame(first, (await _rig.Connector.LeaseAsync(endpoint, Request("b.example"), default)).Connection);
        Assert.Same(first, (await _rig.Connector.LeaseAsync(endpoint, Request("a.example"), default)).Connection);
    }

    [Fact]
    public async Task Idle_TlsPeerCloses_ConnectionLeavesThePool()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var connection = await LeaseAsync(server, _simple);
        var peer = await server.AcceptAsync();
        await EchoAsync(connection, peer, "ping");
        connection.ReturnToPool();
        Assert.Equal(1, connection.Endpoint.Pool.IdleCount);
        await peer.DisposeAsync();
        await Deadline.UntilAsync(() => connection.Endpoint.Pool.IdleCount == 0);
    }

    [Fact]
    public async Task Reuse_AfterIdle_ReadsWhatTheReadAheadWaitedFor()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var connection = await LeaseAsync(server, _simple);
        await using var peer = await server.AcceptAsync();
        for (var i = 0; i < 5; i++)
        {
            await EchoAsync(connection, peer, $"ping {i}");
            connection.ReturnToPool();
            Assert.Same(connection, (await _rig.Connector.LeaseAsync(connection.Endpoint, Request("a.example"), default)).Connection);
        }
    }

    [Fact]
    public async Task Read_LargeBody_ArrivesWhole()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var connection = await LeaseAsync(server, _simple);
        await using var peer = await server.AcceptAsync();
        var body = new byte[300_000];
        new Random(1).NextBytes(body);
        var sending = peer.SendAsync(body);
        var received = new ArrayBufferWriter<byte>();
        while (received.WrittenCount < body.Length)
        {
            var read = await connection.Input.ReadAsync();
            Assert.False(read.IsCompleted);
            foreach (var piece in read.Buffer)
                received.Write(piece.Span);
            connection.Input.AdvanceTo(read.Buffer.End);
        }
        await sending;
        Assert.True(received.WrittenSpan.SequenceEqual(body));
    }

    [Fact]
    public async Task Read_PeerResets_IsACompletedRead()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var connection = await LeaseAsync(server, _simple);
        var peer = await server.AcceptAsync();
        peer.Reset();
        var read = await connection.Input.ReadAsync();
        Assert.True(read.IsCompleted);
        Assert.True(read.Buffer.IsEmpty);
    }

    [Fact]
    public async Task Read_Cancelled_LeavesTheReadForTheNext()
    {
        await using var server = Server(new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var connection = await LeaseAsync(server, _simple);
        await using var peer = await server.AcceptAsync();
        var reading = connection.Input.ReadAsync().AsTask();
        connection.Input.CancelPendingRead();
        Assert.True((await reading).IsCanceled);
        await EchoAsync(connection, peer, "still here");
    }

    private static RawServer Server(TlsSettings settings) => RawServer.Start(tls: settings);

    private static PickRequest Request(string host) => new() { Host = host };

    private static async Task EchoAsync(UpstreamConnection connection, RawConnection peer, string text)
    {
        connection.Output.Write(Encoding.Latin1.GetBytes(text));
        await connection.Output.FlushAsync();
        await peer.SendAsync(await peer.ReadExactlyAsync(text.Length));
        var read = await connection.Input.ReadAtLeastAsync(text.Length);
        Assert.Equal(text, Encoding.Latin1.GetString(read.Buffer));
        connection.Input.AdvanceTo(read.Buffer.End);
    }

    private TlsPlan Mutual(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        var (file, key) = TestAuthority.WritePair(_folder, certificate, "client");
        return _simple with { Mode = TlsMode.Mutual, ClientCertificate = file, PrivateKey = key };
    }

    private EndpointState Endpoint(RawServer server, TlsPlan tls, ConnectionPoolPlan? pool = null) =>
        _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", server.Port)], tls: tls, pool: pool)).Endpoints()[0];

    private async Task<UpstreamConnection> LeaseAsync(RawServer server, TlsPlan tls)
    {
        var result = await _rig.Connector.LeaseAsync(Endpoint(server, tls), Request("a.example"), default).AsTask().Within();
        return result.Connection ?? throw new InvalidOperationException(result.Detail);
    }

    private async Task RefusedAsync(RawServer server, TlsPlan tls, string reason)
    {
        var result = await _rig.Connector.LeaseAsync(Endpoint(server, tls), Request("a.example"), default).AsTask().Within();
        Assert.Null(result.Connection);
        Assert.Equal(EgressErrorReason.UpstreamTls, result.Error.Reason);
        Assert.Contains(reason, result.Detail, StringComparison.Ordinal);
    }
}
