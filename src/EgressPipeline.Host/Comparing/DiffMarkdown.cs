using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>
/// A comparison as a comment on a pull request: a table for each kind of change, cut off where a comment would become too
/// long. Whatever comes from policies stands in code spans, so that it can neither format nor address anybody.
/// </summary>
internal sealed class DiffMarkdown(DiffReport report, TextWriter output) : IDiffWriter
{
    /// <summary>Rows of one table; GitHub takes 65,536 characters a comment.</summary>
    private const int MaxRows = 50;

    public void Write()
    {
        output.WriteLine($"### Egress policies: {report.Summary()}");
        Table("Newly reachable", "was | now", report.Wider, Reachability);
        Table("Newly denied", "was | now", report.Narrower, Reachability);
        Table("Changed for calls that stay allowed", "change | by", report.Changed, Treatment);
        Table("Not compared exactly: may be newly reachable, denied or changed", "because | ", report.Uncompared, Uncompared);
        WriteExamples();
        if (report.IsMixed)
            output.WriteLine(Environment.NewLine + "_" + DiffReport.MixedNote + "_");
    }

    private void Table<T>(string heading, string columns, IReadOnlyList<T> changes, Func<T, (string, string, string)> row)
    {
        if (changes.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine($"#### {heading}");
        output.WriteLine();
        output.WriteLine($"| calls | {columns} |");
        output.WriteLine("|---|---|---|");
        foreach (var change in changes.Take(MaxRows))
        {
            var (calls, left, right) = row(change);
            output.WriteLine($"| {calls} | {left} | {right} |");
        }
        if (changes.Count > MaxRows)
            output.WriteLine($"| and {changes.Count - MaxRows} more | | |");
    }

    private (string, string, string) Reachability(DiffEntry<ReachabilityChange> entry) =>
        (Calls(entry.Change.Region, entry.Namespaces, entry.Change.Approximation), Code(VerdictWords.Of(entry.Change.Old)), Code(VerdictWords.Of(entry.Change.New)));

    private (string, string, string) Treatment(DiffEntry<TreatmentChange> entry) => (
        Calls(entry.Change.Region, entry.Namespaces, entry.Change.Approximation),
        Lines(entry.Change.Aspects.Select(aspect => $"{Code(aspect.Name)}: {Code(VerdictWords.OrNone(aspect.Old))} → {Code(VerdictWords.OrNone(aspect.New))}")),
        Lines(entry.Change.OldRules.Concat(entry.Change.NewRules).Distinct().Select(rule => Code(rule.ToString()))));

    private (string, string, string) Uncompared(DiffEntry<UncomparedCalls> entry) =>
        (entry.Change.Region is { } region ? Calls(region, entry.Namespaces, null) : "any call", Code(entry.Change.Reason), "");

    private void WriteExamples()
    {
        var examples = report.Wider.Concat(report.Narrower).Select(entry => (entry.Change.Example, entry.First))
            .Concat(report.Changed.Select(entry => (entry.Change.Example, entry.First)));
        var commands = examples.Select(example => ExplainCommand.For(example.Example, report.NewPath, example.First)).OfType<string>().Take(MaxRows).ToArray();
        if (commands.Length == 0)
            return;
        output.WriteLine();
        output.WriteLine("<details><summary>An example of each</summary>");
        output.WriteLine();
        // Indented code has no fence that a text could close.
        foreach (var command in commands)
            output.WriteLine("    " + PrintableText.Of(command));
        output.WriteLine();
        output.WriteLine("</details>");
    }

    private string Calls(CallRegion region, List<string> namespaces, string? approximation)
    {
        var lines = RegionWords.Titles(region).Select(Code).ToList();
        if (report.WorkloadsOf(namespaces) is { } workloads)
            lines.Add("workloads " + Code(workloads));
        foreach (var (name, text) in RegionWords.Conditions(region))
            lines.Add($"{Code(name)}: {Code(text)}");
        if (approximation is not null)
            lines.Add("approximate: " + approximation);
        return Lines(lines);
    }

    private static string Lines(IEnumerable<string> lines) => string.Join("<br>", lines);

    // A code span is fenced by more backticks than it has in a row (CommonMark §6.1); a bar would end the cell even there.
    private static string Code(string text)
    {
        var printable = PrintableText.Of(text).Replace("|", "\\|", StringComparison.Ordinal);
        var longest = 0;
        for (int i = 0, run = 0; i < printable.Length; i++)
            longest = Math.Max(longest, run = printable[i] == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return longest == 0 ? fence + printable + fence : $"{fence} {printable} {fence}";
    }
}
