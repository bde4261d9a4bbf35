using System.Text;

namespace EgressPipeline.Policy;

/// <summary>Compiles a policy set once for every distinct workload that is asked for. Not thread-safe.</summary>
public sealed class WorkloadPlans(PolicySet policies)
{
    private readonly Dictionary<string, CompilationResult> _plans = new(StringComparer.Ordinal);

    public CompilationResult For(WorkloadContext workload)
    {
        var key = Key(workload);
        if (!_plans.TryGetValue(key, out var result))
            _plans.Add(key, result = policies.Compile(workload));
        return result;
    }

    // Lengths stand before the texts, so that no value can look like another workload.
    private static string Key(WorkloadContext workload)
    {
        var key = new StringBuilder().Append(workload.Unregistered).Append('/').Append(workload.Namespace);
        foreach (var label in workload.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            key.Append('/').Append(label.Key.Length).Append(':').Append(label.Key).Append('=').Append(label.Value.Length).Append(':').Append(label.Value);
        return key.ToString();
    }
}
