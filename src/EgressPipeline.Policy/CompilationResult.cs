using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy;

/// <summary>What came of a compilation.</summary>
/// <param name="Plan">The plan, or null when any diagnostic is an error.</param>
/// <param name="Diagnostics">Every finding, ordered by file, line and column.</param>
public sealed record CompilationResult(EgressPlan? Plan, IReadOnlyList<PolicyDiagnostic> Diagnostics);
