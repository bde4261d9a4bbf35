using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>ports</c> and <c>destination.port</c>: the called port.</summary>
public sealed class PortClause : AuthorizationClause
{
    public required int[] Ports { get; init; }

    protected override Truth Test(in CallFacts call) => From(Array.IndexOf(Ports, call.Port) >= 0);

    public override string Show(in CallFacts call) => call.Port.ToString();
}
