using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy;

/// <summary>Reads what settings say of a workload: one reading for the sidecar, the verbs and the compiler.</summary>
public static class WorkloadText
{
    /// <summary>Adds labels written as <c>k=v,k=v</c>, or one a line with the values in quotes (the downward API's file).</summary>
    /// <returns>False for whatever is no label or is given twice; <paramref name="problem"/> says which.</returns>
    public static bool TryReadLabels(string text, IDictionary<string, string> labels, out string? problem)
    {
        foreach (var written in text.Split(',', '\n'))
        {
            var part = written.Trim();
            if (part.Length == 0)
                continue;
            var equals = part.IndexOf('=');
            if (equals <= 0)
            {
                problem = $"'{part}' is no label; write key=value";
                return false;
            }
            var key = part.Substring(0, equals).TrimEnd();
            if (labels.ContainsKey(key))
            {
                problem = $"label '{key}' is given twice";
                return false;
            }
            labels.Add(key, part.Substring(equals + 1).Trim().Trim('"'));
        }
        problem = null;
        return true;
    }

    /// <summary>True for a Kubernetes namespace: lower-case letters, digits and inner dashes, at most 63.</summary>
    public static bool IsNamespace(string text) => DnsNames.IsLabel(text) && string.Equals(text, text.ToLowerInvariant(), StringComparison.Ordinal);
}
