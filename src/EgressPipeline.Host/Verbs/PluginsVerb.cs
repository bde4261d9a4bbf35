using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Output;
using EgressPipeline.Host.Plugins;
using EgressPipeline.Plugins;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress plugins</c>: what a plugins folder holds, and what a sidecar would say of it. Loads the plugins, serves nothing.</summary>
internal sealed class PluginsVerb
{
    private const string ListClosing = """
        Examples:
          egress plugins list                        (the filters that are compiled in, the sidecar's own stages among them)
          egress plugins list ./plugins              (and those of the folder, with their options)
          egress plugins list ./plugins --format json

        Exit codes: 0 listed (what is refused is said, too), 2 wrong usage.
        """;

    private const string VerifyClosing = """
        Examples:
          egress plugins verify ./plugins
          egress plugins verify ./plugins --allow plugins.sha256     (lines as sha256sum writes them)
          egress check ./policies --plugins ./plugins                (are the bindings right for these filters?)

        What is refused here keeps 'egress run --plugins' from starting, unless it is told --plugins-strict false.
        Exit codes: 0 every plugin can be used, 1 some cannot, 2 wrong usage.
        """;

    private readonly Option<string> _format = new("--format") { HelpName = "text|json", Description = "How the list is written [default: text]", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> _allow = new("--allow") { HelpName = "FILE", Description = "SHA-256 of the files that may be loaded, as sha256sum writes them" };

    public static Command Create()
    {
        var list = new PluginsVerb().List();
        var verify = new PluginsVerb().Verify();
        return new Command("plugins", "Shows the filters of a plugins folder and says what would be refused.") { list, verify };
    }

    private TeachingCommand List()
    {
        _format.AcceptOnlyFromAmong("text", "json");
        var folder = new Argument<string?>("dir") { HelpName = "DIR", Description = "A plugins folder: one sub-folder a plugin", Arity = ArgumentArity.ZeroOrOne };
        var command = new TeachingCommand("list", "Lists filters: name, version, stage, capabilities, options.", ListClosing) { folder, _format, _allow };
        command.SetAction(parsed =>
        {
            var source = PluginSource.Load(parsed.GetValue(folder), parsed.GetValue(_allow), []);
            if (parsed.GetValue(_format) == "json")
                JsonOutput.Write(Console.Out, json => PluginListJson.Write(json, source));
            else
                PluginListText.Write(source, Console.Out);
            return ExitCode.Fine;
        });
        return command;
    }

    private TeachingCommand Verify()
    {
        var folder = new Argument<string>("dir") { HelpName = "DIR", Description = "A plugins folder: one sub-folder a plugin" };
        var command = new TeachingCommand("verify", "Loads every plugin as a sidecar would and says which it would refuse, and why.", VerifyClosing) { folder, _allow };
        command.SetAction(parsed =>
        {
            var source = PluginSource.Load(parsed.GetRequiredValue(folder), parsed.GetValue(_allow), []);
            PluginVerdicts.Write(source, Console.Out);
            return source.Problems.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }
}
