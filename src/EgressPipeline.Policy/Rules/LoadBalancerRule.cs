using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>loadBalancer.simple; unspecified and LEAST_CONN mean LEAST_REQUEST.</summary>
public enum SimpleLoadBalancer { Unspecified, LeastConn, Random, Passthrough, RoundRobin, LeastRequest }

/// <summary>How one endpoint is chosen.</summary>
public sealed record LoadBalancerRule
{
    public Located<SimpleLoadBalancer>? Simple { get; init; }
    public ConsistentHashRule? ConsistentHash { get; init; }
    public LocalityRule? Locality { get; init; }
    public WarmupRule? Warmup { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>The same key goes to the same endpoint.</summary>
public sealed record ConsistentHashRule
{
    public Located<string>? HttpHeaderName { get; init; }
    public Located<string>? HttpQueryParameterName { get; init; }
    public CookieRule? HttpCookie { get; init; }
    public bool UseSourceIp { get; init; }
    public Located<long>? MinimumRingSize { get; init; }
    public MaglevRule? Maglev { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>The cookie that carries a hash key.</summary>
public sealed record CookieRule(Located<string>? Name, Located<string>? Path, Located<TimeSpan>? Ttl, CookieAttributeRule[] Attributes, SourceRef Source);

/// <summary>One attribute of a cookie that is handed out.</summary>
public sealed record CookieAttributeRule(Located<string>? Name, Located<string>? Value);

/// <summary>Maglev hashing with a table of a prime size.</summary>
public sealed record MaglevRule(Located<long>? TableSize, SourceRef Source);

/// <summary>Preference for endpoints nearby.</summary>
public sealed record LocalityRule
{
    public LocalityShareRule[] Distribute { get; init; } = [];
    public LocalityFailoverRule[] Failover { get; init; } = [];
    public Located<string>[] FailoverPriority { get; init; } = [];
    public bool? Enabled { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>Percentages of the calls of one locality per target locality.</summary>
public sealed record LocalityShareRule(Located<string>? From, IReadOnlyDictionary<string, Located<int>> To, SourceRef Source);

/// <summary>Where the calls of a region go when it is unhealthy.</summary>
public sealed record LocalityFailoverRule(Located<string>? From, Located<string>? To, SourceRef Source);

/// <summary>Slow start of new endpoints.</summary>
public sealed record WarmupRule(Located<TimeSpan>? Duration, Located<double>? MinimumPercent, Located<double>? Aggression, SourceRef Source);
