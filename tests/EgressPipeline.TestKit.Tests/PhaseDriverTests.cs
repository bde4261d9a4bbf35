using EgressPipeline.TestKit.Tests.Filters;

namespace EgressPipeline.TestKit.Tests;

/// <summary>Phases in memory.</summary>
public sealed class PhaseDriverTests
{
    private static readonly byte[] Body = "my secret word"u8.ToArray();

    private readonly FilterParts _parts = new();

    [Fact]
    public async Task Body_CutAtEveryByte_IsMaskedAlike()
    {
        var phases = new PhaseDriver(Guard(mask: "******"));
        foreach (var pieces in BodyCuts.AtEveryByte(Body).Append(BodyCuts.ByteAtATime(Body)))
        {
            var exchange = new MemoryExchange("POST");
            var outcome = await phases.RequestBodyAsync(exchange, phases.Request(exchange), pieces);
            phases.Complete(exchange);
            Assert.Equal("my ****** word", outcome.Text);
        }
        Assert.Equal(Body.Length + 2, _parts.Metrics["found_total"]);
    }

    [Fact]
    public async Task Body_Refused_SaysWhatWasSentOnBefore()
    {
        var phases = new PhaseDriver(Guard());
        var exchange = new MemoryExchange("POST");

        var outcome = await phases.RequestBodyAsync(exchange, phases.Request(exchange), BodyCuts.ByteAtATime(Body));

        Assert.Equal((422, "my "), (outcome.Result.Status, outcome.Text));
    }

    [Fact]
    public void Phase_ThatDoesMoreThanItDeclared_Throws()
    {
        var breach = Assert.Throws<FilterContractException>(() => new PhaseDriver(new OverreachingFilter()).Request(new MemoryExchange()));
        Assert.Equal(FilterFault.Capability, breach.Fault);
    }

    [Fact]
    public void Phase_ThatWaits_IsNoPhaseThatCompletesAtOnce()
    {
        var phases = new PhaseDriver(new SlowFilter());
        Assert.Throws<AssertionFailedException>(() => phases.Request(new MemoryExchange()));
    }

    [Fact]
    public void Heads_OfAFilterInMemory_AreChangedBothWaysWithoutAllocation()
    {
        var phases = new PhaseDriver(new StampFilter());
        var exchange = new MemoryExchange("PUT");

        Allocations.AssertNone(() =>
        {
            phases.Request(exchange);
            phases.Response(exchange);
            phases.Complete(exchange);
        });

        Assert.Equal(("PUT", "yes"), (exchange.Sent["X-Stamp"], exchange.Answered["x-stamped"]));
    }

    [Fact]
    public void Allocation_OfOneByteArray_IsSeen() =>
        Assert.Throws<AssertionFailedException>(() => Allocations.AssertNone(() => GC.KeepAlive(new byte[1])));

    [Fact]
    public void Options_ThatTheirClassRefuses_MakeNoContext() =>
        Assert.Throws<AssertionFailedException>(() => Guard(mask: "*"));

    [Theory, InlineData("connection", "close"), InlineData("x-ok", "a\nb"), InlineData("content-length", "1")]
    public void Head_OfWhatTheHostForbids_StaysAsItIs(string name, string value)
    {
        var head = new MemoryHeaders();
        Assert.False(head.TrySet(System.Text.Encoding.ASCII.GetBytes(name), System.Text.Encoding.ASCII.GetBytes(value)));
        Assert.Equal(0, head.Count);
    }

    [Fact]
    public void Head_ChangedTenThousandTimes_KeepsItsLines()
    {
        var head = new MemoryHeaders();
        head.Append("a", "1");
        for (var i = 0; i < 10_000; i++)
            head["b"] = new string('x', 100) + i;
        Assert.Equal(("1", new string('x', 100) + "9999", 2), (head["a"], head["b"], head.Count));
    }

    private GuardFilter Guard(string? mask = null) => new(_parts.Context(new GuardOptions { Forbidden = "secret", Mask = mask }));
}
