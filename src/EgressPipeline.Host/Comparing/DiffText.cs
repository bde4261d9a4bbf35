using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>A comparison for people at a terminal.</summary>
internal sealed class DiffText(DiffReport report, TextWriter output) : IDiffWriter
{
    private const int LabelWidth = 16;

    public void Write()
    {
        Section("Newly reachable", report.Wider, entry => WriteReachability('+', entry));
        Section("Newly denied", report.Narrower, entry => WriteReachability('-', entry));
        Section("Changed for calls that stay allowed", report.Changed, WriteTreatment);
        Section("Not compared exactly: may be newly reachable, denied or changed", report.Uncompared, WriteUncompared);
        output.WriteLine(report.Summary());
        if (report.IsMixed)
            output.WriteLine(DiffReport.MixedNote);
    }

    private void Section<T>(string heading, IReadOnlyList<T> changes, Action<T> write)
    {
        if (changes.Count == 0)
            return;
        output.WriteLine($"{heading} ({changes.Count})");
        output.WriteLine();
        foreach (var change in changes)
        {
            write(change);
            output.WriteLine();
        }
    }

    private void WriteReachability(char sign, DiffEntry<ReachabilityChange> entry)
    {
        var change = entry.Change;
        WriteRegion(sign, change.Region, entry.Namespaces);
        Line("was", VerdictWords.Of(change.Old));
        Nearest(change.Old);
        Line("now", VerdictWords.Of(change.New));
        Nearest(change.New);
        WriteEnd(change.Approximation, ExplainCommand.For(change.Example, report.NewPath, entry.First));
    }

    private void WriteTreatment(DiffEntry<TreatmentChange> entry)
    {
        var change = entry.Change;
        WriteRegion('~', change.Region, entry.Namespaces);
        foreach (var aspect in change.Aspects)
            Line(aspect.Name, PrintableText.Of($"{VerdictWords.OrNone(aspect.Old)} -> {VerdictWords.OrNone(aspect.New)}"));
        WriteRules("was by", change.OldRules);
        WriteRules("now by", change.NewRules);
        WriteEnd(change.Approximation, ExplainCommand.For(change.Example, report.NewPath, entry.First));
    }

    private void WriteUncompared(DiffEntry<UncomparedCalls> entry)
    {
        if (entry.Change.Region is { } region)
            WriteRegion('?', region, entry.Namespaces);
        else
            output.WriteLine("  ? any call");
        Line("because", PrintableText.Of(entry.Change.Reason));
    }

    private void WriteRegion(char sign, CallRegion region, List<string> namespaces)
    {
        foreach (var title in RegionWords.Titles(region))
            output.WriteLine($"  {sign} {title}");
        if (report.WorkloadsOf(namespaces) is { } workloads)
            Line("workloads", workloads);
        foreach (var (name, text) in RegionWords.Conditions(region))
            Line(name, text);
    }

    private void WriteRules(string label, IReadOnlyList<RuleRef> rules)
    {
        foreach (var rule in rules)
            Line(label, PrintableText.Of(rule.ToString()));
    }

    private void WriteEnd(string? approximation, string? command)
    {
        if (approximation is not null)
            Line("approximate", PrintableText.Of(approximation));
        if (command is not null)
            Line("try", PrintableText.Of(command));
    }

    private void Nearest(CallVerdict verdict)
    {
        if (verdict.Nearest is { } nearest)
            Line("", PrintableText.Of(nearest));
    }

    private void Line(string label, string text) => output.WriteLine($"      {label.PadRight(LabelWidth)}{(label.Length >= LabelWidth ? "  " : "")}{text}");
}
