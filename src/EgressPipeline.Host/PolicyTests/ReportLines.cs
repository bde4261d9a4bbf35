using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Host.PolicyTests;

/// <summary>A test report as lines for people: every case, what failed and where, a summary, the rules nobody exercised.</summary>
internal sealed class ReportLines(PolicyTestReport report)
{
    /// <summary>Rules listed as never exercised; JSON lists all.</summary>
    public const int MaxMissing = 20;

    private const string Indent = "        ";

    public IEnumerable<ReportLine> All()
    {
        foreach (var document in report.Cases.GroupBy(@case => @case.Document))
        {
            yield return new ReportLine(LineKind.Heading, document.Key);
            foreach (var line in document.SelectMany(Case))
                yield return line;
            yield return new ReportLine(LineKind.Plain, "");
        }
        yield return Summary();
        foreach (var line in Coverage())
            yield return line;
    }

    /// <summary>A failed case without its heading: the call, each expectation that does not hold, what came nearest.</summary>
    public static IEnumerable<string> Details(CaseResult @case)
    {
        if (@case.Call != @case.Name)
            yield return PrintableText.Of(@case.Call);
        if (@case.Trace is { Caller.Length: > 0 } trace)
            yield return "from " + PrintableText.Of(trace.Caller);
        foreach (var failure in @case.Failures)
        {
            yield return $"{failure.Aspect}: expected {PrintableText.Of(failure.Expected)} ({failure.Source})";
            yield return $"{new string(' ', failure.Aspect.Length)}  actual {PrintableText.Of(failure.Actual)}{(failure.Decider is { } rule ? ", by " + rule : "")}";
        }
        foreach (var problem in @case.Problems)
            yield return PrintableText.Of(problem.ToString());
        if (@case.Trace?.NearestMiss is { } nearest)
            yield return PrintableText.Of(nearest);
    }

    private static IEnumerable<ReportLine> Case(CaseResult @case)
    {
        if (@case.Status == CaseStatus.Passed)
        {
            yield return new ReportLine(LineKind.Good, "  ok    " + PrintableText.Of(@case.Name));
            yield break;
        }
        var word = @case.Status == CaseStatus.NotRun ? "ERROR " : "FAIL  ";
        yield return new ReportLine(LineKind.Bad, $"  {word}{PrintableText.Of(@case.Name)} ({@case.Source})");
        foreach (var detail in Details(@case))
            yield return new ReportLine(LineKind.Detail, Indent + detail);
    }

    private ReportLine Summary() => new(
        report.Failed == 0 ? LineKind.Good : LineKind.Bad,
        $"{Count(report.Cases.Count, "case")}: {report.Passed} passed, {report.Failed} failed{(report.CasesFound == report.Cases.Count ? "" : $"; {report.CasesFound - report.Cases.Count} left out by the filter")}");

    private IEnumerable<ReportLine> Coverage()
    {
        var coverage = report.Coverage;
        var missing = coverage.Missing.ToArray();
        yield return new ReportLine(
            missing.Length == 0 ? LineKind.Good : LineKind.Warning,
            $"{coverage.Exercised} of {Count(coverage.Items.Count, "rule")} exercised ({coverage.Percent} %){(missing.Length == 0 ? "" : "; never exercised:")}");
        foreach (var item in missing.Take(MaxMissing))
            yield return new ReportLine(LineKind.Detail, $"  {item.Rule.Source}  {item.Rule.Id}");
        if (missing.Length > MaxMissing)
            yield return new ReportLine(LineKind.Detail, $"  and {missing.Length - MaxMissing} more; --format json lists all");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
