using System.Text;
using EgressPipeline.Hosting.Settings;

namespace EgressPipeline.Composition;

/// <summary>The flags of <c>egress run</c>, read without a library for command lines: a host of one's own has one verb and no more.</summary>
internal sealed class CommandLine
{
    private const string SettingsFlag = "--settings";

    private readonly Dictionary<string, IReadOnlyList<string>> _flags = [];
    private readonly List<string> _problems = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Flags => _flags;

    public IReadOnlyList<string> Problems => _problems;

    public string? SettingsFile { get; private set; }

    public bool WantsHelp { get; private set; }

    /// <summary>Every flag with its meaning.</summary>
    public static string Help
    {
        get
        {
            var text = new StringBuilder("Runs the sidecar. Flags (or environment variables, or keys of a settings file: --settings FILE):\n");
            foreach (var setting in SettingCatalogue.All)
                text.Append("  ").Append(setting.Flag).Append(' ').Append(setting.Placeholder).Append("\n      ").Append(setting.Meaning).Append(" [default: ").Append(setting.Default).Append("; ").Append(setting.Variable).Append("]\n");
            return text.ToString();
        }
    }

    /// <summary>Reads flags of the forms <c>--name value</c> and <c>--name=value</c>; a repeatable one takes several values.</summary>
    public static CommandLine Read(string[] args)
    {
        var line = new CommandLine();
        // Whoever starts 'egress run' can start this program with the same arguments.
        for (var i = args is ["run", ..] ? 1 : 0; i < args.Length;)
            i = line.ReadFlag(args, i);
        return line;
    }

    /// <summary>Reads one flag.</summary>
    /// <returns>Where the next one is.</returns>
    private int ReadFlag(string[] args, int at)
    {
        var parts = args[at].Split('=', 2);
        if (parts[0] is "--help" or "-h" or "-?")
        {
            WantsHelp = true;
            return at + 1;
        }
        var values = new List<string>(parts[1..]);
        var next = at + 1;
        if (values.Count == 0)
            for (; next < args.Length && !args[next].StartsWith("--", StringComparison.Ordinal); next++)
                values.Add(args[next]);
        Take(parts[0], values);
        return next;
    }

    private void Take(string flag, List<string> values)
    {
        var setting = SettingCatalogue.All.FirstOrDefault(one => one.Flag == flag);
        if (setting is null && flag != SettingsFlag)
            _problems.Add($"there is no flag '{flag}'{NearestName.Hint(flag, SettingCatalogue.All.Select(one => one.Flag))}");
        else if (values.Count == 0)
            _problems.Add($"{flag} needs a value");
        else if (setting is not { IsRepeatable: true } && values.Count > 1)
            _problems.Add($"{flag} takes one value; '{values[1]}' is too many");
        else if (setting is null)
            SettingsFile = values[0];
        else
            _flags[setting.Name] = setting.IsRepeatable && _flags.TryGetValue(setting.Name, out var before) ? [.. before, .. values] : values;
    }
}
