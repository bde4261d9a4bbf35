using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>What callers are told. They may be anybody, so neither files nor endpoints are named; the log does that.</summary>
internal static class RefusalText
{
    private static readonly EgressError Failed = new(EgressErrorReason.FilterFailed, FailureSide.Local, Retryability.Never);
    private static readonly FilterResult[] Results = Array.ConvertAll(Enum.GetValues<Refusal>(), Make);

    public static FilterResult ResultOf(Refusal refusal) => Results[(int)refusal];

    private static FilterResult Make(Refusal refusal) => refusal switch
    {
        Refusal.None => FilterResult.Continue,
        Refusal.NoSecret => FilterResult.Stop(Failed, "the credential for this service is missing or unreadable; the sidecar's log names the file", 503),
        Refusal.NoToken => FilterResult.Stop(Failed, "no token for this service could be fetched; the sidecar's log says why", 503),
        Refusal.TokenLate => FilterResult.Stop(Failed, "the token for this service did not come in time; the sidecar's log says why", 503),
        Refusal.TooManyWaiting => FilterResult.Stop(Failed, "too many calls wait for the token of this service", 503),
        Refusal.Plaintext => FilterResult.Deny("the connection to this service is not verified TLS, so the credential is not sent; originate TLS in a DestinationRule, or acknowledge it with allowPlaintext"),
        Refusal.OtherService => FilterResult.Deny("the route leads to a service for which the credential is not meant; name it in trustedServices if it is"),
        Refusal.NoRoom => FilterResult.Deny("the head of the request has no room for the credential", 431),
        Refusal.SignedByApplication => FilterResult.Deny("the request is signed piece by piece by the application; switch that off in its SDK, the sidecar signs", 400),
        _ => FilterResult.Stop(Failed, "the service shows the credential in its answer where it cannot be removed", 502),
    };
}
