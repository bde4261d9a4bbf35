using System.Text;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>One rule of the plan with what it takes to apply it. Immutable, safe for concurrent use.</summary>
internal sealed class AuthenticationRule
{
    public AuthenticationRule(JwtRulePlan plan, IKeySource keys, TimeProvider time)
    {
        Plan = plan;
        Keys = keys;
        Places = new TokenPlaces(plan);
        Verifier = new TokenVerifier(plan, time);
        OwnHeaders = [.. plan.ClaimHeaders.Select(claim => claim.Header).Append(plan.PayloadHeader).OfType<string>().Select(Encoding.ASCII.GetBytes)];
    }

    public JwtRulePlan Plan { get; }

    public IKeySource Keys { get; }

    public TokenPlaces Places { get; }

    public TokenVerifier Verifier { get; }

    /// <summary>Headers that only this rule may write: what an application puts there must not pass for a claim.</summary>
    public byte[][] OwnHeaders { get; }
}
