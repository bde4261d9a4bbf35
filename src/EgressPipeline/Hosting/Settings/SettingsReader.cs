using System.Net;

namespace EgressPipeline.Hosting.Settings;

/// <summary>Makes <see cref="SidecarOptions"/> of what the user wrote: flag before environment before settings file before default.</summary>
internal static class SettingsReader
{
    /// <summary>Reads and checks everything; every problem is reported, not only the first.</summary>
    /// <param name="flags">Values by setting name, only those that were given.</param>
    /// <param name="settingsFile">Path of the settings file, or null.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    public static SettingsResult Read(IReadOnlyDictionary<string, IReadOnlyList<string>> flags, string? settingsFile, Func<string, string?> environment)
    {
        var problems = new List<string>();
        var path = settingsFile ?? NullIfEmpty(environment("EGRESS_SETTINGS"));
        var file = path is null ? null : SettingsFile.Read(path, problems);
        var options = new SidecarOptions();
        foreach (var setting in SettingCatalogue.All)
        {
            var (where, values) = Written(setting, flags, environment, file);
            if (values is null)
                continue;
            options = setting.Apply(options, values, out var problem);
            if (problem is not null)
                problems.Add($"{where}: {problem}");
        }
        options = JoinIdentity(options, problems);
        CheckListeners(options, problems);
        options = InterceptSettings.Join(options, problems);
        return new SettingsResult(problems.Count == 0 ? options : null, problems);
    }

    private static (string Where, IReadOnlyList<string>? Values) Written(Setting setting, IReadOnlyDictionary<string, IReadOnlyList<string>> flags, Func<string, string?> environment, SettingsFile? file)
    {
        if (flags.TryGetValue(setting.Name, out var values) && values.Count > 0)
            return (setting.Flag, values);
        if (NullIfEmpty(environment(setting.Variable)) is { } value)
            return (setting.Variable, setting.IsRepeatable ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [value]);
        return file is not null && file.Entries.TryGetValue(setting.Name, out var entry) ? (entry.Where, entry.Values) : ("", null);
    }

    private static SidecarOptions JoinIdentity(SidecarOptions options, List<string> problems)
    {
        var implied = options.Identity.Namespace;
        if (implied.Length == 0)
            return options;
        if (options.Namespace.Length > 0 && options.Namespace != implied)
            problems.Add($"--namespace: '{options.Namespace}' contradicts the identity's namespace '{implied}'; leave one of them out");
        return options with { Namespace = implied };
    }

    private static void CheckListeners(SidecarOptions options, List<string> problems)
    {
        if (options.Outbound is null && options.Proxy is null)
            problems.Add("--proxy, --outbound: both are off, so nothing would be served; turn one on");
        (string Flag, IPEndPoint? Address)[] listeners = [("--outbound", options.Outbound), ("--proxy", options.Proxy), ("--admin", options.Admin), ("--metrics", options.Metrics)];
        for (var i = 0; i < listeners.Length; i++)
            for (var j = i + 1; j < listeners.Length; j++)
                if (Collide(listeners[i].Address, listeners[j].Address))
                    problems.Add($"{listeners[j].Flag}: {listeners[j].Address} is already the address of {listeners[i].Flag}; give each its own port");
    }

    /// <summary>Admin and metrics are told apart by port, so one port on two addresses is refused as well.</summary>
    private static bool Collide(IPEndPoint? a, IPEndPoint? b) => a is not null && b is not null && a.Port != 0 && a.Port == b.Port;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>The options, or null and why not: one line a problem.</summary>
internal sealed record SettingsResult(SidecarOptions? Options, IReadOnlyList<string> Problems);
