using System.CommandLine;
using EgressPipeline.Hosting.Settings;

namespace EgressPipeline.Host.CommandLine;

/// <summary>Settings of <c>egress run</c> that verbs share which judge calls: flag, environment and checks are the same there.</summary>
internal sealed class WorkloadFlags
{
    private readonly SettingOption[] _settings;

    /// <param name="names">Settings by name: <c>policies</c>, <c>unregistered</c>, <c>namespace</c>, <c>labels</c>.</param>
    public WorkloadFlags(params string[] names) =>
        _settings = [.. names.Select(name => new SettingOption(SettingCatalogue.Find(name)!) { AllowMultipleArgumentsPerToken = false })];

    public void AddTo(Command command)
    {
        foreach (var setting in _settings)
            command.Add(setting);
    }

    /// <summary>Reads the settings; an identity that is given stands for <c>--identity</c>.</summary>
    public SettingsResult Read(ParseResult parsed, string? identity = null)
    {
        var given = SettingOption.AllGiven(parsed, _settings);
        if (identity is not null)
            given["identity"] = [identity.StartsWith("spiffe://", StringComparison.Ordinal) ? identity : "spiffe://" + identity];
        return SettingsReader.Read(given, null, Environment.GetEnvironmentVariable);
    }
}
