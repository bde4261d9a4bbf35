using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Calls;

/// <summary>Who makes a described call: the workload that a plan is compiled for, its identity and its address.</summary>
/// <param name="Workload">Decides which policies apply at all.</param>
/// <param name="Identity">Matched by principals, namespaces and service accounts.</param>
/// <param name="Address">The application's address, or <see cref="IpValue.None"/>.</param>
public sealed record CallSource(WorkloadContext Workload, CallerIdentity Identity, IpValue Address)
{
    /// <summary>The calling process, or null when nothing is known of it.</summary>
    public LocalProcess? Process { get; init; }

    public static readonly CallSource Anonymous = new(WorkloadContext.Unknown, CallerIdentity.Anonymous, IpValue.None);
}
