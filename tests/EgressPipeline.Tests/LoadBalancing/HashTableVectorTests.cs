using System.Globalization;
using System.Text.Json;
using EgressPipeline.Clusters;
using EgressPipeline.LoadBalancing;
using EgressPipeline.TestSupport;
using EgressPipeline.Tests.Upstream;
using Algorithm = EgressPipeline.Policy.Plan.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

/// <summary>Envoy's own cases of rings and Maglev tables: the same endpoints give the same tables.</summary>
public sealed class HashTableVectorTests : IDisposable
{
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Ring_OfSixEndpoints_IsEnvoys()
    {
        var vectors = Vectors("ringHash");
        var expected = vectors.GetProperty("minRing12").EnumerateArray()
            .Select(entry => (Number(entry.GetProperty("hash")), entry.GetProperty("host").GetString()!));
        Assert.Equal(expected, Ring(12).Entries.Select(entry => (entry.Hash, entry.Endpoint.AddressText)));
    }

    [Fact]
    public void Ring_Lookups_AreEnvoys()
    {
        var lookups = Vectors("ringHash").GetProperty("lookups").EnumerateArray().ToArray();
        Assert.NotEmpty(lookups);
        Assert.All(lookups, lookup =>
            Assert.Equal(lookup.GetProperty("port").GetInt32(), Ring(12).Find(Number(lookup.GetProperty("hash"))).Address.Port));
    }

    [Fact]
    public void Maglev_OfSixEndpoints_IsEnvoys()
    {
        var expected = Vectors("maglev").GetProperty("size7_addr").EnumerateArray().Select(place => place.GetInt32());
        Assert.Equal(expected, new MaglevTable(7, Endpoints()).Places.Select(place => place.Address.Port));
    }

    private HashRing Ring(int size) => new(size, Endpoints());

    private EndpointState[] Endpoints() => [.. _rig.Static(90, 91, 92, 93, 94, 95).Endpoints()];

    private static ulong Number(JsonElement text) => ulong.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private static JsonElement Vectors(string name)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        return JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/envoy-behaviour.json"))).RootElement.GetProperty(name);
    }
}
