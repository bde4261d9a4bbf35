using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>
/// Lists the contexts in which a call can be allowed by either plan: every kind of host with the ports on which it can be
/// called, the kinds of call, and the dialled addresses where these matter.
/// </summary>
internal sealed class ContextSource
{
    private static readonly CallKind[] Named = [CallKind.Http, CallKind.Connect, CallKind.Tls];
    private static readonly CallKind[] Nameless = [CallKind.Tls, CallKind.Tcp];

    private readonly PlanView _left;
    private readonly PlanView _right;
    private readonly HostClasses _hosts;
    private readonly CallerIdentity? _caller;
    private readonly DestinationCuts _cuts;

    public ContextSource(PlanView left, PlanView right, HostClasses hosts, CallerIdentity? caller)
    {
        _left = left;
        _right = right;
        _hosts = hosts;
        _caller = caller;
        _cuts = new DestinationCuts(left, right);
    }

    public IEnumerable<CallContext> All()
    {
        foreach (var host in _hosts.All)
        {
            // With a known dialled address a literal counts as text only: one of a group stands for all.
            var group = host.Addresses is null ? [host] : _hosts.LiteralsByText.Find(g => g[0] == host);
            foreach (var context in Of(host, group))
                yield return context;
        }
        if (_left.TakesUndeclared || _right.TakesUndeclared)
            foreach (var context in OnPortsOfOthers())
                yield return context;
    }

    /// <summary>
    /// Calls to a declared name on a port that it does not declare are refused, unless they go to an address that a plan
    /// relays as bytes. All such names are alike; where undeclared addresses are refused as well, opaque TCP tells it all.
    /// </summary>
    private IEnumerable<CallContext> OnPortsOfOthers()
    {
        var ports = new SortedSet<int>(_left.Ports.ByAddress);
        ports.UnionWith(_right.Ports.ByAddress);
        foreach (var port in ports)
        {
            var hosts = _hosts.All.FindAll(host => IsDeclaredElsewhere(_left, host, port) && IsDeclaredElsewhere(_right, host, port)).ToArray();
            if (hosts.Length == 0)
                continue;
            foreach (var kind in new[] { CallKind.Http, CallKind.Tls })
                foreach (var destination in _cuts.For(kind, port, hosts[0], default))
                    if (!destination.WithUnknown)
                        yield return new CallContext(kind, hosts, new PortClass(port, null), destination) { Call = Call(kind, hosts[0], new PortClass(port, null), destination) };
        }
    }

    private static bool IsDeclaredElsewhere(PlanView view, HostClass host, int port) =>
        view.FindHost(AsciiText.Bytes(host.Example)) is { Ports.Length: > 0 } found && found.FindPort(port) is null;

    private IEnumerable<CallContext> Of(HostClass host, HostClass[]? group)
    {
        var name = AsciiText.Bytes(host.Example);
        var left = _left.FindHost(name);
        var right = _right.FindHost(name);
        foreach (var port in PortsOf(host, left, right))
            foreach (var kind in host.IsNameless ? Nameless : Named)
                foreach (var destination in _cuts.For(kind, port.Number, host, (left, right)))
                {
                    var hosts = destination.WithUnknown ? [host] : group;
                    if (hosts is not null)
                        yield return new CallContext(kind, hosts, port, destination) { Call = Call(kind, host, port, destination) };
                }
    }

    private List<PortClass> PortsOf(HostClass host, HostPlan? left, HostPlan? right)
    {
        var numbers = new SortedSet<int>();
        var others = AddPorts(_left, left, host, numbers) | AddPorts(_right, right, host, numbers);
        if (others)
        {
            numbers.UnionWith(_left.Ports.InRules);
            numbers.UnionWith(_right.Ports.InRules);
            numbers.UnionWith(_left.Ports.ByAddress);
            numbers.UnionWith(_right.Ports.ByAddress);
        }
        numbers.Remove(0);
        var ports = new List<PortClass>();
        foreach (var number in numbers)
            ports.Add(new PortClass(number, null));
        if (others)
            ports.Add(new PortClass(Unlisted(numbers), [.. numbers]));
        return ports;
    }

    /// <summary>True when the host may be called on ports that nothing names.</summary>
    private static bool AddPorts(PlanView view, HostPlan? found, HostClass host, SortedSet<int> ports)
    {
        if (found is null)
        {
            ports.UnionWith(view.Ports.ByAddress);
            return view.TakesUndeclared;
        }
        foreach (var port in found.Ports)
            ports.Add(port.Number);
        if (found.Ports.Length > 0)
            return false;
        foreach (var port in PlanPorts.InRoutes(found))
            ports.Add(port);
        return !host.IsNameless;
    }

    private static int Unlisted(SortedSet<int> ports)
    {
        var port = 8081;
        while (ports.Contains(port))
            port++;
        return port;
    }

    private ComparedCall Call(CallKind kind, HostClass host, PortClass port, DestinationClass destination) => new()
    {
        Kind = kind,
        Host = host.Example,
        Port = port.Number,
        Method = kind switch { CallKind.Http => "GET", CallKind.Connect => "CONNECT", _ => "" },
        Path = kind == CallKind.Http ? "/" : "",
        Scheme = kind == CallKind.Http ? "http" : "",
        Caller = _caller ?? CallerIdentity.Anonymous,
        SourceAddress = AddressPartition.Example(AddressRange.All),
        DestinationAddress = destination.Example,
    };
}
