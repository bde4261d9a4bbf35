using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What both plans do with allowed calls; equal treatments have one number, whichever plan and rule they are from.</summary>
internal sealed class TreatmentTable(bool hasFilters = false, bool hasTokens = false, bool hasLimits = false)
{
    /// <summary>The aspect of calls that the sidecar answers itself.</summary>
    public const string Answer = "answer";

    /// <summary>The aspect of calls that go on.</summary>
    public const string GoesTo = "goes to";

    /// <summary>Ends the names of aspects that only some destinations have.</summary>
    public const string There = " there";

    /// <summary>True when filters are an aspect: some plan has bindings.</summary>
    public bool HasFilters => hasFilters;

    /// <summary>True when tokens are an aspect: some plan has rules about them.</summary>
    public bool HasTokens => hasTokens;

    /// <summary>True when limits are an aspect: some plan has them.</summary>
    public bool HasLimits => hasLimits;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<object, Treatment> _made = [];
    private readonly Dictionary<(HttpRoutePlan, string), Treatment> _rewriting = [];
    private readonly Dictionary<(Treatment, string, string), Treatment> _further = [];

    /// <summary>Straight to the service.</summary>
    public Treatment Of(ServicePortPlan port)
    {
        if (_made.TryGetValue(port, out var treatment))
            return treatment;
        var aspects = Forwarding([new WeightedCluster(port.Cluster, 1, HeaderOperations.None)], 1);
        aspects.AddRange(port.Protocol is PortProtocol.Http or PortProtocol.Http2 or PortProtocol.Grpc ? RequestAspects.Unrouted : [RequestAspects.AsBytes]);
        treatment = Make(aspects, Rules(null, [port.Cluster]));
        _made.Add(port, treatment);
        return treatment;
    }

    /// <summary>By a tls or tcp rule.</summary>
    public Treatment Of(WeightedCluster[] destinations, int totalWeight, RuleRef? rule)
    {
        if (!_made.TryGetValue(destinations, out var treatment))
            _made.Add(destinations, treatment = Make([.. Forwarding(destinations, totalWeight), RequestAspects.AsBytes], Rules(rule, Array.ConvertAll(destinations, d => d.Cluster))));
        return treatment;
    }

    /// <summary>By an http rule. A rewrite of a matched prefix depends on which prefix was matched.</summary>
    public Treatment Of(HttpRoutePlan route, HttpMatch? match)
    {
        var prefix = (route.Rewrite?.Uri ?? route.Redirect?.PrefixRewrite) is not null && match is { IsPrefixMatch: true } ? match.Uri!.Text : null;
        var key = (route, prefix ?? "");
        if (_rewriting.TryGetValue(key, out var made))
            return made;
        var treatment = Make(Aspects(route, prefix), Rules(route.Rule, [.. route.Destinations.Select(d => d.Cluster), .. route.Mirrors.Select(m => m.Cluster)]));
        _rewriting.Add(key, treatment);
        return treatment;
    }

    /// <summary>An undeclared destination that is let through.</summary>
    public Treatment OfUndeclared(DecisionReason reason) => Make(
        [new(GoesTo, "the called address, which no ServiceEntry declares"), new("recorded as undeclared", reason == DecisionReason.AuditedUnregistered ? "yes" : "no")], []);

    /// <summary>The same with the filters that the call passes.</summary>
    public Treatment WithFilters(Treatment treatment, string filters) => With(treatment, "filters", filters);

    /// <summary>The same with what is done about tokens.</summary>
    public Treatment WithTokens(Treatment treatment, string tokens) => With(treatment, "tokens", tokens);

    /// <summary>The same with the limits that the call counts for.</summary>
    public Treatment WithLimits(Treatment treatment, string limits) => With(treatment, "limits", limits);

    private Treatment With(Treatment treatment, string aspect, string text)
    {
        var key = (treatment, aspect, text);
        if (!_further.TryGetValue(key, out var made))
            _further.Add(key, made = Make([.. treatment.Aspects, new(aspect, text)], [.. treatment.Rules]));
        return made;
    }

    private Treatment Make(List<KeyValuePair<string, string>> aspects, RuleRef[] rules)
    {
        var key = string.Join("\n", aspects.ConvertAll(a => a.Key + "=" + a.Value.Length + ":" + a.Value));
        if (!_ids.TryGetValue(key, out var id))
            _ids.Add(key, id = _ids.Count);
        return new Treatment(id, aspects, rules);
    }

    private static List<KeyValuePair<string, string>> Aspects(HttpRoutePlan route, string? prefix)
    {
        // What the sidecar answers itself goes nowhere, so nothing else of the route matters.
        if (route.Redirect is { } redirect)
            return [new(Answer, AspectText.Redirect(redirect, prefix))];
        return route.DirectResponse is { } answer
            ? [new(Answer, answer.Status + " with the body \"" + AsciiText.Text(answer.Body) + "\"")]
            : [.. Forwarding(route.Destinations, route.TotalWeight), .. RequestAspects.Of(route, prefix), .. Mirroring(route.Mirrors)];
    }

    private static List<KeyValuePair<string, string>> Forwarding(WeightedCluster[] destinations, int totalWeight)
    {
        var aspects = new List<KeyValuePair<string, string>>();
        var distinct = Distinct(destinations);
        var shares = distinct.ConvertAll(d => d.Cluster.Name + (distinct.Count == 1 ? "" : " " + AspectText.Share(d.Weight, totalWeight)));
        aspects.Add(new(GoesTo, string.Join(", ", shares)));
        foreach (var destination in distinct)
        {
            // Of one destination aspects are compared whatever it is called, of several by name.
            var of = distinct.Count == 1 ? "" : " of " + destination.Cluster.Name;
            foreach (var aspect in ClusterAspects.Of(destination.Cluster))
                aspects.Add(new(aspect.Key + of, aspect.Value));
            if (destination.Headers.HasRequest)
                aspects.Add(new("request headers" + of + There, AspectText.Request(destination.Headers)));
            if (destination.Headers.HasResponse)
                aspects.Add(new("response headers" + of + There, AspectText.Response(destination.Headers)));
        }
        return aspects;
    }

    private static IEnumerable<KeyValuePair<string, string>> Mirroring(MirrorPlan[] mirrors)
    {
        foreach (var mirror in mirrors)
            foreach (var aspect in ClusterAspects.Of(mirror.Cluster))
                yield return new(aspect.Key + " of the copy's " + mirror.Cluster.Name, aspect.Value);
    }

    // The same destination written twice is one with both shares; one without a share is none. Their order says nothing.
    private static List<WeightedCluster> Distinct(WeightedCluster[] destinations)
    {
        var byName = new SortedDictionary<string, WeightedCluster>(StringComparer.Ordinal);
        foreach (var destination in destinations)
        {
            var name = destination.Cluster.Name + "\n" + AspectText.Request(destination.Headers) + "\n" + AspectText.Response(destination.Headers);
            if (destination.Weight > 0 || destinations.Length == 1)
                byName[name] = byName.TryGetValue(name, out var same) ? same with { Weight = same.Weight + destination.Weight } : destination;
        }
        return [.. byName.Values];
    }

    private static RuleRef[] Rules(RuleRef? route, ClusterPlan[] clusters)
    {
        var rules = new List<RuleRef>();
        if (route is not null)
            rules.Add(route);
        foreach (var cluster in clusters)
            if (cluster.DestinationRule is { } rule && !rules.Contains(rule))
                rules.Add(rule);
        return [.. rules];
    }
}
