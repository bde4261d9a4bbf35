using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Hosting;
using EgressPipeline.Hosting.Settings;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress run</c>: the sidecar.</summary>
internal static class RunVerb
{
    private const string Closing = """
        Settings are taken from, in this order: the flag, the environment variable named beside it, the settings file, the
        default. A settings file is YAML or JSON with the flags' names as keys:
          policies: [/etc/egress/policies]
          drain: 20s
          labels: { app: web }

        Examples:
          egress run --policies ./policies
          egress run --policies policy.dll                 (compiled with 'egress compile' or by a build)
          egress run --policies ./policies --identity spiffe://cluster.local/ns/shop/sa/web --unregistered audit
          curl --proxy http://127.0.0.1:15080 http://api.example.com/     (a call through the explicit proxy)
          curl -X POST http://127.0.0.1:15000/reload                      (also happens by itself when a file changes)
          curl http://127.0.0.1:15020/metrics

        Signals: SIGTERM and Ctrl-C start the drain, a second one or POST /quitquitquit ends it at once; SIGHUP reloads.
        Exit codes: 0 ended as asked, 2 wrong usage, 3 could not start (policies, certificates, a port in use).
        """;

    public static Command Create()
    {
        var settingsFile = new Option<string?>("--settings") { HelpName = "FILE", Description = "Settings file, YAML or JSON [default: none; EGRESS_SETTINGS]" };
        var options = SettingCatalogue.All.Select(s => new SettingOption(s)).ToArray();
        var command = new TeachingCommand("run", "Runs the sidecar.", Closing);
        foreach (var option in options)
            command.Add(option);
        command.Add(settingsFile);
        command.SetAction((parsed, _) => RunAsync(parsed, options, settingsFile));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, SettingOption[] options, Option<string?> settingsFile)
    {
        var read = SettingsReader.Read(SettingOption.AllGiven(parsed, options), parsed.GetValue(settingsFile), Environment.GetEnvironmentVariable);
        if (read.Options is { } settings)
            return await SidecarProcess.RunAsync(settings, []) ? ExitCode.Fine : ExitCode.CouldNotStart;
        foreach (var problem in read.Problems)
            Console.Error.WriteLine("egress: " + problem);
        Console.Error.WriteLine("try 'egress run --help'");
        return ExitCode.WrongUsage;
    }
}
