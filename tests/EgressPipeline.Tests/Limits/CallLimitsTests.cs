using EgressPipeline.Limits;

namespace EgressPipeline.Tests.Limits;

public sealed class CallLimitsTests
{
    [Fact]
    public void TryEnter_Requests_BurstThenTheRate()
    {
        var plan = new LimitedPlan("requests: {count: 10, per: 1s, burst: 4}");

        Assert.Equal(4, plan.Passing(10));
        plan.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, plan.Passing(10));
        plan.Time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, plan.Passing(10));
        plan.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, plan.Passing(10));
        plan.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, plan.Passing(10));
    }

    [Theory]
    [InlineData("requests: {count: 1, per: 1s}", 1)]
    [InlineData("requests: {count: 1, per: 90s}", 90)]
    [InlineData("requests: {count: 100, per: 1s, burst: 1}", 1)]
    public void Refusal_OfRequests_SaysWhenTheNextPasses(string spec, int seconds)
    {
        var plan = new LimitedPlan(spec);
        plan.Begin();

        var refusal = plan.Refusal();

        Assert.Equal(LimitBound.Requests, refusal.Bound);
        Assert.Equal(seconds, refusal.RetryAfter);
        plan.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.NotNull(plan.Begin());
    }

    [Fact]
    public void TryEnter_Connections_DoNotCountAsRequests()
    {
        var plan = new LimitedPlan("requests: {count: 1, per: 1h}, connections: {count: 2, per: 1h}");

        Assert.Equal(1, plan.Passing(5));
        Assert.Equal(2, plan.Passing(5, isConnection: true));
        Assert.Equal(LimitBound.Connections, plan.Refusal(isConnection: true).Bound);
    }

    [Fact]
    public void TryEnter_Concurrency_CountsBothUntilTheyLeave()
    {
        var plan = new LimitedPlan("concurrency: 2");
        var first = plan.Begin()!;
        Assert.NotNull(plan.Begin(isConnection: true));

        Assert.Equal(LimitBound.Concurrency, plan.Refusal().Bound);
        Assert.Equal(1, plan.Refusal().RetryAfter);
        first.Leave();
        first.Leave(); // a second end of the same call frees nothing

        Assert.NotNull(plan.Begin());
        Assert.Null(plan.Begin());
    }

    [Fact]
    public void TryEnter_SecondLimitRefuses_FirstHasNotCounted()
    {
        var plan = new LimitedPlan("requests: {count: 3, per: 1h}, concurrency: 3", "hosts: [b.test], requests: {count: 1, per: 1h}");
        Assert.NotNull(plan.Begin("b.test"));
        for (var i = 0; i < 10; i++)
            Assert.Equal("shop/l1", plan.Refusal("b.test").Limit.Name);

        Assert.Equal(1, LimitTotals.Calls(plan.Set.All[0]));
        Assert.Equal(1, plan.Set.All[0].State.Passed.Value);
        Assert.Equal(2, plan.Passing(5)); // of three, the one that passed both has taken one
    }

    [Fact]
    public void TryEnter_OtherHost_IsNotLimited()
    {
        var plan = new LimitedPlan("hosts: [b.test], concurrency: 1");

        Assert.Equal(5, plan.Passing(5));
        Assert.NotNull(plan.Begin("b.test"));
        Assert.Null(plan.Begin("b.test"));
    }

    [Fact]
    public void TryEnter_UndeclaredHost_CountsForLimitsOfEverything()
    {
        var plan = new LimitedPlan("concurrency: 1", "hosts: [b.test], concurrency: 1");

        Assert.NotNull(plan.Begin("undeclared.test"));
        Assert.Equal("shop/l0", plan.Refusal("undeclared.test").Limit.Name);
    }

    [Fact]
    public void TryEnter_Report_RefusesNothingAndCountsWhatItWould()
    {
        var plan = new LimitedPlan("requests: {count: 2, per: 1h}, mode: report");

        Assert.Equal(5, plan.Passing(5));
        Assert.Equal(3, plan.State.WouldRefuse[LimitBound.Requests].Value);
        Assert.Equal(0, plan.State.Refused[LimitBound.Requests].Value);
        Assert.Equal(2, LimitTotals.Calls(plan.Set.All[0])); // those that would have been refused take no place
    }

    [Fact]
    public void TryEnter_PerPrincipal_EachHasItsOwn()
    {
        var plan = new LimitedPlan("perPrincipal: true, requests: {count: 1, per: 1h}");

        foreach (var account in new[] { "web", "batch" })
        {
            Assert.NotNull(plan.Begin(account: account));
            Assert.Null(plan.Begin(account: account));
        }
        Assert.Equal(2, plan.State.Principals.Count);
    }

    [Fact]
    public void TryEnter_MorePrincipalsThanAreToldApart_ShareOneAndAreCounted()
    {
        var plan = new LimitedPlan("perPrincipal: true, requests: {count: 1, per: 1h}");
        for (var i = 0; i < LimitState.MaxPrincipals; i++)
            Assert.NotNull(plan.Begin(account: "a" + i));
        Assert.Equal(0, plan.State.Principals.Overflowed);

        Assert.NotNull(plan.Begin(account: "late1"));
        Assert.Null(plan.Begin(account: "late2"));

        Assert.Equal(2, plan.State.Principals.Overflowed);
        Assert.Equal(LimitState.MaxPrincipals, plan.State.Principals.Count);
        Assert.Null(plan.Begin(account: "a0")); // who was there keeps its own
    }

    [Fact]
    public void TryPass_BytesPerDay_EndsTheCallThatGoesBeyondAndRefusesNewOnes()
    {
        var plan = new LimitedPlan("bytesPerDay: 1000");
        var call = plan.Begin()!;
        Assert.True(call.CountsBytes);
        Assert.True(call.TryPass(600, isSending: true, out _));
        Assert.True(call.TryPass(400, isSending: false, out _));
        Assert.NotNull(plan.Refusal());

        Assert.False(call.TryPass(1, isSending: false, out _));

        Assert.Equal(LimitBound.BytesPerDay, call.Refusal!.Bound);
        Assert.Equal(12 * 3600, call.Refusal.RetryAfter); // it is noon in UTC
    }

    [Fact]
    public void TryPass_NextDayOfUtc_IsANewAllowance()
    {
        var plan = new LimitedPlan("bytesPerDay: 1000");
        plan.Begin()!.TryPass(1000, isSending: true, out _);
        plan.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        Assert.Equal(1, plan.Refusal().RetryAfter);

        plan.Time.Advance(TimeSpan.FromTicks(1));

        Assert.True(plan.Begin()!.TryPass(1000, isSending: true, out _));
    }

    [Fact]
    public void TryPass_Bandwidth_EachDirectionHasItsOwnAndOnlySlows()
    {
        var plan = new LimitedPlan("bandwidth: 16Ki");
        var call = plan.Begin()!;

        Assert.True(call.TryPass(16 * 1024, isSending: true, out var burst));
        Assert.True(call.TryPass(16 * 1024, isSending: true, out var sent));
        Assert.True(call.TryPass(16 * 1024, isSending: false, out var received));

        Assert.Equal(TimeSpan.Zero, burst);
        Assert.Equal(TimeSpan.FromSeconds(1), sent);
        Assert.Equal(TimeSpan.Zero, received);
        Assert.Equal(1000, plan.State.SlowedMilliseconds.Value);
    }

    [Fact]
    public async Task WaitAsync_LongWait_GoesInPartsOfASecondAndEndsWhenCancelled()
    {
        var plan = new LimitedPlan("bandwidth: 1Ki");
        var call = plan.Begin()!;
        using var gone = new CancellationTokenSource();
        var part = call.WaitAsync(TimeSpan.FromSeconds(2.5), gone.Token).AsTask();
        plan.Time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.False(part.IsCompleted);
        plan.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(TimeSpan.FromSeconds(1.5), await part);

        part = call.WaitAsync(TimeSpan.FromSeconds(1.5), gone.Token).AsTask();
        await gone.CancelAsync();

        Assert.Equal(TimeSpan.Zero, await part);
    }

    [Fact]
    public void Reload_SameName_KeepsWhatWasCountedWhateverTheBounds()
    {
        var plan = new LimitedPlan("requests: {count: 10, per: 1h}, concurrency: 10, bytesPerDay: 1000");
        var call = plan.Begin()!;
        call.TryPass(900, isSending: true, out _);

        plan.Reload("concurrency: 1, bytesPerDay: 900");
        Assert.Equal(LimitBound.BytesPerDay, plan.Refusal().Bound);
        plan.Reload("concurrency: 1");
        Assert.Equal(LimitBound.Concurrency, plan.Refusal().Bound);
        call.Leave(); // of the old plan

        Assert.NotNull(plan.Begin());
    }

    [Fact]
    public void Reload_LimitGone_CountsNoMore()
    {
        var plan = new LimitedPlan("concurrency: 1");
        plan.Begin();

        plan.Reload();

        Assert.Equal(5, plan.Passing(5));
    }

    [Fact]
    public void TryEnterAndLeave_CallThatPasses_AllocatesNothing()
    {
        var plan = new LimitedPlan("perPrincipal: true, requests: {count: 1000000}, concurrency: 100, bytesPerDay: 1Ti, bandwidth: 1024Gi", "requests: {count: 1000000}");
        var call = new CallLimits();
        var caller = LimitedPlan.Caller("web");
        Pass(plan.Set, call, caller, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass(plan.Set, call, caller, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Pass(LimitSet set, CallLimits call, Policy.Matching.CallerIdentity caller, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (!call.TryEnter(set, new LimitedCall { Host = null, Name = "api.test"u8, Port = 80, Caller = caller, IsConnection = false }) || !call.TryPass(100, isSending: true, out _))
                Assert.Fail(call.Refusal!.Text);
            call.Leave();
        }
    }
}
