namespace EgressPipeline.Policy.Plan;

/// <summary>What an http rule injects before a call is sent. Both parts are drawn independently, the delay first.</summary>
public sealed record FaultPlan(FaultDelayPlan? Delay, FaultAbortPlan? Abort);

/// <summary>A wait before forwarding.</summary>
/// <param name="Duration">How long.</param>
/// <param name="PerMillion">The share of the calls, 0..1,000,000.</param>
public sealed record FaultDelayPlan(TimeSpan Duration, int PerMillion);

/// <summary>An error answered instead of forwarding.</summary>
/// <param name="Status">An HTTP status, 200..599, or a gRPC code, 0..16.</param>
/// <param name="IsGrpc">True when the status is gRPC's.</param>
/// <param name="PerMillion">The share of the calls, 0..1,000,000.</param>
public sealed record FaultAbortPlan(int Status, bool IsGrpc, int PerMillion);
