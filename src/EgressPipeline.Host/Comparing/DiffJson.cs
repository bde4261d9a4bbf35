using System.Text.Json;
using EgressPipeline.Host.Explaining;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>A comparison as one JSON object, complete.</summary>
internal sealed class DiffJson(DiffReport report, TextWriter output) : IDiffWriter
{
    public void Write() => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("old", report.OldPath);
        json.WriteString("new", report.NewPath);
        if (report.Workloads is [{ Namespace: not null }, ..])
            json.WriteTexts("namespaces", report.Workloads.Select(workload => workload.Namespace!));
        json.WriteBoolean("may_be_wider", report.MayBeWider);
        json.WriteBoolean("may_differ", report.MayDiffer);
        json.WriteBoolean("namespaces_mixed", report.IsMixed);
        WriteList(json, "newly_reachable", report.Wider, WriteReachability);
        WriteList(json, "newly_denied", report.Narrower, WriteReachability);
        WriteList(json, "changed", report.Changed, WriteTreatment);
        WriteList(json, "not_compared", report.Uncompared, WriteUncompared);
        json.WriteEndObject();
    });

    private void WriteReachability(Utf8JsonWriter json, DiffEntry<ReachabilityChange> entry)
    {
        var change = entry.Change;
        WriteRegion(json, change.Region, entry.Namespaces);
        WriteVerdict(json, "old", change.Old);
        WriteVerdict(json, "new", change.New);
        WriteEnd(json, change.Approximation, change.Example, entry.First);
    }

    private void WriteTreatment(Utf8JsonWriter json, DiffEntry<TreatmentChange> entry)
    {
        var change = entry.Change;
        WriteRegion(json, change.Region, entry.Namespaces);
        WriteList(json, "aspects", change.Aspects, (j, aspect) =>
        {
            j.WriteString("name", aspect.Name);
            j.WriteString("old", aspect.Old);
            j.WriteString("new", aspect.New);
        });
        WriteRules(json, "old_rules", change.OldRules);
        WriteRules(json, "new_rules", change.NewRules);
        WriteEnd(json, change.Approximation, change.Example, entry.First);
    }

    private static void WriteUncompared(Utf8JsonWriter json, DiffEntry<UncomparedCalls> entry)
    {
        if (entry.Change.Region is { } region)
            WriteRegion(json, region, entry.Namespaces);
        json.WriteString("reason", entry.Change.Reason);
    }

    private static void WriteRegion(Utf8JsonWriter json, CallRegion region, List<string> namespaces)
    {
        if (namespaces.Count > 0)
            json.WriteTexts("namespaces", namespaces);
        WriteList(json, "scopes", region.Scopes, WriteScope);
        foreach (var field in region.Fields)
            WriteTerms(json, field.Name.Replace(' ', '_'), field.Terms);
    }

    private static void WriteScope(Utf8JsonWriter json, RegionScope scope)
    {
        json.WriteTexts("kinds", scope.Kinds.Select(RegionWords.Word));
        WriteTerms(json, "hosts", scope.Hosts);
        WriteTerms(json, "ports", scope.Ports);
        WriteTerms(json, "dialled", scope.Destinations);
    }

    // A list that is left out says nothing: any value will do.
    private static void WriteTerms(Utf8JsonWriter json, string name, IReadOnlyList<RegionTerm> terms)
    {
        if (terms.Count > 0)
            WriteList(json, name, terms, WriteTerm);
    }

    private static void WriteTerm(Utf8JsonWriter json, RegionTerm term)
    {
        json.WriteString("match", term.Pattern);
        if (term.Except.Count > 0)
            json.WriteTexts("except", term.Except);
    }

    private static void WriteVerdict(Utf8JsonWriter json, string name, CallVerdict verdict)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("allowed", verdict.IsAllowed);
        json.WriteString("reason", ReasonText.Name(verdict.Reason));
        TraceJson.WriteRule(json, "rule", verdict.Rule);
        if (verdict.Nearest is { } nearest)
            json.WriteString("nearest_miss", nearest);
        json.WriteEndObject();
    }

    private void WriteEnd(Utf8JsonWriter json, string? approximation, ComparedCall? example, WorkloadDiff workload)
    {
        if (approximation is not null)
            json.WriteString("approximation", approximation);
        if (example is null)
            return;
        json.WriteStartObject("example");
        CallJson.Write(json, example);
        if (ExplainCommand.For(example, report.NewPath, workload) is { } command)
            json.WriteString("explain", command);
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, string name, IReadOnlyList<RuleRef> rules)
    {
        json.WriteStartArray(name);
        foreach (var rule in rules)
            TraceJson.WriteRule(json, rule);
        json.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
