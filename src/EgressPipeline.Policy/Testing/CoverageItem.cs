using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Testing;

/// <summary>A rule that tests should exercise.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Rule">Its id and place.</param>
/// <param name="Cases">Cases in which it decided: 0 = never exercised.</param>
public sealed record CoverageItem(CoverageKind Kind, RuleRef Rule, int Cases);

/// <summary>What kind of rule is to be exercised.</summary>
public enum CoverageKind
{
    /// <summary>A rule of an AuthorizationPolicy, or an ALLOW policy that allows nothing.</summary>
    Authorization,

    /// <summary>An http rule of a VirtualService.</summary>
    HttpRoute,

    /// <summary>A tls rule of a VirtualService.</summary>
    TlsRoute,

    /// <summary>A tcp rule of a VirtualService.</summary>
    TcpRoute,

    /// <summary>A port of a ServiceEntry.</summary>
    ServicePort,
}
