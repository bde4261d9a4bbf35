using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary>
/// A claim of the request's verified token: <c>request.auth.claims[…]</c>, <c>request.auth.audiences</c>, <c>request.auth.presenter</c>.
/// A list matches by any of its texts. Unknown where the call has no request.
/// </summary>
public sealed class ClaimClause : AuthorizationClause
{
    /// <summary>Names from the payload to the claim; not empty.</summary>
    public required string[] Path { get; init; }
    public required ByteMatch[] Matches { get; init; }

    protected override Truth Test(in CallFacts call) =>
        call.Claims is not { } claims ? Truth.Unknown : From(claims.Find(Path) is { } claim && claim.IsMatch(Matches));

    public override string Show(in CallFacts call) => call.Claims is not { } claims ? "unknown" : claims.Find(Path)?.ToString() ?? "absent";
}
