using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>hosts</c>: on the normalised host of HTTP, CONNECT and SNI, or the declared name of a TCP service.</summary>
public sealed class HostClause : AuthorizationClause
{
    public required HostMatch[] Hosts { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        if (call.Host.IsEmpty)
            return Truth.Unknown;
        foreach (var host in Hosts)
            if (host.IsMatch(call.Host, call.Port))
                return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) => call.Host.IsEmpty ? "unknown" : AsciiText.Text(call.Host);
}
