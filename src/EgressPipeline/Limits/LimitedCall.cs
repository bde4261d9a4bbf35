using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Limits;

/// <summary>What limits ask of a call. A view for the time of the question.</summary>
internal readonly ref struct LimitedCall
{
    /// <summary>The declared host that it found, or null.</summary>
    public HostPlan? Host { get; init; }

    /// <summary>The called name, normalised; empty when there is none.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    public required int Port { get; init; }

    public required CallerIdentity Caller { get; init; }

    /// <summary>True for a relayed connection, false for a request.</summary>
    public required bool IsConnection { get; init; }
}
