namespace EgressPipeline.Hosting.Settings;

/// <summary>
/// One setting: its flag, environment variable, file key, help text and reading, in one place so that they cannot
/// drift apart.
/// </summary>
/// <param name="Name">Flag without dashes and key of the settings file: <c>head-timeout</c>.</param>
/// <param name="Placeholder">What help prints for the value: <c>DURATION</c>.</param>
/// <param name="Default">The default as a user would write it.</param>
/// <param name="Group">Heading in the help text.</param>
/// <param name="Meaning">One sentence; ranges are appended by the reading.</param>
/// <param name="Apply">Puts the written values into the options, or says what is wrong with them.</param>
internal sealed record Setting(string Name, string Placeholder, string Default, string Group, string Meaning, SettingReading Apply)
{
    /// <summary>True when several values make sense: the flag may be repeated, the file may hold a list.</summary>
    public bool IsRepeatable { get; init; }

    public string Flag { get; } = "--" + Name;

    public string Variable { get; } = "EGRESS_" + Name.Replace('-', '_').ToUpperInvariant();
}

/// <summary>Reads the values of one setting (at least one) into the options.</summary>
/// <param name="options">The options so far.</param>
/// <param name="values">What was written; more than one only when the setting is repeatable.</param>
/// <param name="problem">One clause that says what is wrong and what to write instead; null when all is well.</param>
/// <returns>The changed options; the given ones when there is a problem.</returns>
internal delegate SidecarOptions SettingReading(SidecarOptions options, IReadOnlyList<string> values, out string? problem);
