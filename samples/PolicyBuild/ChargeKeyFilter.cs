using EgressPipeline;

namespace PolicyBuild;

/// <summary>
/// Refuses a charge without an idempotency key, without which the provider could not tell a repeated one from a second one.
/// It names service and route by their handles: when somebody removes or renames them in the YAML, this file does not build.
/// </summary>
[EgressFilter("charge-key", "1.0.0", Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.MayDeny)]
public sealed class ChargeKeyFilter : IRequestFilter
{
    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var isCharge = request.Service == Egress.Services.Payments.Name && request.Route == Egress.Routes.Payments.Charges.Name;
        return ValueTask.FromResult(isCharge && !request.Headers.Contains("idempotency-key"u8)
            ? FilterResult.Deny("a charge needs an idempotency-key header")
            : FilterResult.Continue);
    }
}
