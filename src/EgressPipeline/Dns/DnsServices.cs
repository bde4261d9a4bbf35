using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Dns;

/// <summary>What the parts of the DNS proxy share. Safe for concurrent use.</summary>
internal sealed record DnsServices
{
    public required DnsOptions Options { get; init; }

    /// <summary>The plan in force.</summary>
    public required Func<EgressPlan> Plan { get; init; }

    /// <summary>Who asks: this workload.</summary>
    public required CallerIdentity Caller { get; init; }

    /// <summary>resolv.conf.</summary>
    public required SystemResolver System { get; init; }

    public required Forwarder Forwarder { get; init; }

    public required DnsMetrics Metrics { get; init; }

    public required QuestionLog Log { get; init; }

    /// <summary>How long answers are given beyond their TTL while no name server answers.</summary>
    public required TimeSpan StaleFor { get; init; }

    public required TimeProvider Time { get; init; }
}
