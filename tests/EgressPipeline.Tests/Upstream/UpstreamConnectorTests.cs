using System.Buffers;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Upstream;

namespace EgressPipeline.Tests.Upstream;

public sealed class UpstreamConnectorTests : IAsyncLifetime
{
    private static readonly PickRequest Request = new() { Host = "api.example.com" };
    private readonly UpstreamRig _rig = new();
    private RawServer _server = null!;

    public ValueTask InitializeAsync()
    {
        _server = RawServer.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task Lease_NothingIdle_Connects()
    {
        var connection = await LeaseAsync(Endpoint());
        await using var peer = await _server.AcceptAsync();
        await WriteAsync(connection, "ping");
        Assert.Equal("ping", Encoding.Latin1.GetString(await peer.ReadExactlyAsync(4)));
        Assert.False(connection.IsReused);
    }

    [Fact]
    public async Task Lease_AfterReturn_GivesTheSameConnectionSynchronously()
    {
        var endpoint = Endpoint();
        var first = await LeaseAsync(endpoint);
        first.ReturnToPool();
        var lease = _rig.Connector.LeaseAsync(endpoint, Request, default).AsTask();
        Assert.True(lease.IsCompletedSuccessfully);
        Assert.Same(first, (await lease).Connection);
        Assert.True(first.IsReused);
    }

    [Fact]
    public async Task Lease_TwoIdle_GivesTheLastReturned()
    {
        var endpoint = Endpoint();
        var (older, newer) = (await LeaseAsync(endpoint), await LeaseAsync(endpoint));
        older.ReturnToPool();
        newer.ReturnToPool();
        Assert.Same(newer, await LeaseAsync(endpoint));
    }

    [Fact]
    public async Task Idle_PeerCloses_ConnectionLeavesThePool()
    {
        var endpoint = Endpoint();
        var connection = await LeaseAsync(endpoint);
        var peer = await _server.AcceptAsync();
        connection.ReturnToPool();
        Assert.Equal(1, endpoint.Pool.IdleCount);
        await peer.DisposeAsync();
        // The pool lets go first, and the count follows: both are the event loop's doing, in that order.
        await Deadline.UntilAsync(() => endpoint.Pool.IdleCount == 0 && endpoint.Cluster.Connections.Open == 0);
        await Deadline.UntilAsync(() => _rig.Services.Counters.IdleClosedByPeer == 1);
    }

    [Fact]
    public async Task Idle_PeerSpeaks_ConnectionIsNotGivenOutAgain()
    {
        var endpoint = Endpoint();
        var connection = await LeaseAsync(endpoint);
        await using var peer = await _server.AcceptAsync();
        connection.ReturnToPool();
        await peer.SendAsync("HTTP/1.1 408 Request Timeout\r\n\r\n");
        await Deadline.UntilAsync(() => connection.HasUnexpectedData);
        Assert.NotSame(connection, await LeaseAsync(endpoint));
        Assert.Equal(1, _rig.Services.Counters.Poisoned);
    }

    [Fact]
    public async Task Return_BytesLeftOver_Closes()
    {
        var endpoint = Endpoint();
        var connection = await LeaseAsync(endpoint);
        await using var peer = await _server.AcceptAsync();
        await peer.SendAsync("answer and more");
        var read = await connection.Input.ReadAsync();
        connection.Input.AdvanceTo(read.Buffer.GetPosition(6));
        connection.ReturnToPool();
        Assert.Equal(0, endpoint.Pool.IdleCount);
        Assert.Equal(0, endpoint.Cluster.Connections.Open);
    }

    [Fact]
    public async Task Idle_TimeoutPasses_Closes()
    {
        var endpoint = Endpoint();
        (await LeaseAsync(endpoint)).ReturnToPool();
        _rig.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, endpoint.Pool.IdleCount);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, endpoint.Pool.IdleCount);
    }

    [Fact]
    public async Task Return_MaxRequestsPerConnectionReached_Closes()
    {
        var endpoint = Endpoint(new ConnectionPoolPlan { MaxRequestsPerConnection = 2 });
        var connection = await LeaseAsync(endpoint);
        connection.ReturnToPool();
        Assert.Same(connection, await LeaseAsync(endpoint));
        connection.ReturnToPool();
        Assert.Equal(0, endpoint.Pool.IdleCount);
    }

    [Fact]
    public async Task Return_MaxDurationPassed_Closes()
    {
        var endpoint = Endpoint(new ConnectionPoolPlan { MaxConnectionDuration = TimeSpan.FromSeconds(10) });
        var connection = await LeaseAsync(endpoint);
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        connection.ReturnToPool();
        Assert.Equal(0, endpoint.Pool.IdleCount);
    }

    [Fact]
    public async Task Lease_MaxConnectionsInUse_Overflows()
    {
        var endpoint = Endpoint(new ConnectionPoolPlan { MaxConnections = 1 });
        var connection = await LeaseAsync(endpoint);
        var result = await _rig.Connector.LeaseAsync(endpoint, Request, default);
        Assert.Equal(EgressErrorReason.Overflow, result.Error.Reason);
        connection.Abort();
        Assert.NotNull((await _rig.Connector.LeaseAsync(endpoint, Request, default)).Connection);
    }

    [Fact]
    public async Task Lease_AnotherWaitsForItsConnection_OverflowsAtTheBound()
    {
        var cluster = _rig.Cluster(UpstreamRig.Plan(
            [UpstreamRig.Endpoint("127.0.0.1", _server.Port)], pool: new ConnectionPoolPlan { MaxPendingRequests = 1 }, tls: new TlsPlan { Mode = TlsMode.Simple, InsecureSkipVerify = true }));
        var endpoint = UpstreamRig.PickNow(cluster, Request).Endpoint!;
        using var leave = new CancellationTokenSource();
        var waiting = _rig.Connector.LeaseAsync(endpoint, Request, leave.Token).AsTask();
        await using var peer = await _server.AcceptAsync(); // says nothing: the handshake goes on
        Assert.Equal(EgressErrorReason.Overflow, (await _rig.Connector.LeaseAsync(endpoint, Request, default)).Error.Reason);
        await leave.CancelAsync();
        Assert.Equal(EgressErrorReason.ConnectFailed, (await waiting).Error.Reason);
        var next = _rig.Connector.LeaseAsync(endpoint, Request, new CancellationToken(canceled: true));
        Assert.Equal(EgressErrorReason.ConnectFailed, (await next).Error.Reason); // the place is free again
    }

    [Fact]
    public async Task Lease_MaxConnectionsButOneIdleAtASibling_TakesItsPlace()
    {
        await using var other = RawServer.Start();
        var cluster = _rig.Cluster(UpstreamRig.Plan(
            [UpstreamRig.Endpoint("127.0.0.1", _server.Port), UpstreamRig.Endpoint("127.0.0.1", other.Port)], pool: new ConnectionPoolPlan { MaxConnections = 1 }));
        var endpoints = cluster.Endpoints();
        (await LeaseAsync(endpoints[0])).ReturnToPool();
        await LeaseAsync(endpoints[1]);
        Assert.Equal(0, endpoints[0].Pool.IdleCount);
        Assert.Equal(1, cluster.Connections.Open);
    }

    [Fact]
    public async Task Lease_NobodyListens_IsConnectFailed()
    {
        _server.Stop();
        var result = await _rig.Connector.LeaseAsync(Endpoint(), Request, default);
        Assert.Equal(EgressErrorReason.ConnectFailed, result.Error.Reason);
        Assert.Equal(Retryability.NotProcessed, result.Error.Retry);
        Assert.Contains("ConnectionRefused", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CallerGivesUp_IsAValue()
    {
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();
        var result = await _rig.Connector.ConnectAsync(Endpoint(), Request, withTls: false, gaveUp.Token);
        Assert.Equal(EgressErrorReason.ConnectFailed, result.Error.Reason);
    }

    [Fact]
    public async Task Lease_ListenerOfThisProcessOpenedLater_IsRefused()
    {
        var isOwn = false;
        using var rig = new UpstreamRig(isOwnListener: _ => isOwn);
        var endpoint = rig.Static(_server.Port).Endpoints()[0];
        isOwn = true;
        var result = await rig.Connector.LeaseAsync(endpoint, Request, default);
        Assert.Equal(EgressErrorReason.Loop, result.Error.Reason);
        Assert.Equal(0, _server.Connections);
    }

    [Fact]
    public async Task Connect_Dedicated_IsNeverPooled()
    {
        var endpoint = Endpoint();
        var result = await _rig.Connector.ConnectAsync(endpoint, Request, withTls: false, default);
        result.Connection!.ReturnToPool();
        Assert.Equal(0, endpoint.Pool.IdleCount);
    }

    [Fact]
    public async Task Interrupt_WhileReading_EndsTheReadAndKeepsTheBuffersUntilTheAbort()
    {
        var endpoint = Endpoint();
        var connection = await LeaseAsync(endpoint);
        await using var peer = await _server.AcceptAsync();
        var reading = connection.Input.ReadAsync().AsTask();
        connection.Interrupt();
        Assert.True((await reading.Within()).IsCompleted);
        Assert.Equal(1, endpoint.Cluster.Connections.Open);
        connection.Abort();
        Assert.Equal(0, endpoint.Cluster.Connections.Open);
    }

    [Fact]
    public async Task Refresh_AddressVanishes_DrainsItsConnections()
    {
        _rig.Resolver.Set(10, "127.0.0.1");
        var cluster = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("api.example.com", _server.Port)], Resolution.Dns));
        var endpoint = (await cluster.PickAsync(Request, default)).Endpoint!;
        var (idle, busy) = (await LeaseAsync(endpoint), await LeaseAsync(endpoint));
        idle.ReturnToPool();
        _rig.Resolver.Set(10, "127.0.0.2");
        UpstreamRig.PickNow(cluster, Request);
        _rig.Time.Advance(TimeSpan.FromSeconds(12));
        await Deadline.UntilAsync(() => cluster.Endpoints()[0] != endpoint);
        Assert.Equal(1, cluster.Connections.Open); // the idle one is gone, the busy one goes on
        busy.ReturnToPool();
        Assert.Equal(0, cluster.Connections.Open);
    }

    [Fact]
    public void Admit_MaxRequests_RefusesTheNext()
    {
        var cluster = Endpoint(new ConnectionPoolPlan { MaxRequests = 2 }).Cluster;
        Assert.True(cluster.TryAdmit());
        Assert.True(cluster.TryAdmit());
        Assert.False(cluster.TryAdmit());
        cluster.Release();
        Assert.True(cluster.TryAdmit());
    }

    [Fact]
    public async Task PickLeaseReturn_SteadyState_AllocatesNothing()
    {
        var endpoint = Endpoint();
        (await LeaseAsync(endpoint)).ReturnToPool();
        for (var i = 0; i < 2_000; i++)
            Cycle(endpoint.Cluster);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Cycle(endpoint.Cluster);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

#pragma warning disable CA2012 // completes synchronously, which is what is measured
    private void Cycle(ClusterState cluster)
    {
        if (!cluster.TryAdmit())
            throw new InvalidOperationException("not admitted");
        var picking = cluster.PickAsync(Request, CancellationToken.None);
        var endpoint = picking.GetAwaiter().GetResult().Endpoint!;
        endpoint.BeginRequest();
        var leasing = _rig.Connector.LeaseAsync(endpoint, Request, CancellationToken.None);
        leasing.GetAwaiter().GetResult().Connection!.ReturnToPool();
        endpoint.EndRequest(EndpointOutcome.Success);
        cluster.Release();
    }
#pragma warning restore CA2012

    private static async Task WriteAsync(UpstreamConnection connection, string text)
    {
        connection.Output.Write(Encoding.Latin1.GetBytes(text));
        await connection.Output.FlushAsync();
    }

    private EndpointState Endpoint(ConnectionPoolPlan? pool = null) =>
        _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", _server.Port)], pool: pool, outlier: new OutlierPlan())).Endpoints()[0];

    private async Task<UpstreamConnection> LeaseAsync(EndpointState endpoint)
    {
        var result = await _rig.Connector.LeaseAsync(endpoint, Request, default).AsTask().Within();
        return result.Connection ?? throw new InvalidOperationException(result.Detail);
    }
}
