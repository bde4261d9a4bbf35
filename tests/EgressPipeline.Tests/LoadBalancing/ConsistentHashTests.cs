using System.Buffers;
using System.Net;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.LoadBalancing;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;
using Algorithm = EgressPipeline.Policy.Plan.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

public sealed class ConsistentHashTests : IDisposable
{
    private static readonly IPEndPoint Source = IPEndPoint.Parse("10.1.2.3:40000");

    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("header x-user", "GET / HTTP/1.1\r\nhost: a\r\nX-User: ann\r\n\r\n", "GET /other HTTP/1.1\r\nhost: a\r\nx-user: ann\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\nx-user: bob\r\n\r\n")]
    [InlineData("header x-user", "GET / HTTP/1.1\r\nhost: a\r\nx-user: 1\r\nx-user: 2\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\nx-user: 2\r\nx-user: 1\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\nx-user: 1\r\n\r\n")]
    [InlineData("header :path", "GET /a?b HTTP/1.1\r\nhost: a\r\n\r\n", "POST /a?b HTTP/1.1\r\nhost: c\r\ncontent-length: 0\r\n\r\n", "GET /a HTTP/1.1\r\nhost: a\r\n\r\n")]
    [InlineData("header :authority", "GET / HTTP/1.1\r\nhost: a\r\n\r\n", "GET /x HTTP/1.1\r\nhost: a\r\n\r\n", "GET / HTTP/1.1\r\nhost: b\r\n\r\n")]
    [InlineData("query user", "GET /?a=1&user=ann HTTP/1.1\r\nhost: a\r\n\r\n", "GET /b?user=ann HTTP/1.1\r\nhost: a\r\n\r\n", "GET /?user=bob HTTP/1.1\r\nhost: a\r\n\r\n")]
    [InlineData("cookie id", "GET / HTTP/1.1\r\nhost: a\r\ncookie: x=1; id=ann\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\ncookie: id=\"ann\"; y=2\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\ncookie: id=bob\r\n\r\n")]
    public void Take_SameKey_SameHash_AnotherKeyAnother(string key, string first, string same, string other)
    {
        var hash = Take(key, first);
        Assert.NotNull(hash);
        Assert.Equal(hash, Take(key, same));
        Assert.NotEqual(hash, Take(key, other));
    }

    [Theory]
    [InlineData("header x-user")]
    [InlineData("query user")]
    [InlineData("cookie id")]
    public void Take_KeyIsAbsent_IsNone(string key) => Assert.Null(Take(key, "GET /?x-user=1 HTTP/1.1\r\nhost: a\r\ncookie: user=2; idd=3\r\n\r\n"));

    [Fact]
    public void Take_SourceAddress_IgnoresThePortAndTheMapping()
    {
        var key = new HashKey(new HashPlan { Source = HashSource.SourceAddress, TableSize = 1024 });
        var (a, b, other) = (new PickRequest(), new PickRequest(), new PickRequest());
        key.Take(Source, a);
        key.Take(IPEndPoint.Parse("[::ffff:10.1.2.3]:5"), b);
        key.Take(IPEndPoint.Parse("10.1.2.4:40000"), other);
        Assert.Equal(a.Hash, b.Hash);
        Assert.NotEqual(a.Hash, other.Hash);
    }

    [Fact]
    public void Take_CookieIsAbsentAndMade_TheCookieLeadsToTheSameEndpoint()
    {
        var key = new HashKey(new HashPlan { Source = HashSource.Cookie, Name = "id", NewCookie = new NewCookiePlan("/shop", 90, [new("SameSite", "Lax"), new("Secure", "")]), TableSize = 1024 });
        var pick = new PickRequest();
        key.Take(Request("GET / HTTP/1.1\r\nhost: a\r\n\r\n"), Source, pick);
        using var response = Response("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        key.GiveCookie(response, pick);

        Assert.True(response.TryGet("set-cookie"u8, out var line));
        var cookie = Encoding.ASCII.GetString(line);
        Assert.Matches("^id=\"[0-9a-f]{16}\"; Max-Age=90; Path=/shop; SameSite=Lax; Secure; HttpOnly$", cookie);
        var again = new PickRequest();
        key.Take(Request($"GET / HTTP/1.1\r\nhost: a\r\ncookie: {cookie[..cookie.IndexOf(';')]}\r\n\r\n"), IPEndPoint.Parse("10.9.9.9:1"), again);
        Assert.Equal(pick.Hash, again.Hash);
        Assert.Null(again.NewCookie);
    }

    [Theory]
    [InlineData(nameof(Algorithm.RingHash), 1024)]
    [InlineData(nameof(Algorithm.Maglev), 65537)]
    public void Choose_OneEndpointIsEjected_OnlyItsKeysMove(string algorithm, int size)
    {
        var cluster = Cluster(Enum.Parse<Algorithm>(algorithm), size, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], new OutlierPlan { MaxEjectionPercent = 50 });
        var before = Keys().Select(key => Pick(cluster, key)).ToArray();
        var ejected = before[0];
        for (var i = 0; i < 5; i++)
        {
            ejected.BeginRequest();
            ejected.EndRequest(EndpointOutcome.ServerError);
        }
        var after = Keys().Select(key => Pick(cluster, key)).ToArray();

        Assert.DoesNotContain(ejected, after);
        var moved = before.Zip(after).Count(pair => pair.First != ejected && pair.First != pair.Second);
        // Nine endpoints have more entries each than ten had, so a few more keys move; without consistency it were 1,600.
        Assert.InRange(moved, 0, 300);
    }

    [Theory]
    [InlineData(nameof(Algorithm.RingHash), 200_000)]
    [InlineData(nameof(Algorithm.Maglev), 65537)]
    public void Choose_Weights_AreMet(string algorithm, int size)
    {
        var cluster = Cluster(Enum.Parse<Algorithm>(algorithm), size, [1, 2, 5]);
        var counts = Keys(16_000).Select(key => Pick(cluster, key)).GroupBy(endpoint => endpoint.Weight).ToDictionary(group => group.Key, group => group.Count());
        // Two degrees of freedom: 18.4 is left once in 10,000; the tables themselves deviate by less than a percent.
        var deviation = new[] { 1, 2, 5 }.Sum(weight => Math.Pow(counts[weight] - (2000.0 * weight), 2) / (2000.0 * weight));
        Assert.InRange(deviation, 0, 18.4);
    }

    [Fact]
    public void Choose_Retry_MeetsTheSameEndpoint()
    {
        var cluster = Cluster(Algorithm.RingHash, 1024, [1, 1, 1, 1]);
        var request = new PickRequest { Hash = 42 };
        var first = UpstreamRig.PickNow(cluster, request).Endpoint!;
        request.AddAttempted(first);
        Assert.Same(first, UpstreamRig.PickNow(cluster, request).Endpoint);
    }

    [Fact]
    public void Choose_WithoutKey_IsAnyEndpoint()
    {
        var cluster = Cluster(Algorithm.Maglev, 65537, [1, 1, 1, 1]);
        var counts = Enumerable.Range(0, 4000).Select(_ => UpstreamRig.PickNow(cluster, new PickRequest()).Endpoint!).GroupBy(endpoint => endpoint);
        Assert.All(counts, group => Assert.InRange(group.Count(), 850, 1150));
    }

    [Theory]
    [InlineData(nameof(Algorithm.RingHash), 1024)]
    [InlineData(nameof(Algorithm.Maglev), 65537)]
    public void TakeAndChoose_AThousandEndpoints_AllocateNothing(string algorithm, int size)
    {
        var cluster = Cluster(Enum.Parse<Algorithm>(algorithm), size, [.. Enumerable.Repeat(1, 1000)]);
        var key = Key("header x-user");
        var head = Request("GET / HTTP/1.1\r\nhost: a\r\nx-user: ann\r\n\r\n");
        var pick = new PickRequest();
        Allocations.AssertNone(() =>
        {
            key.Take(head, Source, pick);
            var picking = cluster.PickAsync(pick, CancellationToken.None);
            Assert.True(picking.IsCompletedSuccessfully);
        });
    }

    private static IEnumerable<ulong> Keys(int count = 2000) => Enumerable.Range(0, count).Select(i => System.IO.Hashing.XxHash64.HashToUInt64(BitConverter.GetBytes(i)));

    private static EndpointState Pick(ClusterState cluster, ulong hash) => UpstreamRig.PickNow(cluster, new PickRequest { Hash = hash }).Endpoint!;

    private ClusterState Cluster(Algorithm algorithm, int size, int[] weights, OutlierPlan? outlier = null) => _rig.Cluster(UpstreamRig.Plan(
        [.. weights.Select((weight, i) => UpstreamRig.Endpoint($"127.0.{i / 250}.{(i % 250) + 1}", 80, weight))],
        balancing: algorithm, outlier: outlier, hash: new HashPlan { Source = HashSource.Header, Name = "x-user", TableSize = size }));

    private static HashKey Key(string key)
    {
        var parts = key.Split(' ');
        var source = parts[0] switch { "header" => HashSource.Header, "query" => HashSource.QueryParameter, _ => HashSource.Cookie };
        return new HashKey(new HashPlan { Source = source, Name = parts[1], TableSize = 1024 });
    }

    private static ulong? Take(string key, string request)
    {
        var pick = new PickRequest();
        Key(key).Take(Request(request), Source, pick);
        return pick.Hash;
    }

    private static RequestHead Request(string text)
    {
        var head = new RequestHead();
        Assert.Equal(ParseStatus.Done, head.TryParse(Bytes(text), HttpLimits.Default, out _, out _));
        return head;
    }

    private static ResponseHead Response(string text)
    {
        var head = new ResponseHead();
        Assert.Equal(ParseStatus.Done, head.TryParse(Bytes(text), KnownMethod.Get, HttpLimits.Default, out _, out _));
        return head;
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
