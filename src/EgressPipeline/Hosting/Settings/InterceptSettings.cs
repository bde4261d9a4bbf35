using System.Globalization;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Hosting.Settings;

/// <summary>The settings of interception: lists of users, groups, ports and address ranges, checked before anything is run with them.</summary>
internal static class InterceptSettings
{
    // The kernel's "no user": chown would leave the owner alone, a rule would match nobody.
    private const uint NoId = uint.MaxValue;

    // Written as off, until Join: not given means the port of --dns.
    private const int Off = 0;

    private delegate bool EntryReading<T>(string text, out T value);

    public static SidecarOptions Dns(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = null;
        if (values[0] is "off" or "none")
            return options with { Intercept = options.Intercept with { DnsPort = Off } };
        if (PortRange.TryParse(values[0], out var port) && port.First == port.Last)
            return options with { Intercept = options.Intercept with { DnsPort = port.First } };
        problem = $"'{values[0]}' is no port from 1 to 65535; write for example 15053, or off";
        return options;
    }

    public static Setting Ids(string name, string meaning, Func<InterceptOptions, IReadOnlyList<uint>, InterceptOptions> set) =>
        List<uint>(name, "ID", "1337", meaning, TryId, "is no numeric user or group id from 0 to 4294967294", set);

    public static Setting Ports(string name, string initial, string meaning, Func<InterceptOptions, IReadOnlyList<PortRange>, InterceptOptions> set) =>
        List<PortRange>(name, "PORTS", initial, meaning, PortRange.TryParse, "is no port or range from 1 to 65535; write for example 443 or 8000-8010", set);

    public static Setting Cidrs(string name, string initial, string meaning, Func<InterceptOptions, IReadOnlyList<Cidr>, InterceptOptions> set) =>
        List<Cidr>(name, "CIDRS", initial, meaning, Cidr.TryParse, "is no address range; write for example 10.0.0.0/8 or fd00::/8", set);

    /// <summary>An absolute path, or the initial word.</summary>
    public static Setting Folder(string name, string initial, string meaning, Func<InterceptOptions, string, InterceptOptions> set)
    {
        return new Setting(name, "DIR", initial, "Interception", meaning, Apply);

        SidecarOptions Apply(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
        {
            problem = values[0] == initial || Path.IsPathFullyQualified(values[0]) && !values[0].Contains('\0', StringComparison.Ordinal) ? null : $"'{values[0]}' is no absolute path";
            return problem is null ? options with { Intercept = set(options.Intercept, values[0]) } : options;
        }
    }

    /// <summary>Takes the ports from the listeners and reports what contradicts itself, where rules are asked for.</summary>
    public static SidecarOptions Join(SidecarOptions options, List<string> problems)
    {
        if (options.Outbound is { Port: > 0 } outbound)
            options = options with { Intercept = options.Intercept with { OutboundPort = outbound.Port } };
        var dns = options.Intercept.DnsPort ?? options.Dns.Address?.Port;
        options = options with { Intercept = options.Intercept with { DnsPort = dns is > Off ? dns : null } };
        if (options.Intercept.Mode == InterceptMode.Off)
            return options;
        if (options.Intercept.Mode == InterceptMode.Tproxy)
            options = options with { OutboundTproxy = true };
        if (options.Outbound is not { Port: > 0 })
            problems.Add("--intercept: the transparent listener is off or has no fixed port; give --outbound one");
        problems.AddRange(options.Intercept.Contradictions().Select(contradiction => "--intercept: " + contradiction));
        return options;
    }

    private static Setting List<T>(string name, string placeholder, string initial, string meaning, EntryReading<T> read, string complaint, Func<InterceptOptions, IReadOnlyList<T>, InterceptOptions> set)
    {
        return new Setting(name, placeholder, initial, "Interception", meaning + "; may be repeated", Apply) { IsRepeatable = true };

        SidecarOptions Apply(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
        {
            var entries = new List<T>();
            foreach (var text in values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (text == initial && !char.IsAsciiDigit(text[0]) || text == "none")
                    continue;
                if (!read(text, out var entry))
                {
                    problem = $"'{text}' {complaint}";
                    return options;
                }
                if (!entries.Contains(entry))
                    entries.Add(entry);
            }
            problem = entries.Count > InterceptOptions.MaxEntries ? $"{entries.Count} entries are too many; at most {InterceptOptions.MaxEntries}" : null;
            return problem is null ? options with { Intercept = set(options.Intercept, entries) } : options;
        }
    }

    private static bool TryId(string text, out uint id) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != NoId;
}
