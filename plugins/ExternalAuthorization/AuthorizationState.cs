using EgressPipeline;
using ExternalAuthorization.Protocol;

namespace ExternalAuthorization;

/// <summary>What the filter remembers about one call.</summary>
internal sealed class AuthorizationState : IFilterState
{
    /// <summary>The question while the body is waited for: heads change on the way there, and what later filters add is none of the authorizer's business.</summary>
    public CheckRequest? Question { get; set; }

    /// <summary>What the authorizer said about the call; null when it was not asked.</summary>
    public AllowedCall? Allowed { get; set; }

    public void Reset() => (Question, Allowed) = (null, null);
}
