using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Upstream;

/// <summary>Somebody sets the clock: what lasts, lasts by the time that really passes.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private readonly SettableClock _time = new();
    private readonly UpstreamServices _services;

    public ClockJumpTests() => _services = new UpstreamServices(new UpstreamOptions { Seed = 1 }, _time, static _ => false, NullLogger.Instance, new FakeResolver());

    public void Dispose() => _services.Dispose();

    [Theory, InlineData(-3650), InlineData(3650)]
    public void ClockIsSet_EjectedEndpoint_ComesBackAfterItsTime(int days)
    {
        var cluster = Cluster(new OutlierPlan { Consecutive5xx = 1 }, 80, 81);
        var endpoint = cluster.Endpoints()[0];
        endpoint.BeginRequest();
        endpoint.EndRequest(EndpointOutcome.ServerError);
        _time.Jump(TimeSpan.FromDays(days));
        _time.Pass(29);
        Assert.True(endpoint.IsEjected);
        _time.Pass(1);
        Assert.False(endpoint.IsEjected);
    }

    [Theory, InlineData(-3650), InlineData(3650)]
    public async Task ClockIsSet_IdleConnection_IsKeptForItsTime(int days)
    {
        await using var server = RawServer.Start();
        var connector = new UpstreamConnector(_services);
        var request = new PickRequest { Host = "api.example.com" };
        var endpoint = UpstreamRig.PickNow(Cluster(null, server.Port), request).Endpoint!;
        var connection = (await connector.LeaseAsync(endpoint, request, default)).Connection!;
        connection.ReturnToPool();
        _time.Jump(TimeSpan.FromDays(days));
        _time.Pass(28);
        Assert.Same(connection, (await connector.LeaseAsync(endpoint, request, default)).Connection);
        connection.ReturnToPool();
        _time.Pass(32);
        Assert.Equal(0, endpoint.Pool.IdleCount);
    }

    private ClusterState Cluster(OutlierPlan? outlier, params int[] ports) =>
        new(UpstreamRig.Plan([.. ports.Select(port => UpstreamRig.Endpoint("127.0.0.1", port))], outlier: outlier), _services);

    /// <summary>Wall clock and passing time apart, as an operating system has them.</summary>
    private sealed class SettableClock : TimeProvider
    {
        private readonly FakeTimeProvider _passing = new();
        private TimeSpan _offset;

        public override long TimestampFrequency => _passing.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _passing.GetUtcNow() + _offset;

        public override long GetTimestamp() => _passing.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _passing.CreateTimer(callback, state, dueTime, period);

        public void Jump(TimeSpan by) => _offset += by;

        public void Pass(int seconds)
        {
            for (var i = 0; i < seconds; i++)
                _passing.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
