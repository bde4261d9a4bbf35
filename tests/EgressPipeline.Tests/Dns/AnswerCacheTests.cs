using EgressPipeline.Dns;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns;

public sealed class AnswerCacheTests
{
    [Theory, InlineData(0, 0), InlineData(10, 10), InlineData(1000, 1000)]
    public void Add_MoreThanFit_StaysBounded(int entries, int bound)
    {
        var cache = new AnswerCache(entries);
        for (var i = 0; i < 5_000; i++)
            cache.Add(BitConverter.GetBytes(i), Answer(60), 0);
        Assert.InRange(cache.Count, Math.Min(bound, 1) * bound / 2, bound);
        Assert.Equal(bound > 0, cache.Find(BitConverter.GetBytes(4_999)) is not null);
        Assert.Null(cache.Find(BitConverter.GetBytes(0)));
    }

    [Fact]
    public void Find_AnswerInUse_OutlivesOthers()
    {
        var cache = new AnswerCache(100);
        cache.Add([1, 2, 3, 4, 5], Answer(60), 0);
        for (var i = 0; i < 5_000; i++)
        {
            cache.Add(BitConverter.GetBytes(i), Answer(60), 0);
            Assert.NotNull(cache.Find([1, 2, 3, 4, 5]));
        }
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(60, 1, 60)]
    [InlineData(100_000, 1, AnswerCache.MaxLifetime)]
    [InlineData(100_000, 0, AnswerCache.MaxNegativeLifetime)]
    public void Add_Lifetime_IsBounded(int ttl, int addresses, int expected)
    {
        var cache = new AnswerCache(10);
        cache.Add([1], Answer(ttl, addresses), 5_000);
        Assert.Equal(expected == 0 ? null : 5_000 + expected * 1000L, cache.Find([1])?.FreshUntil);
    }

    [Theory, InlineData(AnswerCache.MaxBytes, true), InlineData(AnswerCache.MaxBytes + 1, false)]
    public void Add_Size_IsBounded(int bytes, bool isKept)
    {
        var cache = new AnswerCache(10);
        cache.Add([1], new DnsAnswer { Code = DnsCode.NoError, Records = new byte[bytes], Lifetime = 60 }, 0);
        Assert.Equal(isKept, cache.Find([1]) is not null);
    }

    private static DnsAnswer Answer(int ttl, int addresses = 1) => new() { Code = addresses > 0 ? DnsCode.NoError : DnsCode.NXDomain, Lifetime = ttl, Addresses = addresses };
}
