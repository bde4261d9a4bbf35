using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Policy.Testing;

/// <summary>What came of one test case.</summary>
public sealed record CaseResult
{
    /// <summary>Id of the PolicyTest: <c>PolicyTest/namespace/name</c>.</summary>
    public required string Document { get; init; }

    /// <summary>The case's name, or its call in words where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The call in one line.</summary>
    public required string Call { get; init; }

    /// <summary>Where the case begins.</summary>
    public required SourceRef Source { get; init; }

    public required CaseStatus Status { get; init; }

    /// <summary>How the call was judged, stage by stage; null when it was not.</summary>
    public DecisionTrace? Trace { get; init; }

    /// <summary>The expectations that do not hold, in the order of the decision.</summary>
    public IReadOnlyList<CaseFailure> Failures { get; init; } = [];

    /// <summary>Why the case could not be run: errors in the policies as the caller's workload sees them.</summary>
    public IReadOnlyList<PolicyDiagnostic> Problems { get; init; } = [];
}
