using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Faults;

/// <summary>What was done to one call.</summary>
/// <param name="Waited">How long it had to wait; null when it was not delayed.</param>
/// <param name="Abort">What it is answered with; null when it goes on.</param>
internal readonly record struct InjectedFault(TimeSpan? Waited, FaultAbortPlan? Abort);
