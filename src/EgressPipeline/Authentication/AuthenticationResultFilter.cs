using EgressPipeline.Pipeline;

namespace EgressPipeline.Authentication;

/// <summary>Draws the conclusion from a judgement that had to wait for keys.</summary>
[EgressFilter("authentication-result", "1.0.0", Stage = FilterStage.Authorize,
    Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders,
    Description = "Takes up requests that waited for the keys of an issuer.")]
internal sealed class AuthenticationResultFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var exchange = HttpExchange.Of(request);
        if (exchange.PendingTokens is not { } pending)
            return new(FilterResult.Continue);
        exchange.PendingTokens = null;
        return new(AuthenticationConclusion.Draw(exchange, exchange.Snapshot.Authenticator!, pending.Outcome));
    }
}
