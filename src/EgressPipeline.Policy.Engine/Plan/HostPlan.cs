using EgressPipeline.Policy.Decisions.Selection;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>
/// Everything known about one host pattern. The compiler has already joined the most specific ServiceEntry and the
/// most specific VirtualService, so one look-up of the most specific pattern is enough.
/// </summary>
public sealed class HostPlan
{
    public required int Index { get; init; }

    /// <summary>The pattern, lower-case: <c>api.example.com</c> or <c>*.example.com</c>.</summary>
    public required string Pattern
    {
        get;
        init
        {
            field = value;
            PatternBytes = System.Text.Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary><see cref="Pattern"/> in UTF-8.</summary>
    public byte[] PatternBytes { get; private init; } = [];

    /// <summary>Declared ports, ascending by number; empty when only a VirtualService names the host.</summary>
    public required ServicePortPlan[] Ports { get; init; }

    /// <summary>HTTP routes of the VirtualService for this host in order, or null when none applies.</summary>
    public required HttpRoutePlan[]? HttpRoutes
    {
        get;
        init
        {
            field = value;
            RouteIndex = RouteIndex.Build(value);
        }
    }

    /// <summary>Finds the first of <see cref="HttpRoutes"/> that matches; null when they are few enough to be read in order.</summary>
    internal RouteIndex? RouteIndex { get; private init; }

    /// <summary>TLS (SNI) routes of the VirtualService, or null.</summary>
    public required TlsRoutePlan[]? TlsRoutes { get; init; }

    /// <summary>TCP routes of the VirtualService, or null.</summary>
    public required TcpRoutePlan[]? TcpRoutes { get; init; }

    /// <summary>The ServiceEntry that declares the host; null when only a VirtualService names it.</summary>
    public required RuleRef? Service { get; init; }

    public required RuleRef? VirtualService { get; init; }

    /// <summary>True when the pattern is a name, not a wildcard.</summary>
    public bool IsExact => Pattern.Length > 0 && Pattern[0] != '*';

    /// <summary>The declared port with this number, or null. At most a handful, so a scan.</summary>
    public ServicePortPlan? FindPort(int number)
    {
        foreach (var port in Ports)
            if (port.Number == number)
                return port;
        return null;
    }
}

/// <summary>One port of a declared service.</summary>
public sealed class ServicePortPlan
{
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required PortProtocol Protocol { get; init; }

    /// <summary>Where a call goes when no route says otherwise (subset-less cluster of this host and port).</summary>
    public required ClusterPlan Cluster { get; init; }

    /// <summary>The ServiceEntry's <c>addresses</c>; empty = the port is not bound to addresses.</summary>
    public CidrSet Addresses { get; init; } = CidrSet.Empty;

    /// <summary>The ServiceEntry port in the YAML.</summary>
    public required RuleRef Rule { get; init; }
}
