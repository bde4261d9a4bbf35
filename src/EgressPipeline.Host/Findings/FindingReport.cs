using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Host.Findings;

/// <summary>What a check found, with the files it looked at.</summary>
internal sealed class FindingReport(IReadOnlyList<PolicyFile> files, IReadOnlyList<PolicyDiagnostic> findings)
{
    private readonly Dictionary<string, string[]> _lines = new(StringComparer.Ordinal);

    /// <summary>In file and line order, infos included.</summary>
    public IReadOnlyList<PolicyDiagnostic> Findings { get; } =
        [.. findings.OrderBy(f => f.Source.File, StringComparer.Ordinal).ThenBy(f => f.Source.Line).ThenBy(f => f.Source.Column)];

    /// <summary>Identifies the policies (<see cref="Policy.Plan.EgressPlan.Hash"/>); null when there is no plan of them.</summary>
    public string? PlanHash { get; init; }

    public int FileCount => files.Count;

    public int Errors => Findings.Count(f => f.Severity == Severity.Error);

    public int Warnings => Findings.Count(f => f.Severity == Severity.Warning);

    /// <summary>One line of a file as it stands there, or null.</summary>
    /// <param name="path">As in the findings.</param>
    /// <param name="line">1-based.</param>
    public string? SourceLine(string path, int line)
    {
        if (!_lines.TryGetValue(path, out var lines))
            _lines.Add(path, lines = TextLines.Split(files.FirstOrDefault(f => f.Path == path)?.Text ?? ""));
        return lines.ElementAtOrDefault(line - 1);
    }
}
