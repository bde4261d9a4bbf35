using EgressPipeline.Pipeline;

namespace EgressPipeline.Authentication;

/// <summary>
/// Judges the token of a request (RequestAuthentication). Where keys have to be fetched it waits away from the connection's loop, and
/// <see cref="AuthenticationResultFilter"/> draws the conclusion: only the loop touches the request.
/// </summary>
[EgressFilter("authentication", "1.0.0", Stage = FilterStage.Authorize, DeadlineMilliseconds = 300_000,
    Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders,
    Description = "Verifies the tokens of requests by RequestAuthentications.")]
internal sealed class AuthenticationFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = HttpExchange.Of(request);
        if (exchange.Snapshot.Authenticator is not { } authenticator || exchange.Claims is not null)
            return new(FilterResult.Continue); // sent elsewhere by a filter, and judged before
        authenticator.RemoveOwnHeaders(exchange);
        if (authenticator.TryJudge(exchange, out var outcome))
            return new(AuthenticationConclusion.Draw(exchange, authenticator, outcome));
        var judged = authenticator.JudgeAsync(authenticator.Read(exchange), cancellationToken);
        if (judged.IsCompletedSuccessfully)
            return new(AuthenticationConclusion.Draw(exchange, authenticator, judged.Result));
        var pending = exchange.PendingTokens = new PendingTokens();
        return new(AwaitAsync(judged, pending));
    }

    private static async Task<FilterResult> AwaitAsync(ValueTask<TokenOutcome> judged, PendingTokens pending)
    {
        pending.Outcome = await judged;
        return FilterResult.Continue;
    }
}
