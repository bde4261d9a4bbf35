using System.Text;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>Names what a host's ports and routes do, once for each host: equal texts mean that calls are found, routed and treated alike.</summary>
internal sealed class HostKeys(TreatmentTable treatments, PlanView view)
{
    private readonly Dictionary<HostPlan, string> _keys = [];

    public string Of(HostPlan host)
    {
        if (!_keys.TryGetValue(host, out var key))
            _keys.Add(host, key = Make(host));
        return key;
    }

    private string Make(HostPlan host)
    {
        var text = new StringBuilder(view.Filters.Key(host));
        text.Append('\n').Append(view.Limits.Key(host)).Append('\n');
        foreach (var port in host.Ports)
            Line(text, "port", port.Number, port.Protocol, treatments.Of(port).Id, port.Cluster.Resolution, port.Addresses);
        text.Append(host.HttpRoutes is null ? "" : "http\n");
        foreach (var route in host.HttpRoutes ?? [])
        {
            Line(text, "http", treatments.Of(route, null).Id, route.Matches.Length);
            foreach (var match in route.Matches)
                Line(text, Of(match.Uri), Of(match.Scheme), Of(match.Method), Of(match.Authority), Of(match.Headers), Of(match.WithoutHeaders), Of(match.QueryParameters), match.Port, treatments.Of(route, match).Id);
        }
        text.Append(host.TlsRoutes is null ? "" : "tls\n");
        foreach (var route in host.TlsRoutes ?? [])
        {
            Line(text, "tls", treatments.Of(route.Destinations, route.TotalWeight, route.Rule).Id);
            foreach (var match in route.Matches)
                Line(text, MatchKey.Of(Array.ConvertAll(match.SniHosts, Of)), match.DestinationSubnets, match.Port);
        }
        text.Append(host.TcpRoutes is null ? "" : "tcp\n");
        foreach (var route in host.TcpRoutes ?? [])
        {
            Line(text, "tcp", treatments.Of(route.Destinations, route.TotalWeight, route.Rule).Id);
            foreach (var match in route.Matches)
                Line(text, match.DestinationSubnets, match.Port);
        }
        return text.ToString();
    }

    private static string Of(ByteMatch? match) => match is null ? "-" : MatchKey.Of(match);

    private static string Of(NamedMatch[] matches) => MatchKey.Of(Array.ConvertAll(matches, m => m.Name.Length + ":" + m.Name + MatchKey.Of(m.Match)));

    private static void Line(StringBuilder text, params object[] parts)
    {
        foreach (var part in parts)
        {
            var word = part.ToString()!;
            text.Append(word.Length).Append(':').Append(word).Append(' ');
        }
        text.Append('\n');
    }
}
