using System.CommandLine;
using EgressPipeline.Hosting.Settings;

namespace EgressPipeline.Host.CommandLine;

/// <summary>The flag of one setting. Values stay text: the settings reader checks all sources by the same rules.</summary>
internal sealed class SettingOption : Option<string[]>
{
    /// <param name="setting">The setting.</param>
    /// <param name="flag">Its flag where the verb says already what it is about; by default the setting's own.</param>
    public SettingOption(Setting setting, string? flag = null) : base(flag ?? setting.Flag)
    {
        Setting = setting;
        HelpName = setting.Placeholder;
        Description = $"{setting.Meaning} [default: {setting.Default}; {setting.Variable}]";
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = setting.IsRepeatable;
    }

    public Setting Setting { get; }

    /// <summary>What was given: every value of a repeatable setting, the last one of any other; empty when not given.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) => parsed.GetValue(this) switch
    {
        { Length: > 0 } values => Setting.IsRepeatable ? values : [values[^1]],
        _ => [],
    };

    /// <summary>What was given of several settings, by name.</summary>
    public static Dictionary<string, IReadOnlyList<string>> AllGiven(ParseResult parsed, IEnumerable<SettingOption> options)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var option in options)
            if (option.Given(parsed) is { Count: > 0 } values)
                given[option.Setting.Name] = values;
        return given;
    }
}
