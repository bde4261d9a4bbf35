using EgressPipeline;
using EgressPipeline.TestKit;
using ExternalAuthorization.Protocol;
using ExternalAuthorization.Tests.Support;
using Grpc.Core;

namespace ExternalAuthorization.Tests;

/// <summary>What becomes of calls about which there is no answer.</summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData(UnavailableMode.Closed, 403)]
    [InlineData(UnavailableMode.Closed, 503)]
    [InlineData(UnavailableMode.Open, 0)]
    public async Task Authorizer_ThatIsNotThere_IsTreatedAsConfigured(UnavailableMode mode, int status)
    {
        using var rig = new FilterRig(new ExternalAuthorizationOptions
        {
            Server = "http://127.0.0.1:1",
            Timeout = TimeSpan.FromSeconds(9),
            Unavailable = mode,
            StatusOnError = status == 0 ? 403 : status,
        });

        for (var i = 0; i < 3; i++)
            Assert.Equal(status, (await rig.RequestAsync(Get())).Status);

        Assert.Equal(3, rig.Metrics["failures_total", "unreachable"]);
        Assert.Equal(3, rig.Metrics["calls_total", mode == UnavailableMode.Open ? "passed_unasked" : "refused_unasked"]);
        Assert.Single(rig.Log.Lines, line => line.Contains("gives no answer (Unavailable)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Authorizer_ThatIsSlow_IsGivenUpAndToldOfTheDeadline()
    {
        var deadline = new TaskCompletionSource<DateTime>();
        await using var server = await AuthorizationServer.StartAsync(async (_, call) =>
        {
            deadline.TrySetResult(call.Deadline);
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return AuthorizationServer.Allow();
        });
        using var rig = new FilterRig(new ExternalAuthorizationOptions { Server = $"http://127.0.0.1:{server.Port}", Timeout = TimeSpan.FromSeconds(2) });

        Assert.Equal(403, (await rig.RequestAsync(Get())).Status);

        Assert.Equal(1, rig.Metrics["failures_total", "timeout"]);
        Assert.InRange(await deadline.Task.Within("the question"), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Authorizer_WithAGrpcError_GaveNoAnswer()
    {
        await using var server = await AuthorizationServer.StartAsync((Func<CheckRequest, CheckResponse>)(_ => throw new RpcException(new Status(StatusCode.Internal, "broken"))));
        using var rig = new FilterRig(FilterRig.Options(server));

        Assert.Equal(403, (await rig.RequestAsync(Get())).Status);

        Assert.Equal(1, rig.Metrics["failures_total", "status"]);
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Authorizer_ThatCannotDecide_GaveNoAnswer()
    {
        await using var server = await AuthorizationServer.StartAsync(_ => new CheckResponse { Status = new CheckStatus { Code = 13 }, ErrorResponse = new DeniedAnswer { Status = new AnswerStatus { Code = 200 } } });
        using var rig = new FilterRig(FilterRig.Options(server));

        Assert.Equal(403, (await rig.RequestAsync(Get())).Status);

        Assert.Equal(1, rig.Metrics["failures_total", "error"]);
    }

    [Fact]
    public async Task Authorizer_WithAnAnswerOverTheBound_GaveNoAnswer()
    {
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Deny(new DeniedAnswer { Body = new string('x', 1024 * 1024) }));
        using var rig = new FilterRig(FilterRig.Options(server));

        Assert.Equal(403, (await rig.RequestAsync(Get())).Status);

        Assert.Equal(1, rig.Metrics["failures_total", "status"]);
    }

    [Fact]
    public async Task Calls_OverTheBound_AreNotAskedAbout()
    {
        var release = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        await using var server = await AuthorizationServer.StartAsync(async (_, _) =>
        {
            asked.TrySetResult();
            await release.Task;
            return AuthorizationServer.Allow();
        });
        using var rig = new FilterRig(new ExternalAuthorizationOptions { Server = $"http://127.0.0.1:{server.Port}", Timeout = TimeSpan.FromSeconds(9), MaxConcurrent = 1 });
        var first = rig.RequestAsync(Get());
        await asked.Task.Within("the first question");

        Assert.Equal(403, (await rig.RequestAsync(Get())).Status);
        Assert.Equal(1, rig.Metrics["failures_total", "busy"]);
        release.SetResult();
        Assert.True((await first).IsContinue);
        Assert.True((await rig.RequestAsync(Get())).IsContinue);
    }

    [Fact]
    public async Task Authorizer_ThatComesBack_IsAskedAgain()
    {
        var port = 0;
        await using (var gone = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow()))
            port = gone.Port;
        using var rig = new FilterRig(new ExternalAuthorizationOptions { Server = $"http://127.0.0.1:{port}", Timeout = TimeSpan.FromSeconds(9) });
        Assert.Equal(403, (await rig.RequestAsync(Get())).Status);

        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow(), port);
        await Deadline.UntilAsync(async () => (await rig.RequestAsync(Get())).IsContinue, "an answer");

        Assert.Single(rig.Log.Lines, line => line.Contains("answers again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_WhoseClientLeft_IsNoOutage()
    {
        using var left = new CancellationTokenSource();
        await using var server = await AuthorizationServer.StartAsync(async (_, call) =>
        {
            await left.CancelAsync();
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return AuthorizationServer.Allow();
        });
        using var rig = new FilterRig(FilterRig.Options(server));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.RequestAsync(Get(), left.Token));

        Assert.Empty(rig.Log.Lines);
    }

    private static MemoryExchange Get() => new("GET", "api.example.com", "/");
}
