using EgressPipeline.Policy;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Hosting.Settings;

/// <summary>The settings with a form of their own: paths, identity, labels, collector.</summary>
internal static class WorkloadSettings
{
    public static SidecarOptions Policies(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = values.Any(string.IsNullOrWhiteSpace) ? "a path is empty; name a YAML file or a folder" : null;
        return problem is null ? options with { Policies = values } : options;
    }

    public static SidecarOptions Plugins(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = null;
        return values[0] == "none" ? options : options with { Plugins = values[0] };
    }

    public static SidecarOptions PluginsAllow(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = null;
        return values[0] == "none" ? options : options with { PluginsAllow = values[0] };
    }

    public static SidecarOptions Identity(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        var id = values[0];
        if (id is "none")
        {
            problem = null;
            return options;
        }
        if (id.StartsWith('@') && !IdentityFile.TryRead(id[1..], out id, out problem))
            return options;
        problem = CallerIdentity.TryParse(id, out var identity)
            ? null
            : $"'{id}' is no SPIFFE id; write spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT";
        return problem is null ? options with { Identity = identity } : options;
    }

    public static SidecarOptions Namespace(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = WorkloadText.IsNamespace(values[0]) ? null : $"'{values[0]}' is no namespace; use lower-case letters, digits and dashes, at most 63";
        return problem is null ? options with { Namespace = values[0] } : options;
    }

    public static SidecarOptions Labels(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        problem = null;
        foreach (var value in values)
        {
            var read = value.StartsWith('@')
                ? LabelText.TryReadFile(value[1..], labels, out problem)
                : LabelText.TryRead(value, labels, out problem);
            if (!read)
                return options;
        }
        return options with { Labels = labels };
    }

    public static SidecarOptions OtlpEndpoint(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = Uri.TryCreate(values[0], UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null
            : $"'{values[0]}' is no http or https URL; write for example http://localhost:4317";
        return problem is null ? options with { OtlpEndpoint = uri } : options;
    }
}
