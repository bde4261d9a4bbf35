using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Testing;

/// <summary>Expectations about where an allowed call goes. Destinations without weight get no calls and do not count.</summary>
internal static class DestinationExpectations
{
    private const string None = "none";

    public static IEnumerable<Expectation> Of(ExpectationRule expect)
    {
        if (expect.Subset is { } subset)
            yield return Each("subset", subset, (_, cluster) => cluster.Subset.Length == 0 ? None : cluster.Subset);
        if (expect.Cluster is { } cluster)
            yield return Each("cluster", cluster, (_, c) => c.Name);
        if (expect.Weights is { } weights)
            yield return Weights(weights, weights.Values.Select(w => w.Source).DefaultIfEmpty(expect.Source).First());
        if (expect.Endpoints is { } endpoints)
            yield return Endpoints(endpoints, expect.EndpointsSource);
        if (expect.Tls is { } tls)
            yield return Each("tls", tls, (_, c) => OutcomeText.Tls(c.Tls.Mode), SecuredBy);
        if (expect.ServerName is { } name)
            yield return Each("serverName", name, (o, c) => c.Tls.Mode == TlsMode.Disable ? None : OutcomeText.ServerName(o, c), SecuredBy);
    }

    /// <summary>An aspect that every destination must have alike.</summary>
    private static Expectation Each(string name, Located<string> written, Func<DecisionOutcome, ClusterPlan, string> read, Func<DecisionOutcome, RuleRef?>? decider = null) => new(
        name,
        ExpectationScope.Destination,
        written.Source,
        written.Value,
        outcome => List(Active(outcome).Select(d => read(outcome, d.Cluster)).Distinct()),
        outcome => Active(outcome).Any() && Active(outcome).All(d => read(outcome, d.Cluster) == written.Value),
        decider ?? RoutedBy);

    private static Expectation Endpoints(Located<string>[] written, SourceRef source)
    {
        var expected = new SortedSet<string>(written.Texts(), StringComparer.Ordinal);
        return new Expectation("endpoints", ExpectationScope.Destination, source, List(expected), outcome => List(Read(outcome)), outcome => expected.SetEquals(Read(outcome)), RoutedBy);

        static SortedSet<string> Read(DecisionOutcome outcome) =>
            new(Active(outcome).SelectMany(d => outcome.EndpointsOf(d.Cluster)), StringComparer.Ordinal);
    }

    private static Expectation Weights(IReadOnlyDictionary<string, Located<int>> written, SourceRef source) => new(
        "weights",
        ExpectationScope.Destination,
        source,
        List(written.Where(w => w.Value.Value > 0).Select(w => w.Key + " " + w.Value)),
        outcome => List(Active(outcome).Select(d => (d.Cluster.Subset.Length > 0 ? d.Cluster.Subset : d.Cluster.Host) + " " + d.Weight)),
        outcome => HasShares(outcome, written),
        RoutedBy);

    // Shares are compared, not numbers: 1 to 1 is 50 to 50.
    private static bool HasShares(DecisionOutcome outcome, IReadOnlyDictionary<string, Located<int>> written)
    {
        var expectedTotal = written.Values.Sum(w => (long)w.Value);
        var left = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in written)
            if (entry.Value.Value > 0)
                left.Add(entry.Key, entry.Value.Value * (long)outcome.TotalWeight);
        foreach (var destination in Active(outcome))
        {
            var cluster = destination.Cluster;
            var key = left.ContainsKey(cluster.Name) ? cluster.Name : left.ContainsKey(cluster.Subset) ? cluster.Subset : cluster.Host;
            if (!left.ContainsKey(key))
                return false;
            // One name may stand for several destinations (ports of a host): their shares add up.
            left[key] -= destination.Weight * expectedTotal;
        }
        return left.Values.All(rest => rest == 0);
    }

    private static IEnumerable<WeightedCluster> Active(DecisionOutcome outcome) => outcome.Destinations.Where(d => d.Weight > 0);

    private static RuleRef? RoutedBy(DecisionOutcome outcome) => outcome.RouteRule ?? outcome.ServiceRule ?? outcome.Rule;

    private static RuleRef? SecuredBy(DecisionOutcome outcome) =>
        Active(outcome).Select(d => d.Cluster.DestinationRule).FirstOrDefault(rule => rule is not null) ?? RoutedBy(outcome);

    private static string List(IEnumerable<string> texts)
    {
        var list = string.Join(", ", texts);
        return list.Length == 0 ? None : list;
    }
}
