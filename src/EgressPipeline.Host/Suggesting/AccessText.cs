using System.Text;

namespace EgressPipeline.Host.Suggesting;

/// <summary>The suggested rules of one namespace as an AuthorizationPolicy.</summary>
internal static class AccessText
{
    /// <param name="name">Of the document.</param>
    /// <param name="ns">Of the document.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="selector">Labels of the workloads it holds for; null = all of the namespace.</param>
    public static string Write(string name, string ns, IEnumerable<AccessRule> rules, IReadOnlyDictionary<string, string>? selector)
    {
        var yaml = new StringBuilder("# widens what the ALLOW policies of these workloads let through\n");
        yaml.Append("apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n");
        yaml.Append($"metadata: {{ name: {name}, namespace: {ns} }}\nspec:\n  action: ALLOW\n");
        if (selector is not null)
            yaml.Append($"  selector: {{ matchLabels: {{ {string.Join(", ", selector.Select(label => $"{YamlText.Quote(label.Key)}: {YamlText.Quote(label.Value)}"))} }} }}\n");
        yaml.Append("  rules:\n");
        foreach (var rule in rules)
            Write(yaml, rule);
        return yaml.ToString();
    }

    private static void Write(StringBuilder yaml, AccessRule rule)
    {
        var known = rule.Principals.All(principal => principal.Length > 0);
        if (!known)
            yaml.Append("  # review: the caller is not known, so this holds for every workload selected\n");
        if (rule.IsWidened)
            yaml.Append($"  # review: stands for {rule.PathsSeen} paths that were seen\n");
        yaml.Append(known ? $"  - from: [{{ source: {{ principals: {YamlText.List(rule.Principals)} }} }}]\n    to:\n" : "  - to:\n");
        yaml.Append($"    - operation:\n        hosts: {YamlText.List(rule.Hosts)}\n        ports: [\"{rule.Port}\"]\n");
        if (rule.Methods.Length > 0)
            yaml.Append($"        methods: {YamlText.List(rule.Methods)}\n");
        if (rule.Paths.Length > 0)
            yaml.Append($"        paths: {YamlText.List(rule.Paths)}\n");
    }
}
