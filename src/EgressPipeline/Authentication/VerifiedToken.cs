using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>A token that was verified, and what of it is used. Immutable, safe for concurrent use.</summary>
internal sealed record VerifiedToken
{
    /// <summary>Position of the rule that took it.</summary>
    public int Rule { get; init; }

    public required RequestClaims Claims { get; init; }

    /// <summary>The last second, Unix time, in which it is taken; <see cref="long.MaxValue"/> for one that does not expire.</summary>
    public required long NotAfter { get; init; }

    /// <summary>The keys that verified it: once others are in force it must be verified again.</summary>
    public required KeySet Keys { get; init; }

    /// <summary>Headers that the service gets: the payload and claims, as the rule asks for them.</summary>
    public required (byte[] Name, byte[] Value)[] Headers { get; init; }
}
