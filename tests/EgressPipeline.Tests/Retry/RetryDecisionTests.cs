using System.Text.Json;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Retry;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Retry;

public sealed class RetryDecisionTests
{
    private static readonly EgressError ConnectFailed = new(EgressErrorReason.ConnectFailed, FailureSide.Upstream, Retryability.NotProcessed);
    private static readonly EgressError Reset = new(EgressErrorReason.UpstreamReset, FailureSide.Upstream, Retryability.MaybeProcessed);

    [Fact]
    public void Default_ConnectFailure_IsRetriedForEveryMethod() =>
        Assert.True(RetryDecision.IsRetriable(RetryPlan.Default, Failed(ConnectFailed, idempotent: false)));

    [Fact]
    public void Default_ResetOfAPost_IsNeverRetried()
    {
        Assert.False(RetryDecision.IsRetriable(RetryPlan.Default, Failed(Reset, idempotent: false)));
        Assert.False(RetryDecision.IsRetriable(RetryPlan.Default, Failed(Reset, idempotent: false, reused: true)));
    }

    [Fact]
    public void Default_ResetOfAGetOnAReusedConnection_IsRetried() =>
        Assert.True(RetryDecision.IsRetriable(RetryPlan.Default, Failed(Reset, idempotent: true, reused: true)));

    [Fact]
    public void Default_ServerError_IsNotRetried() =>
        Assert.False(RetryDecision.IsRetriable(RetryPlan.Default, Answered(503)));

    [Fact]
    public void Attempts_Zero_TurnsRetriesOff() =>
        Assert.False(RetryDecision.IsRetriable(Plan(RetryConditions.ServerError) with { Attempts = 0 }, Answered(503)));

    [Theory]
    [InlineData(EgressErrorReason.Timeout)]
    [InlineData(EgressErrorReason.Overflow)]
    [InlineData(EgressErrorReason.ClientClosed)]
    [InlineData(EgressErrorReason.AddressGuarded)]
    [InlineData(EgressErrorReason.NoHealthyUpstream)]
    public void FinalFailure_WithEveryCondition_IsNotRetried(EgressErrorReason reason) =>
        Assert.False(RetryDecision.IsRetriable(Plan((RetryConditions)~0), Failed(new EgressError(reason, FailureSide.Local, Retryability.Never), idempotent: true)));

    [Fact]
    public void PerTryTimeout_WithServerError_IsRetried() =>
        Assert.True(RetryDecision.IsRetriable(Plan(RetryConditions.ServerError), Failed(new EgressError(EgressErrorReason.PerTryTimeout, FailureSide.Upstream, Retryability.MaybeProcessed), idempotent: true)));

    [Fact]
    public void NamedField_CountsOnlyUnderItsCondition()
    {
        var answer = Answered(200) with { HasNamedField = true };
        Assert.True(RetryDecision.IsRetriable(Plan(RetryConditions.RetriableHeaders), answer));
        Assert.False(RetryDecision.IsRetriable(Plan(RetryConditions.RetriableHeaders), Answered(200)));
        Assert.False(RetryDecision.IsRetriable(Plan(~RetryConditions.RetriableHeaders), answer));
        Assert.False(RetryDecision.IsRetriable(Plan(RetryConditions.RetriableHeaders), answer with { IsOverloaded = true }));
    }

    [Fact]
    public void NamedStatus_CountsOnlyUnderItsCondition()
    {
        Assert.True(RetryDecision.IsRetriable(Plan(RetryConditions.RetriableStatusCodes), Answered(404) with { HasNamedStatus = true }));
        Assert.False(RetryDecision.IsRetriable(Plan(~RetryConditions.RetriableStatusCodes), Answered(404) with { HasNamedStatus = true }));
    }

    [Fact]
    public void FieldCases_OfRetryConditions_AreDecidedAlike()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var cases = JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/envoy-behaviour.json")));
        foreach (var example in cases.RootElement.GetProperty("retry").GetProperty("cases").EnumerateArray())
            Assert.True(example.GetProperty("retry").GetBoolean() == RetryDecision.IsRetriable(PlanOf(example), ResultOf(example)), example.GetRawText());
    }

    private static RetryPlan Plan(RetryConditions conditions) => new() { Attempts = 1, Conditions = conditions, Explicit = true };

    private static AttemptResult Answered(int status) => new() { Status = status, GrpcStatus = -1, IsIdempotent = true };

    private static AttemptResult Failed(EgressError error, bool idempotent, bool reused = false) =>
        new() { GrpcStatus = -1, Error = error, IsIdempotent = idempotent, WasReused = reused };

    private static RetryPlan PlanOf(JsonElement example)
    {
        var conditions = example.GetProperty("on").GetString() switch
        {
            "" => RetryConditions.None,
            "5xx" => RetryConditions.ServerError,
            "gateway-error" => RetryConditions.GatewayError,
            "refused-stream" => RetryConditions.RefusedStream,
            "connect-failure" => RetryConditions.ConnectFailure,
            "retriable-4xx" => RetryConditions.Retriable4xx,
            "retriable-status-codes" => RetryConditions.RetriableStatusCodes,
            "cancelled" => RetryConditions.GrpcCancelled,
            "deadline-exceeded" => RetryConditions.GrpcDeadlineExceeded,
            "internal" => RetryConditions.GrpcInternal,
            "resource-exhausted" => RetryConditions.GrpcResourceExhausted,
            "unavailable" => RetryConditions.GrpcUnavailable,
            var other => throw new InvalidOperationException($"the case names an unknown condition '{other}'"),
        };
        return Plan(conditions) with { StatusCodes = example.TryGetProperty("codes", out var codes) ? [.. codes.EnumerateArray().Select(c => c.GetInt32())] : [] };
    }

    private static AttemptResult ResultOf(JsonElement example) => new()
    {
        Status = example.TryGetProperty("status", out var status) ? status.GetInt32() : 200,
        GrpcStatus = example.TryGetProperty("grpcStatus", out var grpc) ? grpc.GetInt32() : -1,
        IsOverloaded = example.TryGetProperty("overloaded", out var overloaded) && overloaded.GetBoolean(),
        IsRateLimited = example.TryGetProperty("ratelimited", out var limited) && limited.GetBoolean(),
        Error = !example.TryGetProperty("reset", out var reset) ? EgressError.None : reset.GetString() switch
        {
            "remote" => Reset,
            "refused" => Reset with { Retry = Retryability.NotProcessed },
            "overflow" => new EgressError(EgressErrorReason.Overflow, FailureSide.Local, Retryability.Never),
            "connect" => ConnectFailed,
            var other => throw new InvalidOperationException($"the case names an unknown reset '{other}'"),
        },
    };
}
