using System.Net;

namespace EgressPipeline.Hosting.Settings;

/// <summary>Makes <see cref="Setting"/>s of the common forms, range and complaint included.</summary>
internal static class SettingForms
{
    public static Setting Duration(string name, string group, TimeSpan initial, TimeSpan min, TimeSpan max, string meaning, Func<SidecarOptions, TimeSpan, SidecarOptions> set)
    {
        var range = $"{SettingText.Duration(min)} to {SettingText.Duration(max)}";
        return new Setting(name, "DURATION", SettingText.Duration(initial), group, $"{meaning} ({range})", Apply);

        SidecarOptions Apply(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
        {
            problem = null;
            if (SettingText.TryDuration(values[0], out var value) && value >= min && value <= max)
                return set(options, value);
            problem = $"'{values[0]}' is no duration from {range}; write for example 250ms, 5s, 2m or 1h";
            return options;
        }
    }

    public static Setting Number(string name, string group, long initial, long min, long max, string meaning, Func<SidecarOptions, int, SidecarOptions> set)
    {
        return new Setting(name, "NUMBER", initial.ToString(), group, $"{meaning} ({min} to {max})", Apply);

        SidecarOptions Apply(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
        {
            problem = null;
            if (SettingText.TrySize(values[0], out var value) && value >= min && value <= max)
                return set(options, (int)value);
            problem = $"'{values[0]}' is no whole number from {min} to {max}";
            return options;
        }
    }

    public static Setting Listener(string name, IPEndPoint? initial, string meaning, Func<SidecarOptions, IPEndPoint?, SidecarOptions> set)
    {
        return new Setting(name, "ADDR", initial?.ToString() ?? "off", "Listeners", meaning, Apply);

        SidecarOptions Apply(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
        {
            problem = null;
            if (SettingText.TryListener(values[0], out var value))
                return set(options, value);
            problem = $"'{values[0]}' is no listener address; write IP:PORT, PORT (loopback), *:PORT (every interface) or off";
            return options;
        }
    }

    public static Setting Choice<T>(string name, string group, string initial, string meaning, (string Text, T Value)[] choices, Func<SidecarOptions, T, SidecarOptions> set)
    {
        var allowed = string.Join('|', choices.Select(c => c.Text));
        return new Setting(name, allowed, initial, group, meaning, Apply);

        SidecarOptions Apply(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
        {
            problem = null;
            foreach (var (text, value) in choices)
                if (text == values[0])
                    return set(options, value);
            problem = $"'{values[0]}' is not one of {allowed.Replace("|", ", ")}{NearestName.Hint(values[0], choices.Select(c => c.Text))}";
            return options;
        }
    }
}
