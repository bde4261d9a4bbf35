using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for localityLbSetting.</summary>
internal static class LocalityValidator
{
    private static readonly string[] TopologyLabels = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];

    public static void Validate(LocalityRule locality, OutlierDetectionRule? outlier, DiagnosticBag bag)
    {
        if (locality.Distribute.Length > 0 && locality.Failover.Length > 0)
            Report(locality.Source, "distribute and failover exclude each other", bag);
        if (locality.Failover.Length > 0)
            foreach (var label in locality.FailoverPriority)
                if (Array.IndexOf(TopologyLabels, label.Value) >= 0)
                    Report(label.Source, "failover and the topology label '" + label.Value + "' exclude each other", bag);
        CheckOverlaps(locality.Distribute.Select(d => d.From).ToArray(), bag);
        foreach (var share in locality.Distribute)
            CheckShare(share, bag);
        foreach (var failover in locality.Failover)
            CheckFailover(failover, bag);
        if (locality.Failover.Length + locality.FailoverPriority.Length > 0 && outlier is null)
            bag.Report(DestinationRuleDiagnostics.FailoverWithoutOutlier, locality.Source);
    }

    private static void CheckShare(LocalityShareRule share, DiagnosticBag bag)
    {
        var total = 0L;
        foreach (var target in share.To)
        {
            if (target.Value.Value is < 1 or > 100)
                Report(target.Value.Source, "weight " + target.Value.Value + " is not in 1..100", bag);
            total += target.Value.Value;
        }
        if (total != 100)
            Report(share.Source, "the weights add up to " + total + ", not 100", bag);
        CheckOverlaps(share.To.Select(t => new Located<string>(t.Key, t.Value.Source)).ToArray(), bag);
    }

    private static void CheckFailover(LocalityFailoverRule failover, DiagnosticBag bag)
    {
        var from = failover.From.TextOrEmpty();
        var to = failover.To.TextOrEmpty();
        if (from == to)
            Report(failover.Source, "failover must lead to another region", bag);
        if ((from + to).IndexOf('/') >= 0)
            Report(failover.Source, "failover takes regions only", bag);
        if ((from + to).IndexOf('*') >= 0)
            Report(failover.Source, "failover takes no wildcard", bag);
    }

    /// <summary>Localities of one list must not contain each other, in the order written.</summary>
    private static void CheckOverlaps(Located<string>?[] localities, DiagnosticBag bag)
    {
        for (var i = 0; i < localities.Length; i++)
        {
            if (localities[i] is not { } locality)
                continue;
            if (!IsWellFormed(locality.Value))
                Report(locality.Source, "'" + locality.Value + "' is no locality (region/zone/subzone, a wildcard last)", bag);
            for (var j = 0; j < i; j++)
                if (localities[j] is { } earlier && (IsWithin(locality.Value, earlier.Value) || IsWithin(earlier.Value, locality.Value)))
                    Report(locality.Source, "'" + locality.Value + "' overlaps '" + earlier.Value + "'", bag);
        }
    }

    private static bool IsWellFormed(string locality)
    {
        var parts = locality.Split(['/'], 3);
        for (var i = 0; i < parts.Length; i++)
            if (parts[i].Length == 0 || (parts[i].IndexOf('*') >= 0 && (i < parts.Length - 1 || parts[i].IndexOf('*') < parts[i].Length - 1)))
                return false;
        return true;
    }

    private static bool IsWithin(string inner, string outer)
    {
        var stem = outer.EndsWith("*", StringComparison.Ordinal) ? outer.Substring(0, outer.Length - 1) : outer;
        return inner == outer || stem.Length == 0 || inner.StartsWith(stem.EndsWith("/", StringComparison.Ordinal) ? stem : stem + "/", StringComparison.Ordinal);
    }

    private static void Report(SourceRef source, string what, DiagnosticBag bag) =>
        bag.Report(DestinationRuleDiagnostics.BadLocality, source, what);
}
