using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Testing;

/// <summary>What came of running PolicyTests. Immutable.</summary>
/// <param name="Cases">In file and document order; empty when the policies have errors.</param>
/// <param name="Coverage">Which rules the cases exercised.</param>
/// <param name="Diagnostics">What is wrong with the policies and tests themselves, warnings included.</param>
/// <param name="CasesFound">Cases in all documents, those left out by a filter included.</param>
public sealed record PolicyTestReport(IReadOnlyList<CaseResult> Cases, PolicyCoverage Coverage, IReadOnlyList<PolicyDiagnostic> Diagnostics, int CasesFound)
{
    /// <summary>False when the policies or tests have errors: then nothing was run.</summary>
    public bool WasRun => !Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    public int Passed => Cases.Count(@case => @case.Status == CaseStatus.Passed);

    /// <summary>Cases that failed or could not be run.</summary>
    public int Failed => Cases.Count - Passed;

    /// <summary>The failures as findings at the line of the expectation, for compilers and editors.</summary>
    public IEnumerable<PolicyDiagnostic> Findings()
    {
        foreach (var @case in Cases)
        {
            foreach (var failure in @case.Failures)
                yield return Finding(@case, failure);
            if (@case.Status == CaseStatus.NotRun)
                yield return New(PolicyTestDiagnostics.NotRun, @case.Source, @case.Name, @case.Problems.Count == 0 ? "there is no plan" : @case.Problems[0].ToString());
        }
    }

    private static PolicyDiagnostic Finding(CaseResult @case, CaseFailure failure)
    {
        var by = failure.Decider is { } rule ? " (" + rule + ")" : "";
        var nearest = failure.Aspect == "verdict" && @case.Trace?.NearestMiss is { } miss ? "; " + miss : "";
        return New(PolicyTestDiagnostics.Failed, failure.Source, @case.Name, failure.Aspect, failure.Expected, failure.Actual, by + nearest);
    }

    private static PolicyDiagnostic New(DiagnosticDescriptor descriptor, SourceRef source, params object?[] arguments) =>
        new(descriptor.Id, descriptor.Severity, descriptor.Format(arguments), source);
}
