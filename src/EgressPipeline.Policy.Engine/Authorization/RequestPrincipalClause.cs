using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary>
/// <c>requestPrincipals</c> and <c>request.auth.principal</c>: issuer and subject of the request's verified token. Unknown where the
/// call has no request.
/// </summary>
public sealed class RequestPrincipalClause : AuthorizationClause
{
    public required RequestPrincipalMatch[] Matches { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        if (call.Claims is not { } claims)
            return Truth.Unknown;
        if (claims.Issuer is { } issuer && claims.Subject is { } subject)
            foreach (var match in Matches)
                if (match.Issuer.IsMatch(issuer) && match.Subject.IsMatch(subject))
                    return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) => call.Claims is not { } claims ? "unknown" : claims.Principal is { Length: > 0 } principal ? principal : "none";
}
