using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for exportTo.</summary>
internal static class ExportChecks
{
    private const string Own = ".";
    private const string Everyone = "*";
    private const string NoOne = "~";

    public static void Check(IPolicyRule rule, Located<string>[] exportTo, DiagnosticBag bag, bool allowNoOne = false)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in exportTo)
        {
            var ns = entry.Value == Own ? rule.Meta.Namespace : entry.Value;
            if (!seen.Add(ns))
                bag.Report(ValueDiagnostics.BadExportTo, entry.Source, "'" + entry.Value + "' is there twice");
            else if (!IsValid(entry.Value, allowNoOne))
                bag.Report(ValueDiagnostics.BadExportTo, entry.Source, "'" + entry.Value + "' is no namespace");
        }
        if (exportTo.Length < 2)
            return;
        if (seen.Contains(Everyone))
            bag.Report(ValueDiagnostics.BadExportTo, exportTo[0].Source, "'*' excludes every other entry");
        if (allowNoOne && seen.Contains(NoOne))
            bag.Report(ValueDiagnostics.BadExportTo, exportTo[0].Source, "'~' excludes every other entry");
    }

    private static bool IsValid(string entry, bool allowNoOne) =>
        entry is Own or Everyone || (entry == NoOne && allowNoOne) || DnsNames.IsLabel(entry);
}
