using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Finds the declared host an undeclared one was probably meant to be.</summary>
internal static class NearestHost
{
    private const int MaxTypos = 2;

    public static string? Explain(EgressPlan plan, in CallFacts facts)
    {
        if (facts.Host.IsEmpty)
            return ExplainAddress(plan, facts);
        var host = AsciiText.Text(facts.Host);
        HostPlan? nearest = null;
        var best = int.MaxValue;
        foreach (var candidate in plan.Hosts)
        {
            var distance = Distance(host, candidate);
            if (distance >= best)
                continue;
            best = distance;
            nearest = candidate;
        }
        if (nearest is null)
            return null;
        var owner = nearest.Service ?? nearest.VirtualService;
        return "*." + host == nearest.Pattern || nearest.Pattern == "*." + host
            ? nearest.Pattern + " (" + owner + ") does not cover " + host + " itself: a wildcard never matches the name it hangs below"
            : "nearest declared host is " + nearest.Pattern + " (" + owner + ")";
    }

    private static string? ExplainAddress(EgressPlan plan, in CallFacts facts)
    {
        foreach (var host in plan.Hosts)
            foreach (var port in host.Ports)
                if (port.Addresses.Contains(facts.DestinationIp))
                    return host.Pattern + " declares " + facts.DestinationIp + " on port " + port.Number + ", not " + facts.Port + ", at " + port.Rule;
        return null;
    }

    // A parent or child of the name is nearer than any other name; otherwise few typing errors.
    private static int Distance(string host, HostPlan candidate)
    {
        var pattern = candidate.Pattern;
        if (pattern == "*." + host)
            return 0;
        var name = HostPattern.IsWildcard(pattern) ? pattern.Substring(1).TrimStart('.') : pattern;
        if (host.EndsWith("." + name, StringComparison.Ordinal) || name.EndsWith("." + host, StringComparison.Ordinal))
            return 3 + Math.Abs(host.Length - name.Length);
        var typos = Typos(host, name);
        return typos <= MaxTypos ? typos : int.MaxValue;
    }

    private static int Typos(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxTypos)
            return int.MaxValue;
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
                current[j] = Math.Min(
                    Math.Min(previous[j], current[j - 1]) + 1,
                    previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }
        return previous[right.Length];
    }
}
