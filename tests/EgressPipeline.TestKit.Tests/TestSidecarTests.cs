using EgressPipeline.TestKit.Tests.Filters;

namespace EgressPipeline.TestKit.Tests;

/// <summary>Filters in the real sidecar of the kit.</summary>
public sealed class TestSidecarTests
{
    [Fact]
    public async Task Filter_Bound_ChangesHeadsAndTheRecordSaysThatTheServiceAnswered()
    {
        await using var sidecar = await new SidecarSetup().Bind<StampFilter>().StartAsync();

        var answer = await sidecar.GetAsync("/a?b=c");

        Assert.Equal((200, "yes"), (answer.Status, answer.Header("x-stamped")));
        Assert.Equal("GET", Assert.Single(sidecar.Service.Requests).Message.Header("x-stamp"));
        var record = (await sidecar.RecordAsync()).AssertAnswered().AssertDecision("allowed");
        Assert.Equal("/a?b=c", record.Path);
        Assert.Throws<AssertionFailedException>(() => record.AssertAnswered(201));
        Assert.Throws<AssertionFailedException>(() => record.AssertEndedBy("stamp", 200));
        Assert.Throws<AssertionFailedException>(() => record.AssertDecision("denied"));
    }

    [Fact]
    public async Task Filter_ThatDenies_IsNamedInTheRecordAndTheServiceIsNotCalled()
    {
        await using var sidecar = await new SidecarSetup().Bind<GuardFilter>("forbidden: secret").StartAsync();

        var answer = await sidecar.PostAsync("/", "my secret");

        Assert.Equal(422, answer.Status);
        Assert.Equal("FilterBinding/default/guard", answer.Header("x-egress-decision"));
        Assert.Empty(sidecar.Service.Requests);
        (await sidecar.RecordAsync()).AssertEndedBy("guard", 422);
        Assert.Equal(1, await sidecar.MetricAsync("egress_filter_guard_found_total"));
    }

    [Fact]
    public async Task Body_HoweverItIsCut_ArrivesMasked()
    {
        await using var sidecar = await new SidecarSetup().Bind<GuardFilter>("forbidden: secret\nmask: \"******\"").StartAsync();
        var body = "my secret word"u8.ToArray();
        foreach (var pieces in BodyCuts.AtEveryByte(body).Append(BodyCuts.ByteAtATime(body)))
            Assert.Equal("my ****** word", (await sidecar.PostAsync("/echo", pieces)).Text);
    }

    [Fact]
    public async Task Clock_AdvancedPastTheDeadline_EndsTheCallInTheFailureMode()
    {
        var time = new ManualClock();
        await using var sidecar = await new SidecarSetup().At(time).Bind<SlowFilter>().StartAsync();

        var call = sidecar.GetAsync();
        await time.TimerAsync(SlowFilter.Deadline);
        Assert.False(call.IsCompleted);
        time.Advance(SlowFilter.Deadline);

        Assert.Contains("took too long", (await call).Text, StringComparison.Ordinal);
        Assert.Equal(1, await sidecar.MetricAsync("egress_filter_errors_total", "filter=\"slow\"", "reason=\"deadline\""));
    }

    [Fact]
    public async Task FailureModeOpen_OfAFilterThatDoesMoreThanItDeclared_PassesOn()
    {
        await using var sidecar = await new SidecarSetup().Bind<OverreachingFilter>(spec: "failureMode: open").StartAsync();

        Assert.Equal(200, (await sidecar.GetAsync()).Status);

        Assert.Null(Assert.Single(sidecar.Service.Requests).Message.Header("x-stamp"));
        Assert.Contains("overreaching", sidecar.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forbidden: much-too-long", "forbidden")]
    [InlineData("forbiden: x", "forbiden")]
    [InlineData("forbidden: secret\nmask: short", "must be as long")]
    public async Task Options_NotValid_RefuseTheStartWithTheirPlace(string config, string expected)
    {
        var refused = await Assert.ThrowsAsync<SidecarRefusedException>(() => new SidecarSetup().Bind<GuardFilter>(config).StartAsync());

        Assert.All(refused.Problems, problem => Assert.Contains("policy.yaml(", problem, StringComparison.Ordinal));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_Added_DecideBeforeTheFilter()
    {
        await using var sidecar = await new SidecarSetup().Bind<StampFilter>()
            .Policies(PolicyText.Authorization("closed", "DENY", "- to: [{ operation: { methods: [GET] } }]")).StartAsync();

        Assert.Equal(403, (await sidecar.GetAsync()).Status);

        (await sidecar.RecordAsync()).AssertDecision("denied_by_rule", "AuthorizationPolicy/default/closed#rules[0]");
    }
}
