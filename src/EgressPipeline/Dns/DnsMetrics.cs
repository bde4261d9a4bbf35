using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Dns;

/// <summary>The counts of the DNS proxy. Safe for concurrent use.</summary>
internal sealed class DnsMetrics(MetricRegistry registry)
{
    /// <summary>Every question, by what became of it.</summary>
    public EnumCounters<DnsOutcome> Queries { get; } = registry.AddCounters<DnsOutcome>("egress_dns_queries_total", "outcome", "DNS questions, by what became of them.");

    /// <summary>Questions to name servers, by how each ended; one question of an application may be several.</summary>
    public EnumCounters<UpstreamResult> Upstream { get; } = registry.AddCounters<UpstreamResult>("egress_dns_upstream_total", "result", "Questions to name servers, by how they ended.");

    /// <summary>Questions that joined one that was under way.</summary>
    public Counter Joined { get; } = registry.AddCounter("egress_dns_joined_total", "DNS questions that joined an equal one under way.");
}
