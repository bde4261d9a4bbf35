using System.Buffers;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;
using EgressPipeline.Upstream;

namespace EgressPipeline.Tests.Tls;

/// <summary>What an exchange over TLS allocates, measured over the whole process: a real server, leased and returned.</summary>
[Collection(nameof(AloneCollection))]
public sealed class TlsAllocationTests : IDisposable
{
    private const int WarmUp = 300;
    private const int Measured = 50;
    private const int Windows = 20;

    private readonly UpstreamRig _rig = new();
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Exchange_SteadyState_AllocatesNextToNothing()
    {
        await using var server = RawServer.Start(tls: new TlsSettings { Certificate = _authority.IssueServer("a.example") });
        var connection = await LeaseAsync(server);
        await using var peer = await server.AcceptAsync();
        var echo = EchoForeverAsync(peer.Stream);
        await ExchangeAsync(connection, WarmUp);
        // Both ends and the awaits of this test are in it, so the best window counts: about 300 B an exchange today.
        // A buffer per exchange would be 16 KiB.
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await ExchangeAsync(connection, Measured);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Measured);
        }
        Assert.InRange(least, 0, 4096);
        connection.Abort();
        await echo;
    }

    private async Task<UpstreamConnection> LeaseAsync(RawServer server)
    {
        var tls = new TlsPlan { Mode = TlsMode.Simple, CaCertificates = _authority.WriteCertificate(_folder) };
        var endpoint = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", server.Port)], tls: tls)).Endpoints()[0];
        var result = await _rig.Connector.LeaseAsync(endpoint, new PickRequest { Host = "a.example" }, default).AsTask().Within();
        return result.Connection ?? throw new InvalidOperationException(result.Detail);
    }

    private static async Task EchoForeverAsync(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
                await stream.WriteAsync(buffer.AsMemory(0, count));
        }
        catch (IOException)
        {
            // The test aborted its side.
        }
    }

    private static async Task ExchangeAsync(UpstreamConnection connection, int times)
    {
        for (var i = 0; i < times; i++)
        {
            connection.Output.GetSpan(500)[..500].Clear();
            connection.Output.Advance(500);
            await connection.Output.FlushAsync();
            var read = await connection.Input.ReadAtLeastAsync(500);
            connection.Input.AdvanceTo(read.Buffer.End);
            connection.ReturnToPool();
            Assert.NotNull(connection.Endpoint.Pool.TryLease("a.example"));
        }
    }
}
