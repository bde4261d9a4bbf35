using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Hosts and ports that http rules lead to.</summary>
internal sealed class HttpDestinations
{
    private const int AnyPort = 0;
    private const long MaxComparisons = 10_000_000;

    private readonly WorkBudget _budget = new(MaxComparisons);
    private readonly HashSet<(string Host, int Port)> _destinations = [];

    public HttpDestinations(VirtualServiceRule[] services)
    {
        foreach (var service in services)
            if (service.AppliesToSidecars)
                foreach (var destination in service.Http.SelectMany(r => r.Route))
                    if (destination.Destination.Host is { } host)
                        _destinations.Add((HostNames.Resolve(host.Value, service.Meta.Namespace), destination.Destination.Port?.Value ?? AnyPort));
    }

    /// <summary>True when a rule leads to the port of the declared host, or of a name that the declared wildcard covers.</summary>
    public bool Include(string host, int port)
    {
        if (_destinations.Contains((host, port)) || _destinations.Contains((host, AnyPort)))
            return true;
        if (!HostPattern.IsWildcard(host))
            return false;
        return !_budget.Spend(_destinations.Count) || _destinations.Any(d => (d.Port == port || d.Port == AnyPort) && HostPattern.IsSubsetOf(d.Host, host));
    }
}
