using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary>A clause on the caller's address (<c>ipBlocks</c>, <c>source.ip</c>) or the dialled one (<c>destination.ip</c>).</summary>
public sealed class AddressClause : AuthorizationClause
{
    public required CidrSet Ranges { get; init; }

    /// <summary>False = the caller's address.</summary>
    public required bool OfDestination { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        var address = Read(call);
        return address.IsNone ? Truth.Unknown : From(Ranges.Contains(address));
    }

    public override string Show(in CallFacts call)
    {
        var address = Read(call);
        return address.IsNone ? "unknown" : address.ToString();
    }

    private IpValue Read(in CallFacts call)
    {
        if (!OfDestination)
            return call.SourceIp;
        if (!call.DestinationIp.IsNone)
            return call.DestinationIp;
        // Behind the explicit proxy the address is only known when the name is one.
        return IpLiteral.TryParse(call.Host, out var literal) ? literal : IpValue.None;
    }
}
