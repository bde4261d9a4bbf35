using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Limits;

/// <summary>An EgressLimits: which calls it is for, and how much of them there may be. Immutable.</summary>
public sealed class LimitPlan
{
    /// <summary><c>namespace/name</c>: what is counted is kept under it, over reloads too.</summary>
    public required string Name { get; init; }

    /// <summary>The document.</summary>
    public required RuleRef Rule { get; init; }

    /// <summary>Host patterns, normalised; empty = every host, undeclared ones included.</summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Called ports; empty = all.</summary>
    public int[] Ports { get; init; } = [];

    /// <summary>Whose calls; empty = everybody's.</summary>
    public ByteMatch[] Principals { get; init; } = [];

    /// <summary>Each principal has an allowance of its own; otherwise all share one.</summary>
    public bool PerPrincipal { get; init; }

    /// <summary>HTTP requests; null = no bound.</summary>
    public RatePlan? Requests { get; init; }

    /// <summary>Relayed connections (TLS, TCP, CONNECT) begun; null = no bound.</summary>
    public RatePlan? Connections { get; init; }

    /// <summary>Requests and relayed connections under way at once; 0 = no bound.</summary>
    public int Concurrency { get; init; }

    /// <summary>Requests at once by how long they take; null = no such bound.</summary>
    public AdaptivePlan? Adaptive { get; init; }

    /// <summary>Bytes of bodies and relays a second, in each direction; 0 = no bound.</summary>
    public long BytesPerSecond { get; init; }

    /// <summary>Bytes of bodies and relays in a day of UTC, both directions together; 0 = no bound.</summary>
    public long BytesPerDay { get; init; }

    /// <summary>Status of the refusal: 429 or 503.</summary>
    public int Status { get; init; } = 429;

    /// <summary>Counts what it would refuse, and refuses and slows nothing.</summary>
    public bool IsReport { get; init; }

    /// <summary>True when calls to the port by the caller are meant.</summary>
    public bool IsFor(int port, CallerIdentity caller)
    {
        if (Ports.Length > 0 && Array.IndexOf(Ports, port) < 0)
            return false;
        if (Principals.Length == 0)
            return true;
        foreach (var principal in Principals)
            if (principal.IsMatch(caller.PrincipalBytes))
                return true;
        return false;
    }
}
