using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy;

/// <summary>The workload a plan is made for. What only depends on it is decided at compile time, not per call.</summary>
/// <param name="Namespace">Its namespace; empty = unknown, then policies of every namespace apply.</param>
/// <param name="Labels">Its labels, matched by selectors and <c>sourceLabels</c>.</param>
/// <param name="Unregistered">What an undeclared destination gets unless a Sidecar resource says otherwise.</param>
public sealed record WorkloadContext(string Namespace, IReadOnlyDictionary<string, string> Labels, UnregisteredMode Unregistered)
{
    /// <summary>Nothing is known of the workload; undeclared destinations are denied.</summary>
    public static readonly WorkloadContext Unknown = new("", new Dictionary<string, string>(), UnregisteredMode.Deny);
}
