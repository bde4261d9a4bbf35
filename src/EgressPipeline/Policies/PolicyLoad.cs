using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policies;

/// <summary>What one reading of the policies gave.</summary>
/// <param name="Plan">The plan, or null when there are problems.</param>
/// <param name="ContentHash">Of the files as they were; changes whenever one of them does.</param>
/// <param name="Problems">Why there is no plan: unreadable files or the errors among the diagnostics, one line each.</param>
/// <param name="Diagnostics">Everything the compiler had to say, warnings included.</param>
internal sealed record PolicyLoad(EgressPlan? Plan, string ContentHash, IReadOnlyList<string> Problems, IReadOnlyList<PolicyDiagnostic> Diagnostics);
