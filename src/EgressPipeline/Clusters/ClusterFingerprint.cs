using System.Text;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>
/// Everything of a cluster plan that its live state depends on, as text: equal texts keep the state across a reload.
/// Positions in the plan and places in the YAML do not count.
/// </summary>
internal static class ClusterFingerprint
{
    public static string Of(ClusterPlan plan)
    {
        var text = new StringBuilder();
        Add(text, plan.Name, plan.Namespace, plan.Host, plan.Port, plan.Protocol, plan.Resolution, plan.LoadBalancing, plan.Hash, plan.Warmup, plan.ProxyProtocol, plan.Tunnel, plan.LatencyDecay, plan.AllowedRanges);
        foreach (var endpoint in plan.Endpoints)
            Add(text, endpoint.Address, endpoint.Port, endpoint.Weight, endpoint.Locality, endpoint.Priority, endpoint.LocalityShare);
        var tls = plan.Tls;
        Add(text, tls.Mode, tls.Sni, tls.CaCertificates, tls.ClientCertificate, tls.PrivateKey, tls.CaCrl, tls.InsecureSkipVerify);
        Add(text, [.. tls.SubjectAltNames]);
        Add(text, plan.Pool, plan.Outlier); // records of plain values print all of them
        if (plan.Outlier is { ErrorCodes.Length: > 0 } outlier)
            Add(text, string.Join(",", outlier.ErrorCodes));
        return text.ToString();
    }

    private static void Add(StringBuilder text, params object?[] values)
    {
        foreach (var value in values)
            text.Append(value).Append('\n');
        text.Append('\f');
    }
}
